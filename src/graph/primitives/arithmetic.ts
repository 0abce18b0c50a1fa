import {
  exp as expKernel,
  expm1 as expm1Kernel,
  filled,
  log1p as log1pKernel,
  log as logKernel,
  power as powerKernel,
  type Tensor,
  tanh as tanhKernel,
} from '../../tensor/index.js'
import { elementwise, elementwiseCases, flat, unary } from '../elementwise.js'
import { applyOne } from '../expression.js'
import { type Differential, type Elementwise, noAttributes } from '../primitive.js'
import { zerosLike } from './structural.js'

/** The functions of this file work on operands of equal shape and dtype; the public operations broadcast before. */
const unaryOf = (record: Elementwise) => (x: Tensor) => applyOne(record, noAttributes, x)
const binaryOf = (record: Elementwise) => (a: Tensor, b: Tensor) => applyOne(record, noAttributes, a, b)

/** A constant of the same type as `x`, which stores one number. */
export const fullLike = (x: Tensor, value: number): Tensor => filled(x.dtype, x.shape, value)

/** A sum in which an undefined addend is an exact zero. */
export const addDifferentials = (a: Differential, b: Differential): Differential =>
  a === undefined ? b : b === undefined ? a : add(a, b)

/** A differential made explicit: zeros of the type of `x` where it is undefined. */
export const explicit = (differential: Differential, x: Tensor): Tensor => differential ?? zerosLike(x)

// --- comparisons and choice

export const lessRecord = flat({
  name: 'less',
  takes: 'any',
  gives: 'bool',
  kernel: (o, a, b) => o.less(a, b),
  domain: elementwiseCases(
    [
      [-3, 3],
      [-3, 3],
    ],
    (a, b) => Math.abs(a - b),
  ),
})
export const less = binaryOf(lessRecord)

export const lessEqualRecord = flat({
  name: 'lessEqual',
  takes: 'any',
  gives: 'bool',
  kernel: (o, a, b) => o.lessEqual(a, b),
  domain: elementwiseCases(
    [
      [-3, 3],
      [-3, 3],
    ],
    (a, b) => Math.abs(a - b),
  ),
})
export const lessEqual = binaryOf(lessEqualRecord)

export const equalRecord = flat({
  name: 'equal',
  takes: 'any',
  gives: 'bool',
  kernel: (o, a, b) => o.equal(a, b),
  domain: elementwiseCases(
    [
      [-3, 3],
      [-3, 3],
    ],
    (a, b) => Math.abs(a - b),
  ),
})
export const equal = binaryOf(equalRecord)

export const whereRecord = elementwise({
  name: 'where',
  takes: 'any',
  conditional: true,
  kernel: (o, condition, a, b) => o.select(condition, a, b),
  jvp: ([, da, db], [condition, a, b]) => (da ?? db) && where(condition, explicit(da, a), explicit(db, b)),
  domain: elementwiseCases(
    [
      [0, 1],
      [-3, 3],
      [-3, 3],
    ],
    undefined,
    ['bool', 'float64', 'float64'],
  ),
})
export const where = (condition: Tensor, a: Tensor, b: Tensor): Tensor =>
  applyOne(whereRecord, noAttributes, condition, a, b)

// --- the ring

export const addRecord = elementwise({
  name: 'add',
  takes: 'number',
  kernel: (o, a, b) => o.add(a, b),
  jvp: ([da, db]) => addDifferentials(da, db),
  domain: elementwiseCases([
    [-3, 3],
    [-3, 3],
  ]),
})
export const add = binaryOf(addRecord)

export const subRecord = elementwise({
  name: 'sub',
  takes: 'number',
  kernel: (o, a, b) => o.sub(a, b),
  jvp: ([da, db]) => addDifferentials(da, db && neg(db)),
  domain: elementwiseCases([
    [-3, 3],
    [-3, 3],
  ]),
})
export const sub = binaryOf(subRecord)

export const negRecord = elementwise({
  name: 'neg',
  takes: 'number',
  kernel: (o, x) => o.neg(x),
  jvp: ([dx]) => dx && neg(dx),
  domain: elementwiseCases([[-3, 3]]),
})
export const neg = unaryOf(negRecord)

export const mulRecord = elementwise({
  name: 'mul',
  takes: 'number',
  kernel: (o, a, b) => o.mul(a, b),
  jvp: ([da, db], [a, b]) => addDifferentials(da && mul(da, b), db && mul(a, db)),
  domain: elementwiseCases([
    [-3, 3],
    [-3, 3],
  ]),
})
export const mul = binaryOf(mulRecord)

// d(a / b) = (da - (a / b) db) / b
export const divRecord = elementwise({
  name: 'div',
  takes: 'float',
  kernel: (o, a, b) => o.div(a, b),
  jvp: ([da, db], [, b], quotient) => {
    const numerator = addDifferentials(da, db && neg(mul(quotient, db)))
    return numerator && div(numerator, b)
  },
  domain: elementwiseCases([
    [-3, 3],
    [0.4, 3],
  ]),
})
export const div = binaryOf(divRecord)

// --- kinks: sign'(0) = abs'(0) = 0; a tie of maximum or minimum is shared half and half

