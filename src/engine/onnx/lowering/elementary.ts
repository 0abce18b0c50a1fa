import {
  acos as acosKernel,
  asin as asinKernel,
  atan2 as atan2Kernel,
  atan as atanKernel,
  cos as cosKernel,
  erfc as erfcKernel,
  erf as erfKernel,
  sin as sinKernel,
  tan as tanKernel,
} from '../../../tensor/index.js'
import type { Lowering } from './lowering.js'
import { elementwise, type Formula, inFloat64, type Operators, operator } from './operators.js'
import { logistic } from './signs.js'
import type { Value } from './value.js'

/** An operator that models have in float32 only, and its formula in float64. */
const float32Only = (name: string, formula: Formula): Lowering<unknown> =>
  elementwise((o, ...operands) => (o.dtype === 'float32' ? o.apply(name, operands) : formula(o, ...operands)))

// --- exponentials and logarithms

/** Whether |x| < 1. */
const isSmall = (o: Operators, x: Value): Value => o.less(o.abs(x), o.constant(1))

/** u - 1 for u = e^x rounded, and where x is small the rest: e^x = u e^(x - log u) = u + u (x - log u) + ... */
const expm1: Formula = (o, x) => {
  const power = o.exp(x)
  const high = o.sub(power, o.constant(1))
  const low = o.mul(power, o.sub(x, o.log(power)))
  return o.select(isSmall(o, x), o.add(high, low), high)
}

/** log u for u = 1 + x rounded, and where x is small the rest: log(1 + x) = log u + (1 + x - u) / u + ... */
const log1p: Formula = (o, x) => {
  const sum = o.add(o.constant(1), x)
  const high = o.log(sum)
  const low = o.div(o.sub(x, o.sub(sum, o.constant(1))), sum)
  return o.select(isSmall(o, x), o.add(high, low), high)
}

/** log x / log b */
const quotientOfLogs =
  (logOfBase: number): Formula =>
  (o, x) =>
    o.div(o.log(x), o.constant(logOfBase))

/** Quotients of logarithms and the whole numbers next to them differ by multiples of the inverse of this. */
const fineness = 2 ** 60

/**
 * The same; in float64 the whole number next to it where x is that power of the base, of an exponent from `least` to `most`. What is
 * added there is rounded to what it is, so that it has no slope: that of the model is the quotient's everywhere. In
 * float32 it is computed with more digits than the result has.
 */
const logarithm = (
  logOfBase: number,
  [least, most]: readonly [number, number],
  powerOf: (o: Operators, exponent: Value) => Value,
): Lowering<unknown> =>
  elementwise((o, x) => {
    if (o.dtype === 'float32') return inFloat64(quotientOfLogs(logOfBase))(o, x)
    const quotient = quotientOfLogs(logOfBase)(o, x)
    const whole = o.minimum(o.maximum(o.nearest(quotient), o.constant(least)), o.constant(most))
    const missing = o.div(o.nearest(o.mul(o.sub(whole, quotient), o.constant(fineness))), o.constant(fineness))
    return o.add(quotient, o.select(o.equal(powerOf(o, whole), x), missing, o.constant(0)))
  })

/** The powers of ten that are normal numbers; Pow does not find the nearest number to all of them. */
const leastOfTen = -307
const powersOfTen = Array.from({ length: 616 }, (_, at) => Number(`1e${leastOfTen + at}`))

// --- roots and lengths

/** The root as a power, whose exponent is not quite 1/3, and in float64 a step of Newton's from there. */
const cbrt: Formula = (o, x) => {
  const size = o.abs(x)
  const root = o.pow(size, o.constant(1 / 3))
  const excess = o.div(o.sub(root, o.div(size, o.mul(root, root))), o.constant(3))
  const better = o.sub(root, excess)
  const regular = o.and(o.less(o.constant(0), size), o.less(size, o.constant(Number.POSITIVE_INFINITY)))
  return o.select(regular, o.mul(o.sign(x), better), x)
}

/** Below and above these, squares lose digits or overflow; by that factor they are brought between. */
const [tiny, vast, factor] = [2 ** -450, 2 ** 450, 2 ** 600]

const hypot: Formula = (o, a, b) => {
  const [first, second] = [o.abs(a), o.abs(b)]
  const larger = o.maximum(first, second)
  const raised = o.select(o.less(larger, o.constant(tiny)), o.constant(factor), o.constant(1))
  const scale = o.select(o.less(o.constant(vast), larger), o.constant(1 / factor), raised)
  const [u, v] = [o.mul(first, scale), o.mul(second, scale)]
  const length = o.div(o.sqrt(o.add(o.mul(u, u), o.mul(v, v))), scale)
  const infinity = o.constant(Number.POSITIVE_INFINITY)
  return o.select(o.or(o.equal(first, infinity), o.equal(second, infinity)), infinity, length)
}

