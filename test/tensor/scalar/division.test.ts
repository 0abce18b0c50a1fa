import { describe, expect, it } from 'vitest'
import {
  ceil as ceilKernel,
  float64Arithmetic,
  floorDivide,
  int32Arithmetic,
  remainder as remainderKernel,
  trunc as truncKernel,
} from '../../../src/tensor/scalar/index.js'
import { logUniform, map, take, uniform } from './samples.js'

const { NaN: nan, POSITIVE_INFINITY: infinity, MIN_VALUE: least, MAX_VALUE: greatest } = Number

const floorDiv = (a: number, b: number): number => floorDivide(float64Arithmetic, a, b)
const remainder = (a: number, b: number): number => remainderKernel(float64Arithmetic, a, b)

/** A finite double as a whole multiple of the least one. */
const multiple = (x: number): bigint => {
  const [bits] = new BigUint64Array(new Float64Array([Math.abs(x)]).buffer)
  const [exponent, fraction] = [bits >> 52n, bits & (2n ** 52n - 1n)]
  const size = exponent === 0n ? fraction : (fraction + 2n ** 52n) << (exponent - 1n)
  return x < 0 ? -size : size
}

const magnitude = (n: bigint): bigint => (n < 0n ? -n : n)

/** floor(a / b) and a - b floor(a / b). */
const divided = (a: bigint, b: bigint): readonly [quotient: bigint, rest: bigint] => {
  const rest = ((a % b) + b) % b
  return [(a - rest) / b, rest]
}

const pairs = [
  ...take(500, uniform(-3, 3)).map((a, index) => [a, uniform(-3, 3, index)()] as const),
  ...take(300, logUniform(-1074, 1023)).map((a, index) => [a, logUniform(-1074, 1023, index)()] as const),
  ...take(300, logUniform(-30, 40)).map((a, index) => [a, logUniform(-30, 10, index)()] as const),
  ...take(100, map(uniform(-1e6, 1e6), Math.trunc)).map((a, index) => [a / 8, ((index % 17) - 8.5) / 4] as const),
  ...[least, 3 * least, 2 ** -1022, 0.1, 1, 3, greatest].flatMap((a) =>
    [least, 7 * least, 2 ** -1022, 0.1, 1, 2, greatest].flatMap((b) => [[a, b] as const, [-a, b] as const]),
  ),
]

describe('remainder', () => {
  it('is what floored division leaves, rounded once', () => {
    for (const [a, b] of pairs) {
      const [, rest] = divided(multiple(a), multiple(b))
      const error = magnitude(multiple(remainder(a, b)) - rest)
      expect(error * 2n ** 53n <= magnitude(rest), `${a}, ${b}`).toBe(true)
    }
  })

  it.each([
    [7, 3, 1],
    [-7, 3, 2],
    [7, -3, -2],
    [-7, -3, -1],
    [4, 2, 0],
    [-4, 2, 0],
    [4, -2, -0],
    [0, -2, -0],
    [-0, 2, 0],
    [5, infinity, 5],
    [-5, infinity, infinity],
    [5, -infinity, -infinity],
    [-1e-20, 1, 1],
    [1, 0, nan],
    [infinity, 1, nan],
    [nan, 1, nan],
    [1, nan, nan],
  ])('of %d and %d is %d', (a, b, rest) => expect(remainder(a, b)).toBe(rest))
})

describe('floorDivide', () => {
  it('is the floor of the exact quotient, where that has at most 51 digits', () => {
    for (const [a, b] of pairs) {
      const [quotient] = divided(multiple(a), multiple(b))
      if (magnitude(quotient) < 2n ** 51n) expect(BigInt(floorDiv(a, b)), `${a}, ${b}`).toBe(quotient)
      else if (magnitude(quotient) < 2n ** 1023n) {
        const error = magnitude(BigInt(floorDiv(a, b)) - quotient)
        expect(error * 2n ** 52n <= magnitude(quotient), `${a}, ${b}`).toBe(true)
      }
    }
  })

  it.each([
    [7, 2, 3],
    [-7, 2, -4],
    [1, 0.1, 9],
    [0.5, 2, 0],
    [-0.5, -2, 0],
    [0, -2, -0],
    [-0, 2, -0],
    [-1, infinity, -1],
    [1, infinity, 0],
    [1, 0, infinity],
    [-1, 0, -infinity],
    [0, 0, nan],
    [infinity, 1, nan],
    [greatest, least, infinity],
  ])('of %d and %d is %d', (a, b, quotient) => expect(floorDiv(a, b)).toBe(quotient))
})

describe('of int32', () => {
  const some = [0, 1, -1, 2, 7, -7, 2 ** 31 - 1, -(2 ** 31), ...take(60, map(uniform(-100, 100), Math.trunc))]

  it('both are exact, wrap, and are 0 where the divisor is', () => {
    for (const a of some)
      for (const b of some) {
        const [quotient, rest] = b === 0 ? [0n, 0n] : divided(BigInt(a), BigInt(b))
        expect(BigInt(floorDivide(int32Arithmetic, a, b))).toBe(BigInt.asIntN(32, quotient))
        expect(BigInt(remainderKernel(int32Arithmetic, a, b))).toBe(rest)
      }
  })
})

describe('ceil and trunc', () => {
  const special = [0, -0, 0.5, -0.5, 1.5, -1.5, 3, -3, 2 ** 52 + 1, least, -least, infinity, -infinity, nan]

  it('are those of JavaScript, signs of zeros and all', () => {
    for (const x of [...special, ...take(200, uniform(-9, 9)), ...take(200, logUniform(-60, 60))]) {
      expect(ceilKernel(float64Arithmetic, x)).toBe(Math.ceil(x))
      expect(truncKernel(float64Arithmetic, x)).toBe(Math.trunc(x))
    }
    for (const x of [0, 7, -7, -(2 ** 31)]) {
      expect(ceilKernel(int32Arithmetic, x)).toBe(x)
      expect(truncKernel(int32Arithmetic, x)).toBe(x)
    }
  })
})
