import { type DType, equalShapes } from '../../../tensor/index.js'
import { allOf, isAll, operandOf, uniformElement } from '../matching.js'
import type { Rule } from '../rewriting.js'

/** The dtypes that hold every element of a dtype, and tell 0 from the others as it does. */
const holding: Readonly<Record<DType, readonly DType[]>> = {
  bool: ['bool', 'int32', 'float32', 'float64'],
  int32: ['int32', 'float64'],
  float32: ['float32', 'float64'],
  float64: ['float64'],
}

/** What was converted without loss may as well be converted directly. */
const convert: Rule<'convert'> = ({ operands: [x], attributes: { dtype } }, rewriting) => {
  if (x.dtype === dtype) return x
  const inner = operandOf('convert', x)
  return inner !== undefined && holding[inner.dtype].includes(x.dtype)
    ? rewriting.apply('convert', { dtype }, inner)
    : undefined
}

/** Without padding, or zeros around zeros. */
const pad: Rule<'pad'> = ({ operands: [x], results: [type] }) =>
  equalShapes(x.shape, type.shape) ? x : isAll(x, 0) ? allOf(type, 0) : undefined

/** What has no elements joins nothing. */
const concatenate: Rule<'concatenate'> = ({ operands, attributes, results: [type] }, rewriting) => {
  const [first, ...rest] = operands.filter((operand) => operand.shape[attributes.axis] > 0)
  if (rest.length === 0) return first
  const element = uniformElement(first)
  if (element !== undefined && rest.every((other) => isAll(other, element))) return allOf(type, element)
  return rest.length + 1 < operands.length ? rewriting.apply('concatenate', attributes, first, ...rest) : undefined
}

/** Rules of what only arranges or converts elements, and yet writes them anew. */
export const shaping = { concatenate, convert, pad }
