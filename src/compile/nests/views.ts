import type { Primitive } from '../../graph/index.js'
import { rowMajorStrides, type Shape } from '../../tensor/index.js'
import type { SomeApplication } from '../application.js'
import type { Assembly } from '../assembly.js'
import { isContiguous, isRepeatedAlong, type Place, viewed, within } from '../place.js'
import { copy } from './copy.js'

/** A primitive that only looks at its operand in another way, which its record says of a Constant as well. */
export const view = <A>(
  assembly: Assembly,
  { primitive, operands: [x], attributes, types }: SomeApplication<A> & { readonly primitive: Primitive<string, A> },
): readonly Place[] => [assembly.hold(viewed(x, (constant) => primitive.evaluate([constant], attributes, types)[0]))]

/** A view where the elements follow each other, or are all one; otherwise a copy. */
export const reshape = (
  assembly: Assembly,
  application: SomeApplication<{ readonly shape: Shape }> & {
    readonly primitive: Primitive<string, { readonly shape: Shape }>
  },
): readonly Place[] => {
  const {
    operands: [x],
    types: [type],
    destinations: [destination],
  } = application
  if (isContiguous(x)) return view(assembly, application)
  if (x.shape.every((_, axis) => isRepeatedAlong(x, axis)))
    return [assembly.hold(within(x, type.shape, new Array<number>(type.shape.length).fill(0)))]
  const result = assembly.place(type, destination)
  copy(assembly, x, within(result, x.shape, rowMajorStrides(x.shape)))
  return [result]
}
