import { string } from './attributes.js'
import { elementwise, type Formula, type Operators, operator } from './operators.js'
import type { Value } from './value.js'

/** The last five bits of a count, by which words of 32 bits are shifted. */
const countOf = (o: Operators, count: Value): Value => o.cast(o.and(count, o.constant(31)), 'uint32')

/** Shifts the bits of a word, which ONNX does with those of unsigned numbers only; zeros come in. */
const shifted =
  (direction: 'LEFT' | 'RIGHT'): Formula =>
  (o, a, count) => {
    const attributes = { direction: string(direction) }
    return o.cast(o.apply('BitShift', [o.cast(a, 'uint32'), countOf(o, count)], { attributes }), 'int32')
  }

/** Copies of the sign come in: zeros into the bits inverted, where the number is negative. */
const shiftRight: Formula = (o, a, count) => {
  const signs = o.select(o.less(a, o.constant(0)), o.constant(-1), o.constant(0))
  return o.xor(shifted('RIGHT')(o, o.xor(a, signs), count), signs)
}

/** Bits of int32. */
export const bits = {
  bitwiseAnd: operator('BitwiseAnd'),
  bitwiseOr: operator('BitwiseOr'),
  bitwiseXor: operator('BitwiseXor'),
  shiftLeft: elementwise(shifted('LEFT')),
  shiftRight: elementwise(shiftRight),
  shiftRightLogical: elementwise(shifted('RIGHT')),
}
