import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimals } from '../../../src/check/ulp/decimals.js'

describe('the decimal digits of a sum of two numbers', () => {
  it.each([
    [1, 0, 3, '1.00e0'],
    [0.1, 0, 31, '1.000000000000000055511151231258e-1'],
    [1, 2 ** -60, 21, '1.00000000000000000087e0'],
    [-1, 2 ** -60, 21, '-9.99999999999999999133e-1'],
    [999.96, 0, 4, '1.000e3'],
    [2.5, 0, 1, '3e0'],
    [5e-324, 0, 5, '4.9407e-324'],
    [1.7976931348623157e308, 9.9792015476736e291, 17, '1.7976931348623158e308'],
    [0, 0, 5, '0'],
    [Number.NaN, 0, 5, 'NaN'],
    [Number.NEGATIVE_INFINITY, 0, 5, '-Infinity'],
  ])('%f + %f, %i of them', (high, low, digits, expected) => expect(decimals(high, low, digits)).toBe(expected))

  it("are JavaScript's own where there is one number", () =>
    fc.assert(
      fc.property(
        fc.double({ noDefaultInfinity: true, noNaN: true }).filter((x) => x !== 0),
        fc.integer({ min: 1, max: 17 }),
        (x, digits) => {
          expect(decimals(x, 0, digits)).toBe(x.toExponential(digits - 1).replace('+', ''))
        },
      ),
    ))
})
