import { elementTypes } from '../../../engine/onnx/index.js'
import { add, astype, bitwiseAnd, sub } from '../../../graph/index.js'
import { isFloat, type Tensor } from '../../../tensor/index.js'
import { dtypeOfElements } from '../elements.js'
import { showElementType } from '../elementTypes.js'
import { type OperatorCall, type Operators, required } from '../operator.js'

/** Whole numbers of fewer bits than 32: how many, and whether they have a sign. */
const narrow: Readonly<Record<number, { readonly bits: number; readonly signed: boolean } | undefined>> = {
  [elementTypes.uint8]: { bits: 8, signed: false },
  [elementTypes.int8]: { bits: 8, signed: true },
  [elementTypes.uint16]: { bits: 16, signed: false },
  [elementTypes.int16]: { bits: 16, signed: true },
}

/** A tensor as elements of a type: of whole numbers of fewer bits the lower bits are kept. */
export const castTo = (call: OperatorCall, x: Tensor, type: number): Tensor => {
  const dtype = dtypeOfElements(type, `${call.operator} to ${showElementType(type)}`)
  const converted = x.dtype === dtype ? x : astype(x, dtype)
  const kept = narrow[type]
  if (kept === undefined || isFloat(dtype) || x.dtype === 'bool') return converted
  const mask = 2 ** kept.bits - 1
  if (!kept.signed) return bitwiseAnd(converted, mask)
  const half = 2 ** (kept.bits - 1)
  return sub(bitwiseAnd(add(converted, half), mask), half)
}

/** Conversions between types of elements. */
export const conversions: Operators = {
  Cast: (call) => [castTo(call, required(call, 0), call.attributes.int('to'))],
  CastLike: (call) => {
    const [x, { dtype }] = [required(call, 0), required(call, 1)]
    return [x.dtype === dtype ? x : astype(x, dtype)]
  },
}
