import { describe, expect, it } from 'vitest'
import { cbrt, exp2, log2, log10, float64Arithmetic as o } from '../../../src/tensor/scalar/index.js'
import { logUniform, take } from './samples.js'

const { POSITIVE_INFINITY: infinity, NaN: nan, MIN_VALUE: least, MAX_VALUE: greatest } = Number

describe('exp2', () => {
  it('is exact for integers, down to the least subnormal', () => {
    for (let n = -1074; n <= 1023; n++) expect(exp2(o, n)).toBe(2 ** n)
  })

  it.each([
    [0.5, Math.SQRT2],
    [-0.5, Math.SQRT1_2],
    [least, 1],
    [-1e-17, 1],
    [1023.9999999999999, 1.7976931348621742e308],
    [1024, infinity],
    [greatest, infinity],
    [infinity, infinity],
    [-1074.5, least],
    [-1075, 0],
    [-1076, 0],
    [-greatest, 0],
    [-infinity, 0],
    [nan, nan],
  ])('of %d is %d', (x, y) => expect(exp2(o, x)).toBe(y))
})

describe.each([
  ['log2', log2, 'of 2', Array.from({ length: 2098 }, (_, n) => [2 ** (n - 1074), n - 1074])],
  // 1e22 is the last that is a double; of those beyond, the double nearest to the power has the nearest logarithm.
  ['log10', log10, 'of 10', Array.from({ length: 617 }, (_, n) => [Number(`1e${n - 308}`), n - 308])],
] as const)('%s', (_, kernel, of, powers) => {
  it(`is exact for powers ${of}`, () => {
    for (const [x, y] of powers) expect(kernel(o, x)).toBe(y)
  })

  it.each([
    [0, -infinity],
    [-0, -infinity],
    [infinity, infinity],
    [-infinity, nan],
    [-1, nan],
    [-least, nan],
    [nan, nan],
  ])('of %d is %d', (x, y) => expect(kernel(o, x)).toBe(y))
})

describe('cbrt', () => {
  it('is exact for cubes', () => {
    for (let n = 0; n < 208_000; n += 13) expect(cbrt(o, n ** 3)).toBe(n)
    for (let n = -357; n <= 340; n++) expect(cbrt(o, 8 * 2 ** (3 * n))).toBe(2 * 2 ** n)
  })

  it('is odd to the bit, and goes up and down the exponents by 3', () => {
    for (const x of take(1000, logUniform(-900, 900))) {
      expect(cbrt(o, -x)).toBe(-cbrt(o, x))
      expect(cbrt(o, 8 * x)).toBe(2 * cbrt(o, x))
    }
  })

  it.each([
    [0, 0],
    [-0, -0],
    [2, 1.2599210498948732],
    [-1000, -10],
    [least, 1.7031839360032603e-108],
    [greatest, 5.643803094122362e102],
    [infinity, infinity],
    [-infinity, -infinity],
    [nan, nan],
  ])('of %d is %d', (x, y) => expect(cbrt(o, x)).toBe(y))
})
