import { describe, expect, it } from 'vitest'
import { erf, erfc, float64Arithmetic as o } from '../../../src/tensor/scalar/index.js'
import { logUniform, take, uniform } from './samples.js'

const { POSITIVE_INFINITY: infinity, NaN: nan, MIN_VALUE: least, MAX_VALUE: greatest } = Number

// The figures are those of mpmath 1.3, rounded.
describe('erf', () => {
  it.each([
    [0, 0],
    [-0, -0],
    [1e-300, 1.1283791670955126e-300],
    [0.5, 0.5204998778130465],
    [0.85, 0.7706680576083526],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [-3, -0.9999779095030014],
    [5.9, 0.9999999999999999],
    [6, 1],
    [greatest, 1],
    [infinity, 1],
    [-infinity, -1],
    [nan, nan],
  ])('of %d is %d', (x, y) => expect(erf(o, x)).toBe(y))

  it('is odd to the bit', () => {
    for (const x of [...take(1000, uniform(0, 6)), ...take(1000, logUniform(-1074, 0)), least])
      expect(erf(o, -x)).toBe(-erf(o, x))
  })
})

describe('erfc', () => {
  it.each([
    [0, 1],
    [-0, 1],
    [least, 1],
    [-0.25, 1.276326390168237],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [2.25, 0.0014627165866811518],
    [5, 1.537459794428035e-12],
    [10, 2.088487583762545e-45],
    [26, 5.663192408856143e-296],
    [26.9, 1.1522406e-316],
    [27.2, 1e-323],
    [27.226017111108362, least],
    [27.226017111108366, 0],
    [28, 0],
    [greatest, 0],
    [infinity, 0],
    [-3, 1.9999779095030015],
    [-6, 2],
    [-infinity, 2],
    [nan, nan],
  ])('of %d is %d', (x, y) => expect(erfc(o, x)).toBe(y))

  it('is 1 - erf, up to the rounding of both', () => {
    for (const x of take(2000, uniform(-6, 6))) {
      const sum = erf(o, x) + erfc(o, x)
      expect(Math.abs(sum - 1)).toBeLessThanOrEqual(2 ** -52)
    }
  })

  it('never rises', () => {
    const steps = Array.from({ length: 3000 }, (_, index) => -6 + index / 90)
    for (const x of steps) expect(erfc(o, x + 1 / 90)).toBeLessThanOrEqual(erfc(o, x))
  })
})
