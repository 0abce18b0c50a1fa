import type { PrimitiveName } from '../../../graph/index.js'
import { broadcastShapes, sizeOf, type Tensor } from '../../../tensor/index.js'
import { allOf, operandOf, uniformElement } from '../matching.js'
import type { Rule } from '../rewriting.js'

/** An operand before it was broadcast; a constant that repeats one element has any shape. */
const narrowed = (x: Tensor): Tensor | undefined => {
  const element = uniformElement(x)
  return element === undefined ? operandOf('broadcastTo', x) : allOf({ shape: [], dtype: x.dtype }, element)
}

/**
 * An elementwise primitive of what is repeated computes the same again: so it is applied before the repetition. Each
 * element is made of the same elements as before.
 */
export const beforeBroadcast: Rule<PrimitiveName> = (
  { primitive, attributes, operands, results: [type] },
  rewriting,
) => {
  // A single element is not repeated.
  if (sizeOf(type.shape) <= 1) return undefined
  const small: Tensor[] = []
  for (const operand of operands) {
    const source = narrowed(operand)
    if (source === undefined) return undefined
    small.push(source)
  }
  const shape = broadcastShapes(primitive.name, small)
  if (sizeOf(shape) >= sizeOf(type.shape)) return undefined
  const spread = small.map((operand) => rewriting.apply('broadcastTo', { shape }, operand))
  const result = rewriting.apply(primitive.name as PrimitiveName, attributes, ...spread)
  return rewriting.apply('broadcastTo', { shape: type.shape }, result)
}
