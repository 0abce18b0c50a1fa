import { describe, expect, it } from 'vitest'
import { exp, expm1, float64Arithmetic, log, log1p, logistic, power, tanh } from '../../../src/tensor/scalar/index.js'
import { logUniform, positive, take, uniform } from './samples.js'

const o = float64Arithmetic
const infinity = Number.POSITIVE_INFINITY
const least = Number.MIN_VALUE
const greatest = Number.MAX_VALUE

describe.each([
  [
    'exp',
    (x: number) => exp(o, x),
    [
      [0, 1],
      [-0, 1],
      [infinity, infinity],
      [-infinity, 0],
      [Number.NaN, Number.NaN],
      [1, Math.E],
      [least, 1],
      [-least, 1],
      [1e-17, 1],
      [709.782712893384, 1.7976931348622732e308],
      [709.7827128933841, infinity],
      [greatest, infinity],
      [-745.1332191019411, least],
      [-745.1332191019412, 0],
      [-746, 0],
      [-greatest, 0],
    ],
  ],
  [
    'expm1',
    (x: number) => expm1(o, x),
    [
      [0, 0],
      [-0, -0],
      [infinity, infinity],
      [-infinity, -1],
      [Number.NaN, Number.NaN],
      [least, least],
      [-least, -least],
      [1e-300, 1e-300],
      [-37.5, -1],
      [-greatest, -1],
      [greatest, infinity],
      [709.782712893384, 1.7976931348622732e308],
      [709.7827128933841, infinity],
    ],
  ],
  [
    'tanh',
    (x: number) => tanh(o, x),
    [
      [0, 0],
      [-0, -0],
      [infinity, 1],
      [-infinity, -1],
      [Number.NaN, Number.NaN],
      [least, least],
      [-least, -least],
      [1e-300, 1e-300],
      [20, 1],
      [-20, -1],
      [greatest, 1],
      [-greatest, -1],
    ],
  ],
  [
    'logistic',
    (x: number) => logistic(o, x),
    [
      [0, 0.5],
      [-0, 0.5],
      [infinity, 1],
      [-infinity, 0],
      [Number.NaN, Number.NaN],
      [least, 0.5],
      [1, 0.7310585786300049],
      [-1, 0.2689414213699951],
      [40, 1],
      [-745, least],
      [-746, 0],
      [greatest, 1],
      [-greatest, 0],
    ],
  ],
  [
    'log',
    (x: number) => log(o, x),
    [
      [1, 0],
      [0, -infinity],
      [-0, -infinity],
      [infinity, infinity],
      [-infinity, Number.NaN],
      [Number.NaN, Number.NaN],
      [-1, Number.NaN],
      [-least, Number.NaN],
      [2, Math.LN2],
      [0.5, -Math.LN2],
      [10, Math.LN10],
      [least, -744.4400719213812],
      [greatest, 709.782712893384],
    ],
  ],
  [
    'log1p',
    (x: number) => log1p(o, x),
    [
      [0, 0],
      [-0, -0],
      [infinity, infinity],
      [-infinity, Number.NaN],
      [Number.NaN, Number.NaN],
      [-1, -infinity],
      [-1.0000000000000002, Number.NaN],
      [-greatest, Number.NaN],
      [least, least],
      [-least, -least],
      [1e-300, 1e-300],
      [1, Math.LN2],
      [greatest, 709.782712893384],
    ],
  ],
] as const)('%s', (_, f, table) => {
  it.each(table)('of %d is %d', (x, y) => expect(f(x)).toBe(y))
})

describe('tanh', () => {
  it('is odd to the bit', () => {
    for (const x of [...take(1000, uniform(0, 3)), ...take(1000, positive())]) expect(tanh(o, -x)).toBe(-tanh(o, x))
  })
})

describe('exp', () => {
  it('does not decrease from one double to the next near 0', () => {
    for (const x of take(2000, logUniform(-60, -4))) {
      expect(exp(o, x)).toBeLessThanOrEqual(exp(o, x + Math.abs(x) * Number.EPSILON))
    }
  })
})

/** x^y of the JavaScript language, but for what IEEE 754 says otherwise of 1 and -1. */
const expected = (x: number, y: number): number => (x === 1 || (x === -1 && Math.abs(y) === infinity) ? 1 : x ** y)

describe('power', () => {
  const bases = [0, 0.5, 1, 2, 3, 1e300, greatest, least, infinity].flatMap((x) => [x, -x])
  const exponents = [0, 0.5, 1, 1.5, 2, 3, 4, 2 ** 53 - 1, 2 ** 53, 2 ** 54 + 4, 1e300, greatest, least, infinity]
  const special = (y: number): boolean => !Number.isFinite(y) || y === 0 || y === 1

  it('agrees with IEEE 754 wherever the result is exact', () => {
    const signed = exponents.flatMap((y) => [y, -y])
    for (const x of [...bases, Number.NaN]) {
      for (const y of [...signed, Number.NaN]) {
        const value = expected(x, y)
        if (special(value) || special(y) || value === -1) expect(power(o, x, y), `${x} to the power ${y}`).toBe(value)
      }
    }
  })

  it.each([
    [1, Number.NaN, 1],
    [Number.NaN, 0, 1],
    [Number.NaN, -0, 1],
    [-1, infinity, 1],
    [-1, -infinity, 1],
    [-infinity, 0.5, infinity],
    [-infinity, -0.5, 0],
    [-infinity, 3, -infinity],
    [-infinity, -3, -0],
    [-0, 0.5, 0],
    [-0, 3, -0],
    [-0, -3, -infinity],
    [-0, -2, infinity],
    [-0, 2, 0],
    [-8, 1 / 3, Number.NaN],
    [-2, 3, -8],
    [-2, -3, -0.125],
    [-1, 2 ** 53 - 1, -1],
    [-1, 2 ** 53, 1],
    [-1.0000000000000002, 2 ** 53 - 1, -7.389056098930647],
    [2, -1074, least],
    [2, -1075, 0],
    [2, 1023, 2 ** 1023],
    [2, 1024, infinity],
    [-2, 1025, -infinity],
    [greatest, 1, greatest],
    [3, 33, 5559060566555523],
    [10, 22, 1e22],
    [0.1, 2, 0.1 * 0.1],
  ])('%d to the power %d is %d', (x, y, z) => expect(power(o, x, y)).toBe(z))

  const sizes = [...take(2000, positive()), ...take(2000, uniform(0, 10))]

  it('gives x, its square and what is near its root', () => {
    for (const x of sizes) {
      const root = Math.sqrt(x)
      expect(power(o, x, 1)).toBe(x)
      expect(power(o, -x, 1)).toBe(-x)
      expect(power(o, x, 2)).toBe(x * x)
      expect(power(o, -x, 2)).toBe(x * x)
      expect(Math.abs(power(o, x, 0.5) - root)).toBeLessThanOrEqual(root * Number.EPSILON)
    }
  })

  it('is exact where it can be', () => {
    for (let x = 1; x <= 200; x++) {
      for (let n = 1, exact = x; exact <= Number.MAX_SAFE_INTEGER; n++, exact *= x) {
        expect(power(o, x, n)).toBe(exact)
        expect(power(o, -x, n)).toBe(n % 2 === 0 ? exact : -exact)
        if (x === 1 && n > 5) break
      }
    }
  })
})
