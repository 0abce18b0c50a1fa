import {
  exp as expKernel,
  expm1 as expm1Kernel,
  type FloatDType,
  filled,
  filledNear,
  log1p as log1pKernel,
  log as logKernel,
  power as powerKernel,
  type Real,
  type Tensor,
  tanh as tanhKernel,
} from '../../tensor/index.js'
import { binaryOf, elementwise, elementwiseCases, flat, type Interval, unary, unaryOf } from '../elementwise.js'
import { applyOne } from '../expression.js'
import { type Differential, noAttributes, noDerivative } from '../primitive.js'
import { zerosLike } from './structural.js'

/** A constant of the same type as `x`, which stores one number. */
export const fullLike = (x: Tensor, value: number): Tensor => filled(x.dtype, x.shape, value)

/** A constant of the same float type as `x` which stores one real number, rounded. */
export const nearLike = (x: Tensor, number: Real): Tensor => filledNear(x.dtype as FloatDType, x.shape, number)

/** A sum in which an undefined addend is an exact zero. */
export const addDifferentials = (a: Differential, b: Differential): Differential =>
  a === undefined ? b : b === undefined ? a : add(a, b)

/** A differential made explicit: zeros of the type of `x` where it is undefined. */
export const explicit = (differential: Differential, x: Tensor): Tensor => differential ?? zerosLike(x)

const everyday: Interval = [-3, 3]
const pairs = elementwiseCases([everyday, everyday])
const pairsApart = elementwiseCases([everyday, everyday], (a, b) => Math.abs(a - b))

/** Also integers, which are often equal. */
const few: Interval = [-1, 1]
const comparable = [...pairsApart, ...elementwiseCases([few, few], undefined, ['int32', 'int32'])]

// --- comparisons and choice

export const lessRecord = flat({
  name: 'less',
  takes: 'any',
  gives: 'bool',
  kernel: (o, a, b) => o.less(a, b),
  domain: comparable,
})
export const less = binaryOf(lessRecord)

export const lessEqualRecord = flat({
  name: 'lessEqual',
  takes: 'any',
  gives: 'bool',
  kernel: (o, a, b) => o.lessEqual(a, b),
  domain: comparable,
})
export const lessEqual = binaryOf(lessEqualRecord)

export const equalRecord = flat({
  name: 'equal',
  takes: 'any',
  gives: 'bool',
  kernel: (o, a, b) => o.equal(a, b),
  domain: comparable,
})
export const equal = binaryOf(equalRecord)

export const whereRecord = elementwise({
  name: 'where',
  takes: 'any',
  conditional: true,
  kernel: (o, condition, a, b) => o.select(condition, a, b),
  jvp: ([, da, db], [condition, a, b]) => (da ?? db) && where(condition, explicit(da, a), explicit(db, b)),
  vjp: [
    noDerivative,
    (cotangent, [condition]) => where(condition, cotangent, zerosLike(cotangent)),
    (cotangent, [condition]) => where(condition, zerosLike(cotangent), cotangent),
  ],
  domain: elementwiseCases([[0, 1], everyday, everyday], undefined, ['bool', 'float64', 'float64']),
})
export const where = (condition: Tensor, a: Tensor, b: Tensor): Tensor =>
  applyOne(whereRecord, noAttributes, condition, a, b)

// --- the ring

export const addRecord = elementwise({
  name: 'add',
  takes: 'number',
  kernel: (o, a, b) => o.add(a, b),
  jvp: ([da, db]) => addDifferentials(da, db),
  vjp: [(cotangent) => cotangent, (cotangent) => cotangent],
  domain: pairs,
})
export const add = binaryOf(addRecord)

export const subRecord = elementwise({
  name: 'sub',
  takes: 'number',
  kernel: (o, a, b) => o.sub(a, b),
  jvp: ([da, db]) => addDifferentials(da, db && neg(db)),
  vjp: [(cotangent) => cotangent, (cotangent) => neg(cotangent)],
  domain: pairs,
})
export const sub = binaryOf(subRecord)

export const negRecord = elementwise({
  name: 'neg',
  takes: 'number',
  kernel: (o, x) => o.neg(x),
  jvp: ([dx]) => dx && neg(dx),
  vjp: [(cotangent) => neg(cotangent)],
  domain: elementwiseCases([everyday]),
})
export const neg = unaryOf(negRecord)

export const mulRecord = elementwise({
  name: 'mul',
  takes: 'number',
  kernel: (o, a, b) => o.mul(a, b),
  jvp: ([da, db], [a, b]) => addDifferentials(da && mul(da, b), db && mul(a, db)),
  vjp: [(cotangent, [, b]) => mul(cotangent, b), (cotangent, [a]) => mul(cotangent, a)],
  domain: pairs,
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
  // Divided last, so that where the quotient is 0 a small divisor does no harm.
  vjp: [(cotangent, [, b]) => div(cotangent, b), (cotangent, [, b], quotient) => neg(div(mul(cotangent, quotient), b))],
  domain: elementwiseCases([everyday, [0.4, 3]]),
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
  vjp: [() => undefined],
  domain: elementwiseCases([everyday], Math.abs),
})
export const sign = unaryOf(signRecord)

