import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { functions, one, type Pair, widen } from '../../../../src/engine/precise/scalar/index.js'
import { distance, pairsBetween, pairsOfSize } from './pairs.js'

const { acos, acosh, add, asin, asinh, atan, atan2, atanh, cbrt, cos, cosh, div, erf, erfc, exp, exp2, expm1 } =
  functions
const { hypot, log, log10, log1p, log2, logistic, mul, neg, power, rsqrt, sin, sinh, sqrt, sub, tan, tanh } = functions

/** What every function promises of its value. */
const promised = 2 ** -98

const half = widen(0.5)
const two = widen(2)
const square = (x: Pair): Pair => mul(x, x)

/** An identity of one number: two sides, and what their errors may be, as a share of the second, in promises. */
interface Identity {
  readonly name: string
  readonly points: fc.Arbitrary<Pair>
  readonly sides: (x: Pair) => readonly [Pair, Pair]
  /** How often the errors of one value may count: three values of condition 1 or less, unless it says otherwise. */
  readonly condition?: (x: number) => number
}

const anywhere = pairsOfSize(-20, 8)
const moderate = pairsBetween(-5, 5)
const positive = pairsOfSize(-300, 300).map((x) => functions.abs(x))

const identities: readonly Identity[] = [
  // d(exp y) = y dy, the error of y = log x being a share of it.
  {
    name: 'exp(log x) = x',
    points: positive,
    sides: (x) => [exp(log(x)), x],
    condition: (x) => 2 + Math.abs(Math.log(x)),
  },
  // d(log y) = dy / y, beside log y = x, may be much.
  { name: 'log(exp x) = x', points: anywhere, sides: (x) => [log(exp(x)), x], condition: (x) => 2 + 1 / Math.abs(x) },
  {
    name: 'log1p(expm1 x) = x',
    points: moderate,
    sides: (x) => [log1p(expm1(x)), x],
    condition: (x) => 3 + Math.exp(5) / Math.abs(x || 1),
  },
  { name: 'exp x exp(-x) = 1', points: pairsBetween(-300, 300), sides: (x) => [mul(exp(x), exp(neg(x))), one] },
  {
    name: 'exp2(log2 x) = x',
    points: positive,
    sides: (x) => [exp2(log2(x)), x],
    condition: (x) => 2 + Math.abs(Math.log(x)),
  },
  {
    name: '10^(log10 x) = x',
    points: positive,
    sides: (x) => [power(widen(10), log10(x)), x],
    condition: (x) => 2 + Math.abs(Math.log(x)),
  },
  { name: 'expm1 x = e^x - 1', points: pairsBetween(-90, -1), sides: (x) => [expm1(x), sub(exp(x), one)] },
  { name: 'sqrt(x)^2 = x', points: positive, sides: (x) => [square(sqrt(x)), x] },
  { name: 'cbrt(x)^3 = x', points: positive, sides: (x) => [mul(square(cbrt(x)), cbrt(x)), x] },
  { name: 'rsqrt(x)^2 x = 1', points: positive, sides: (x) => [mul(square(rsqrt(x)), x), one] },
  { name: 'x^(1/2) = sqrt x', points: positive, sides: (x) => [power(x, half), sqrt(x)] },
  {
    name: 'x^-3 x^3 = 1',
    points: pairsOfSize(-99, 99),
    sides: (x) => [mul(power(x, widen(-3)), power(x, widen(3))), one],
  },
  {
    name: 'x^20.5 / x^20 = sqrt x',
    points: positive.filter(({ high }) => high > 2 ** -40 && high < 2 ** 40),
    sides: (x) => [div(power(x, widen(20.5)), power(x, widen(20))), sqrt(x)],
  },
  { name: 'sin^2 + cos^2 = 1', points: pairsOfSize(-20, 40), sides: (x) => [add(square(sin(x)), square(cos(x))), one] },
  {
    name: 'sin 2x = 2 sin x cos x',
    points: pairsOfSize(-20, 28),
    sides: (x) => [mul(two, mul(sin(x), cos(x))), sin(mul(two, x))],
  },
  { name: 'tan x cos x = sin x', points: pairsOfSize(-20, 28), sides: (x) => [mul(tan(x), cos(x)), sin(x)] },
  { name: 'atan2(sin x, cos x) = x', points: pairsBetween(-3.14, 3.14), sides: (x) => [atan2(sin(x), cos(x)), x] },
  {
    name: 'tan(atan x) = x',
    points: pairsOfSize(-20, 20),
    sides: (x) => [tan(atan(x)), x],
    condition: (x) => 3 + 2 * Math.abs(x),
  },
  { name: 'sin(asin x) = x', points: pairsBetween(-1, 1), sides: (x) => [sin(asin(x)), x] },
  // Near x = 0 the angle is near pi/2, of which the error counts 1/x times.
  {
    name: 'cos(acos x) = x',
    points: pairsBetween(-1, 1),
    sides: (x) => [cos(acos(x)), x],
    condition: (x) => 3 + 2 / Math.abs(x || 1),
  },
  {
    name: 'asin x + acos x = pi/2',
    points: pairsBetween(-1, 1),
    sides: (x) => [add(asin(x), acos(x)), atan2(one, widen(0))],
  },
  {
    name: 'sinh(2x) = 2 sinh x cosh x',
    points: pairsOfSize(-20, 7),
    sides: (x) => [mul(two, mul(sinh(x), cosh(x))), sinh(mul(two, x))],
  },
  { name: 'cosh x + sinh x = exp x', points: pairsBetween(0, 300), sides: (x) => [add(cosh(x), sinh(x)), exp(x)] },
  { name: 'tanh x cosh x = sinh x', points: anywhere, sides: (x) => [mul(tanh(x), cosh(x)), sinh(x)] },
  { name: 'asinh(sinh x) = x', points: anywhere, sides: (x) => [asinh(sinh(x)), x] },
  {
    name: 'asinh x = log(x + sqrt(x^2 + 1))',
    points: pairsOfSize(1, 99).map((x) => functions.abs(x)),
    sides: (x) => [asinh(x), log(add(x, sqrt(add(square(x), one))))],
  },
  {
    name: 'acosh x = log(x + sqrt(x^2 - 1))',
    points: pairsOfSize(1, 99).map((x) => functions.abs(x)),
    sides: (x) => [acosh(x), log(add(x, sqrt(sub(square(x), one))))],
  },
  { name: 'acosh(cosh x) = x', points: pairsBetween(1, 300), sides: (x) => [acosh(cosh(x)), x] },
  { name: 'tanh(atanh x) = x', points: pairsBetween(-0.999, 0.999), sides: (x) => [tanh(atanh(x)), x] },
  {
    name: 'logistic x = (1 + tanh(x/2)) / 2',
    points: pairsBetween(0, 99),
    sides: (x) => [mul(half, add(one, tanh(mul(half, x)))), logistic(x)],
  },
  {
    name: 'logistic x = e^x logistic(-x)',
    points: pairsBetween(-300, 300),
    sides: (x) => [mul(exp(x), logistic(neg(x))), logistic(x)],
  },
  {
    name: 'erf + erfc = 1',
    points: pairsBetween(-5, 27),
    sides: (x) => [add(erf(x), erfc(x)), one],
    condition: () => 5,
  },
  {
    name: 'erfc(-x) = 2 - erfc x',
    points: pairsBetween(0, 6),
    sides: (x) => [sub(two, erfc(x)), erfc(neg(x))],
  },
  {
    name: 'hypot(3x, 4x) = 5|x|',
    points: pairsOfSize(-900, 900),
    sides: (x) => [hypot(mul(widen(3), x), mul(widen(4), x)), functions.abs(mul(widen(5), x))],
  },
]

