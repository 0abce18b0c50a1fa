import type { Tensor } from '../../../tensor/index.js'
import { applyPrimitive } from '../../expression.js'
import type { Primitive } from '../../primitive.js'
import { traceClosed } from '../../trace.js'
import { chosen } from './derived.js'
import { scan } from './scan.js'

/**
 * Batching as a loop over the examples, for what has to go its own way in each: nothing that one example leaves alone
 * is run for it.
 */
export const eachExample = <A>(
  primitive: Primitive<string, A>,
  attributes: A,
  operands: readonly Tensor[],
  batched: readonly boolean[],
  size: number,
): readonly Tensor[] => {
  const shared = chosen(
    operands,
    batched.map((flag) => !flag),
  )
  const examples = chosen(operands, batched)
  const types = [...shared, ...examples.map(({ shape, dtype }) => ({ dtype, shape: shape.slice(1) }))]
  const { graph } = traceClosed(
    primitive.name,
    (inputs) => {
      let [fromShared, fromExamples] = [0, shared.length]
      const own = batched.map((flag) => inputs[flag ? fromExamples++ : fromShared++])
      return applyPrimitive(primitive, attributes, own)
    },
    types,
  )
  return scan({ body: graph, length: size, constants: shared.length, carries: 0, reverse: false }, [
    ...shared,
    ...examples,
  ])
}
