import { elementTypes } from '../../../engine/onnx/index.js'
import {
  abs,
  add,
  astype,
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  div,
  equal,
  floorDiv,
  greater,
  greaterEqual,
  isInf,
  isNaN as isNaNOf,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  maximum,
  minimum,
  mul,
  power,
  remainder,
  shiftLeft,
  shiftRightLogical,
  sign,
  sub,
  where,
} from '../../../graph/index.js'
import { isFloat, type Tensor } from '../../../tensor/index.js'
import {
  allInputs,
  choiceOf,
  mistyped,
  type Operator,
  type OperatorCall,
  type Operators,
  refused,
  required,
} from '../operator.js'
import { castTo } from './conversion.js'

/** An operator that is one of our operations on two tensors that broadcast. */
const binary =
  (operation: (a: Tensor, b: Tensor) => Tensor): Operator =>
  (call) => [operation(required(call, 0), required(call, 1))]

/** An operation on two tensors, over any number of them from the first to the last. */
const folded =
  (operation: (a: Tensor, b: Tensor) => Tensor): Operator =>
  (call) => [allInputs(call).reduce((a, b) => operation(a, b))]

/** The quotient of whole numbers without its fraction, as C has it. */
const quotient = (a: Tensor, b: Tensor): Tensor =>
  isFloat(a.dtype) ? div(a, b) : mul(mul(sign(a), sign(b)), floorDiv(abs(a), abs(b)))

/** What is left with the sign of the dividend, as C's fmod has it. */
const truncatedRemainder = (a: Tensor, b: Tensor): Tensor => mul(sign(a), remainder(abs(a), abs(b)))

const modulo = (call: OperatorCall): Tensor => {
  const [a, b] = [required(call, 0), required(call, 1)]
  const truncates = call.attributes.int('fmod', 0) !== 0
  if (isFloat(a.dtype) && !truncates) throw refused(call, 'fmod is 0, which floats do not have')
  return truncates ? truncatedRemainder(a, b) : remainder(a, b)
}

/** The exponent may be of another type; the power has that of the base. */
const raised = (call: OperatorCall): Tensor => {
  const [base, exponent] = [required(call, 0), required(call, 1)]
  if (isFloat(base.dtype)) return power(base, astype(exponent, base.dtype))
  return astype(power(astype(base, 'float64'), astype(exponent, 'float64')), base.dtype)
}

const shifted = (call: OperatorCall): Tensor => {
  const isLeft = choiceOf(call, 'direction', call.attributes.string('direction'), { LEFT: true, RIGHT: false })
  const [x, by] = [required(call, 0), required(call, 1)]
  if (!isLeft) return shiftRightLogical(x, by)
  const [type] = call.elementTypes
  // What is shifted out of numbers of 8 or 16 bits is lost.
  return type === undefined ? shiftLeft(x, by) : castTo(call, shiftLeft(x, by), elementTypes[type])
}

const infinite = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const [negative, positive] = ['detect_negative', 'detect_positive'].map((name) => call.attributes.int(name, 1) !== 0)
  const found = isInf(x)
  return positive
    ? negative
      ? found
      : logicalAnd(found, greater(x, 0))
    : logicalAnd(found, negative ? less(x, 0) : logicalNot(found))
}

const average = (call: OperatorCall): Tensor => {
  const inputs = allInputs(call)
  const total = inputs.reduce((a, b) => add(a, b))
  if (!isFloat(total.dtype)) throw mistyped(call, `it does not take ${total.dtype}`)
  return div(total, inputs.length)
}

/** Arithmetic, comparisons, truth and bits of tensors that broadcast. */
export const binaries: Operators = {
  Add: binary(add),
  And: binary(logicalAnd),
  BitShift: (call) => [shifted(call)],
  BitwiseAnd: binary(bitwiseAnd),
  BitwiseNot: (call) => [bitwiseNot(required(call, 0))],
  BitwiseOr: binary(bitwiseOr),
  BitwiseXor: binary(bitwiseXor),
  Div: binary(quotient),
  Equal: binary(equal),
  Greater: binary(greater),
  GreaterOrEqual: binary(greaterEqual),
  IsInf: (call) => [infinite(call)],
  IsNaN: (call) => [isNaNOf(required(call, 0))],
  Less: binary(less),
  LessOrEqual: binary(lessEqual),
  Max: folded(maximum),
  Mean: (call) => [average(call)],
  Min: folded(minimum),
  Mod: (call) => [modulo(call)],
  Mul: binary(mul),
  Not: (call) => [logicalNot(required(call, 0))],
  Or: binary(logicalOr),
  Pow: (call) => [raised(call)],
  Sub: binary(sub),
  Sum: folded(add),
  Where: (call) => [where(required(call, 0), required(call, 1), required(call, 2))],
  Xor: binary(logicalXor),
}