describe('identities of one number', () => {
  it.each(identities)('$name', ({ points, sides, condition = () => 1 }) => {
    fc.assert(
      fc.property(points, (x) => {
        const [found, expected] = sides(x)
        expect(distance(found, expected, Math.abs(expected.high) || 1)).toBeLessThanOrEqual(
          3 * condition(x.high) * promised,
        )
      }),
    )
  })
})

describe('identities of two numbers', () => {
  const any = pairsOfSize(-200, 200)

  it('(a / b) b = a', () => fc.assert(fc.property(any, any, (a, b) => distance(mul(div(a, b), b), a) < 2 ** -101)))

  it('(a + b) - b = a', () =>
    fc.assert(
      fc.property(
        moderate,
        moderate,
        (a, b) =>
          // Two roundings, each to 2^-104 of numbers up to 10.
          distance(sub(add(a, b), b), a, 1) < 20 * 2 ** -104,
      ),
    ))

  it('log(a b) = log a + log b', () =>
    fc.assert(
      fc.property(
        positive,
        positive,
        (a, b) =>
          // The errors of three logarithms up to 416, and of a product, 2^-102 of it.
          distance(log(mul(a, b)), add(log(a), log(b)), 1) < 3 * 416 * promised,
      ),
    ))

  it('exp(a + b) = exp a exp b', () =>
    fc.assert(fc.property(moderate, moderate, (a, b) => distance(mul(exp(a), exp(b)), exp(add(a, b))) < 4 * promised)))

  it('(x^a)^b = x^(a b)', () =>
    fc.assert(
      fc.property(
        pairsBetween(0.1, 9),
        moderate,
        moderate,
        (x, a, b) =>
          // Of the first power b times its error is left, and of the exponent log(x) a b times.
          distance(power(power(x, a), b), power(x, mul(a, b))) < (2 + 5 + 2.4 * 25) * promised,
      ),
    ))

  it('sin(a + b) = sin a cos b + cos a sin b', () =>
    fc.assert(
      fc.property(
        moderate,
        moderate,
        (a, b) => distance(add(mul(sin(a), cos(b)), mul(cos(a), sin(b))), sin(add(a, b)), 1) < 4 * promised,
      ),
    ))

  it('sinh(a + b) = sinh a cosh b + cosh a sinh b', () =>
    fc.assert(
      fc.property(
        moderate,
        moderate,
        (a, b) =>
          distance(
            add(mul(sinh(a), cosh(b)), mul(cosh(a), sinh(b))),
            sinh(add(a, b)),
            Math.cosh(a.high) * Math.cosh(b.high),
          ) <
          4 * promised,
      ),
    ))

  it('atan2(k y, k x) = atan2(y, x)', () =>
    fc.assert(
      fc.property(
        any,
        any,
        pairsBetween(0.1, 9),
        (y, x, k) => distance(atan2(mul(k, y), mul(k, x)), atan2(y, x)) < 3 * promised,
      ),
    ))
})