// --- hyperbolic functions and their inverses

/** e^|x| in halves, so that nothing overflows before its time: e^(|x|/2) twice. */
const halfPower = (o: Operators, x: Value): Value => o.exp(o.mul(o.abs(x), o.constant(0.5)))

/** (h / 2) h + (1/2) / h / h for h = e^(|x|/2) */
const cosh: Formula = (o, x) => {
  const root = halfPower(o, x)
  const half = o.constant(0.5)
  return o.add(o.mul(o.mul(half, root), root), o.div(o.div(half, root), root))
}

/** (t + t / (1 + t)) / 2 for t = e^|x| - 1, and from 22 on, where e^-x is lost, (h / 2) h as in cosh; with the sign of x. */
const sinh: Formula = (o, x) => {
  const [half, one] = [o.constant(0.5), o.constant(1)]
  const size = o.abs(x)
  const t = expm1(o, o.minimum(size, o.constant(23)))
  const near = o.mul(half, o.add(t, o.div(t, o.add(t, one))))
  const root = halfPower(o, x)
  const far = o.mul(o.mul(half, root), root)
  return o.flipSign(o.select(o.less(size, o.constant(22)), near, far), x)
}

/** Beyond this a square has no digit in common with 1. */
const large = 2 ** 28

/** log1p(a + a^2 / (1 + sqrt(1 + a^2))) for a = |x|, and where a is large log a + log 2; with the sign of x. */
const asinh: Formula = (o, x) => {
  const one = o.constant(1)
  const size = o.abs(x)
  const bounded = o.minimum(size, o.constant(large))
  const square = o.mul(bounded, bounded)
  const near = log1p(o, o.add(bounded, o.div(square, o.add(one, o.sqrt(o.add(one, square))))))
  const far = o.add(o.log(size), o.constant(Math.LN2))
  return o.flipSign(o.select(o.less(size, o.constant(large)), near, far), x)
}

/** log1p(t + sqrt(t) sqrt(t + 2)) for t = x - 1, and where x is large log x + log 2. */
const acosh: Formula = (o, x) => {
  const t = o.sub(o.minimum(x, o.constant(large)), o.constant(1))
  const near = log1p(o, o.add(t, o.mul(o.sqrt(t), o.sqrt(o.add(t, o.constant(2))))))
  const far = o.add(o.log(x), o.constant(Math.LN2))
  return o.select(o.less(o.constant(large), x), far, near)
}

/** log1p(2 a / (1 - a)) / 2 for a = |x|, with the sign of x. */
const atanh: Formula = (o, x) => {
  const size = o.abs(x)
  const ratio = o.div(o.add(size, size), o.sub(o.constant(1), size))
  return o.flipSign(o.mul(o.constant(0.5), log1p(o, ratio)), x)
}

/**
 * Functions of exponentials, logarithms, roots, circles and hyperbolas. Which of them are one operator, which are composed,
 * and how far each is off in ONNX Runtime, docs/onnx-accuracy.md says of both float types.
 */
export const elementary = {
  acos: float32Only('Acos', acosKernel),
  acosh: float32Only('Acosh', acosh),
  asin: float32Only('Asin', asinKernel),
  asinh: float32Only('Asinh', asinh),
  atan: float32Only('Atan', atanKernel),
  atan2: elementwise(inFloat64(atan2Kernel)),
  atanh: float32Only('Atanh', atanh),
  cbrt: elementwise(inFloat64(cbrt)),
  cos: float32Only('Cos', cosKernel),
  cosh: float32Only('Cosh', cosh),
  erf: float32Only('Erf', erfKernel),
  erfc: elementwise(inFloat64(erfcKernel)),
  exp: operator('Exp'),
  exp2: elementwise((o, x) => o.pow(o.constant(2), x)),
  expm1: elementwise(expm1),
  hypot: elementwise(inFloat64(hypot)),
  log: operator('Log'),
  log10: logarithm(Math.LN10, [leastOfTen, 308], (o, exponent) =>
    o.lookup(powersOfTen, o.sub(exponent, o.constant(leastOfTen))),
  ),
  log1p: elementwise(log1p),
  log2: logarithm(Math.LN2, [-1022, 1023], (o, exponent) => o.power2(exponent)),
  logistic,
  power: operator('Pow'),
  rsqrt: elementwise((o, x) => o.reciprocal(o.sqrt(x))),
  sin: float32Only('Sin', sinKernel),
  sinh: float32Only('Sinh', sinh),
  sqrt: operator('Sqrt'),
  tan: float32Only('Tan', tanKernel),
  tanh: operator('Tanh'),
}