export const absRecord = elementwise({
  name: 'abs',
  takes: 'number',
  kernel: (o, x) => o.abs(x),
  // Selected at 0, since tangents (of abs(sqrt(x))) and cotangents (of sqrt(abs(x))) may be infinite there.
  jvp: ([dx], [x]) => dx && where(equal(x, zerosLike(x)), zerosLike(x), mul(dx, sign(x))),
  vjp: [(cotangent, [x]) => where(equal(x, zerosLike(x)), zerosLike(x), mul(cotangent, sign(x)))],
  domain: elementwiseCases([everyday], Math.abs),
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

/** All of a cotangent where its operand wins, nothing where it loses, half where neither does. */
const shareOfWinner = (cotangent: Tensor, wins: Tensor, loses: Tensor): Tensor =>
  where(wins, cotangent, where(loses, zerosLike(cotangent), mul(fullLike(cotangent, 0.5), cotangent)))

export const maximumRecord = elementwise({
  name: 'maximum',
  takes: 'number',
  kernel: (o, a, b) => o.maximum(a, b),
  jvp: (tangents, operands) => sharedAtTies((a, b) => less(b, a), tangents, operands),
  vjp: [
    (cotangent, [a, b]) => shareOfWinner(cotangent, less(b, a), less(a, b)),
    (cotangent, [a, b]) => shareOfWinner(cotangent, less(a, b), less(b, a)),
  ],
  domain: pairsApart,
})
export const maximum = binaryOf(maximumRecord)

export const minimumRecord = elementwise({
  name: 'minimum',
  takes: 'number',
  kernel: (o, a, b) => o.minimum(a, b),
  jvp: (tangents, operands) => sharedAtTies(less, tangents, operands),
  vjp: [
    (cotangent, [a, b]) => shareOfWinner(cotangent, less(a, b), less(b, a)),
    (cotangent, [a, b]) => shareOfWinner(cotangent, less(b, a), less(a, b)),
  ],
  domain: pairsApart,
})
export const minimum = binaryOf(minimumRecord)

// --- elementary functions

export const expRecord = unary('exp', expKernel, {
  jvp: (dx, _, y) => mul(dx, y),
  vjp: (cotangent, _, y) => mul(cotangent, y),
})
export const exp = unaryOf(expRecord)

// expm1' = exp, not 1 + expm1, which has no digits left where exp is small
export const expm1Record = unary('expm1', expm1Kernel, {
  jvp: (dx, x) => mul(dx, exp(x)),
  vjp: (cotangent, x) => mul(cotangent, exp(x)),
})
export const expm1 = unaryOf(expm1Record)

export const logRecord = unary(
  'log',
  logKernel,
  { jvp: (dx, x) => div(dx, x), vjp: (cotangent, x) => div(cotangent, x) },
  [0.3, 4],
)
export const log = unaryOf(logRecord)

export const log1pRecord = unary(
  'log1p',
  log1pKernel,
  {
    jvp: (dx, x) => div(dx, add(fullLike(x, 1), x)),
    vjp: (cotangent, x) => div(cotangent, add(x, fullLike(x, 1))),
  },
  [-0.6, 3],
)
export const log1p = unaryOf(log1pRecord)

// sqrt'(x) = 1 / (2 sqrt(x)), Infinity at 0
export const sqrtRecord = unary(
  'sqrt',
  (o, x) => o.sqrt(x),
  {
    jvp: (dx, _, y) => div(dx, add(y, y)),
    vjp: (cotangent, _, y) => div(cotangent, mul(fullLike(y, 2), y)),
  },
  [0.3, 4],
)
export const sqrt = unaryOf(sqrtRecord)

// tanh' = 1 - tanh^2
export const tanhRecord = unary('tanh', tanhKernel, {
  jvp: (dx, _, y) => mul(dx, sub(fullLike(y, 1), mul(y, y))),
  vjp: (cotangent, _, y) => mul(cotangent, sub(fullLike(y, 1), mul(y, y))),
})
export const tanh = unaryOf(tanhRecord)

/**
 * b a^(b-1). Where b = 0, as b a^b / a: that is 0 however small a is, for a = 0 by decree, and its own slopes are right,
 * also the one in b, 1 / a.
 */
const powerSlopeInBase = (a: Tensor, b: Tensor, result: Tensor): Tensor => {
  const [zero, one] = [zerosLike(a), fullLike(a, 1)]
  const constant = equal(b, zero)
  const divisor = where(constant, where(less(zero, abs(a)), a, one), one)
  const elsewhere = power(a, sub(where(constant, one, b), one))
  return where(constant, div(mul(b, result), divisor), mul(b, elsewhere))
}

/** a^b log(a), and 0 where a = 0, whatever b is. */
const powerSlopeInExponent = (a: Tensor, result: Tensor): Tensor => {
  const isZero = equal(a, zerosLike(a))
  return where(isZero, zerosLike(a), mul(result, log(where(isZero, fullLike(a, 1), a))))
}

const positive: Interval = [0.4, 3]

/** Bases down to 0, and exponents for which a fourth derivative is there too. */
const [fromZero, smooth]: readonly Interval[] = [
  [0, 3],
  [4, 6],
]

export const powerRecord = elementwise({
  name: 'power',
  takes: 'float',
  kernel: powerKernel,
  jvp: ([da, db], [a, b], y) =>
    addDifferentials(da && mul(da, powerSlopeInBase(a, b, y)), db && mul(db, powerSlopeInExponent(a, y))),
  vjp: [
    (cotangent, [a, b], y) => mul(cotangent, powerSlopeInBase(a, b, y)),
    (cotangent, [a], y) => mul(cotangent, powerSlopeInExponent(a, y)),
  ],
  domain: [...elementwiseCases([positive, [-2, 3]]), ...elementwiseCases([fromZero, smooth], (base) => base)],
})
export const power = binaryOf(powerRecord)