export const signRecord = elementwise({
  name: 'sign',
  takes: 'number',
  // NaN fails both comparisons and comes out as itself, and so does a zero with its sign.
  kernel: (o, x) => {
    const zero = o.constant(0)
    return o.select(o.less(zero, x), o.constant(1), o.select(o.less(x, zero), o.constant(-1), x))
  },
  jvp: () => undefined,
  domain: elementwiseCases([[-3, 3]], Math.abs),
})
export const sign = unaryOf(signRecord)

export const absRecord = elementwise({
  name: 'abs',
  takes: 'number',
  kernel: (o, x) => o.abs(x),
  jvp: ([dx], [x]) => dx && mul(dx, sign(x)),
  domain: elementwiseCases([[-3, 3]], Math.abs),
})
export const abs = unaryOf(absRecord)

/** The differential of the operand that wins; of both, half each, where neither does. */
const sharedAtTies = (
  wins: (a: Tensor, b: Tensor) => Tensor,
  [da, db]: readonly Differential[],
  [a, b]: readonly Tensor[],
): Differential => {
  if (da === undefined && db === undefined) return undefined
  const [ta, tb] = [explicit(da, a), explicit(db, b)]
  return where(wins(a, b), ta, where(wins(b, a), tb, mul(fullLike(ta, 0.5), add(ta, tb))))
}

export const maximumRecord = elementwise({
  name: 'maximum',
  takes: 'number',
  kernel: (o, a, b) => o.maximum(a, b),
  jvp: (tangents, operands) => sharedAtTies((a, b) => less(b, a), tangents, operands),
  domain: elementwiseCases(
    [
      [-3, 3],
      [-3, 3],
    ],
    (a, b) => Math.abs(a - b),
  ),
})
export const maximum = binaryOf(maximumRecord)

export const minimumRecord = elementwise({
  name: 'minimum',
  takes: 'number',
  kernel: (o, a, b) => o.minimum(a, b),
  jvp: (tangents, operands) => sharedAtTies(less, tangents, operands),
  domain: elementwiseCases(
    [
      [-3, 3],
      [-3, 3],
    ],
    (a, b) => Math.abs(a - b),
  ),
})
export const minimum = binaryOf(minimumRecord)

// --- elementary functions

export const expRecord = unary('exp', expKernel, { jvp: (dx, _, y) => mul(dx, y) })
export const exp = unaryOf(expRecord)

export const expm1Record = unary('expm1', expm1Kernel, { jvp: (dx, x) => mul(dx, exp(x)) })
export const expm1 = unaryOf(expm1Record)

export const logRecord = unary('log', logKernel, { jvp: (dx, x) => div(dx, x) }, [0.3, 4])
export const log = unaryOf(logRecord)

export const log1pRecord = unary('log1p', log1pKernel, { jvp: (dx, x) => div(dx, add(fullLike(x, 1), x)) }, [-0.6, 3])
export const log1p = unaryOf(log1pRecord)

// sqrt'(x) = 1 / (2 sqrt(x)), Infinity at 0
export const sqrtRecord = unary('sqrt', (o, x) => o.sqrt(x), { jvp: (dx, _, y) => div(dx, add(y, y)) }, [0.3, 4])
export const sqrt = unaryOf(sqrtRecord)

// tanh' = 1 - tanh^2
export const tanhRecord = unary('tanh', tanhKernel, { jvp: (dx, _, y) => mul(dx, sub(fullLike(y, 1), mul(y, y))) })
export const tanh = unaryOf(tanhRecord)

/** b a^(b-1), and 0 where b = 0, whatever a is. */
const powerSlopeInBase = (a: Tensor, b: Tensor): Tensor => {
  const [zero, one] = [fullLike(b, 0), fullLike(b, 1)]
  const isZero = equal(b, zero)
  return where(isZero, zero, mul(b, power(a, sub(where(isZero, one, b), one))))
}

/** a^b log(a), and 0 where a = 0, whatever b is. */
const powerSlopeInExponent = (a: Tensor, result: Tensor): Tensor => {
  const isZero = equal(a, fullLike(a, 0))
  return where(isZero, fullLike(a, 0), mul(result, log(where(isZero, fullLike(a, 1), a))))
}

export const powerRecord = elementwise({
  name: 'power',
  takes: 'float',
  kernel: powerKernel,
  jvp: ([da, db], [a, b], y) =>
    addDifferentials(da && mul(da, powerSlopeInBase(a, b)), db && mul(db, powerSlopeInExponent(a, y))),
  domain: elementwiseCases([
    [0.4, 3],
    [-2, 3],
  ]),
})
export const power = binaryOf(powerRecord)

// --- bits of int32, for counter-based random numbers

const words = elementwiseCases(
  [
    [-1000, 1000],
    [0, 32],
  ],
  undefined,
  ['int32', 'int32'],
)

export const bitwiseXorRecord = flat({
  name: 'bitwiseXor',
  takes: 'int32',
  kernel: (o, a, b) => o.xor(a, b),
  domain: words,
})
export const bitwiseXor = binaryOf(bitwiseXorRecord)

export const shiftLeftRecord = flat({
  name: 'shiftLeft',
  takes: 'int32',
  kernel: (o, a, count) => o.shiftLeft(a, count),
  domain: words,
})
export const shiftLeft = binaryOf(shiftLeftRecord)

export const shiftRightLogicalRecord = flat({
  name: 'shiftRightLogical',
  takes: 'int32',
  kernel: (o, a, count) => o.shiftRightLogical(a, count),
  domain: words,
})
export const shiftRightLogical = binaryOf(shiftRightLogicalRecord)
