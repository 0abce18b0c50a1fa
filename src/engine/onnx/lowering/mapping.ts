import type { AttributesOf } from '../../../graph/index.js'
import { floorDivide as floorDivideKernel, remainder as remainderKernel } from '../../../tensor/index.js'
import { biased } from './convolution.js'
import type { Lowering } from './lowering.js'
import { elementwise, type Formula, inFloat64, type Operators, operator } from './operators.js'
import { averaging, exactReciprocal } from './pooling.js'
import { adding, multiplying, negating, subtracting } from './signs.js'
import { isFloat, type Value } from './value.js'

/** One formula of int32, another one of floats. */
const byKind = (ofIntegers: Formula, ofFloats: Formula): Lowering<unknown> =>
  elementwise((o, ...operands) => (o.dtype === 'int32' ? ofIntegers : ofFloats)(o, ...operands))

const itself: Formula = (_, x) => x

// --- int32 divides by 0 and by -1 as other engines do, where the machine's own division would trap

/** b, but 1 where it is 0 or -1, of which quotients and remainders are known. */
const divisor = (o: Operators, b: Value): Value =>
  o.select(o.and(o.less(o.constant(-2), b), o.less(b, o.constant(1))), o.constant(1), b)

const floorDivOfIntegers: Formula = (o, a, b) => {
  const [zero, one] = [o.constant(0), o.constant(1)]
  const safe = divisor(o, b)
  const truncated = o.div(a, safe)
  const exact = o.equal(o.mul(truncated, safe), a)
  const alike = o.equal(o.less(a, zero), o.less(safe, zero))
  const floor = o.select(o.or(exact, alike), truncated, o.sub(truncated, one))
  return o.select(o.equal(b, zero), zero, o.select(o.equal(b, o.constant(-1)), o.neg(a), floor))
}

/** Mod of integers has the sign of the divisor; by 1 it leaves nothing. */
const remainderOfIntegers: Formula = (o, a, b) => o.apply('Mod', [a, divisor(o, b)])

// --- extrema

/** The larger of a number and 0 is what networks call Relu. */
const maximum: Formula = (o, a, b) =>
  b.element === 0 ? o.apply('Relu', [a]) : a.element === 0 ? o.apply('Relu', [b]) : o.maximum(a, b)

// --- conversions

const greatestInteger = 2147483647

/** To int32 toward zero, within its bounds, NaN to 0. */
const saturated: Formula = (o, x) => {
  const wide = o.in('float64')
  const number = wide.select(o.apply('IsNaN', [x], { dtype: 'bool' }), wide.constant(0), o.cast(x, 'float64'))
  const bounds = [wide.constant(-greatestInteger - 1), wide.constant(greatestInteger)]
  return o.cast(o.apply('Clip', [number, ...bounds]), 'int32')
}

const convert: Lowering<AttributesOf<'convert'>> = (emit, application) => {
  const [{ dtype: to }] = application.results
  const fromFloat = isFloat(application.operands[0].dtype)
  const formula: Formula = (o, x) => (to === 'int32' && fromFloat ? saturated(o, x) : o.cast(x, to))
  return elementwise(formula)(emit, application)
}

/** The four operations, and what leaves a number on its place in the order of numbers. */
export const mapping = {
  abs: operator('Abs'),
  add: biased(adding(operator('Add'))),
  ceil: byKind(itself, (o, x) => o.apply('Ceil', [x])),
  convert,
  div: averaging(operator('Div'), (divisor) => divisor),
  floor: byKind(itself, (o, x) => o.floor(x)),
  floorDiv: byKind(floorDivOfIntegers, inFloat64(floorDivideKernel)),
  maximum: elementwise(maximum),
  minimum: operator('Min'),
  mul: averaging(multiplying(operator('Mul')), exactReciprocal),
  neg: negating(operator('Neg')),
  remainder: byKind(remainderOfIntegers, inFloat64(remainderKernel)),
  round: byKind(itself, (o, x) => o.nearest(x)),
  sign: operator('Sign'),
  sub: subtracting(operator('Sub')),
  trunc: byKind(itself, (o, x) => o.select(o.less(x, o.constant(0)), o.apply('Ceil', [x]), o.floor(x))),
}
