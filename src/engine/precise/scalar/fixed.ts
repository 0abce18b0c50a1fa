import type { Pair } from './pair.js'

// Numbers as big integers, in units of 2^-320. Every constant of this folder is worked out by these when it is loaded, and
// every table when it is first used: from a series and in some two hundred bits more than it needs, so that there is no digit
// to be copied wrongly. The tables take some milliseconds, and few programs use them.

const bits = 320n
export const fixedBits = Number(bits)
export const fixedOne = 1n << bits

/** A ratio of integers. */
export const ratio = (dividend: number | bigint, divisor: number | bigint): bigint =>
  (BigInt(dividend) << bits) / BigInt(divisor)

export const product = (a: bigint, b: bigint): bigint => (a * b) >> bits

export const quotient = (a: bigint, b: bigint): bigint => (a << bits) / b

/** The sum of terms, each made of the one before, until one is 0. */
const sumOf = (first: bigint, next: (term: bigint, k: number) => bigint): bigint => {
  let total = 0n
  for (let [term, k] = [first, 1]; term !== 0n; term = next(term, k), k++) total += term
  return total
}

const towardZero = (a: bigint): bigint => (a < 0n ? -(-a >> bits) : a >> bits)

/** A product rounded toward zero, so that powers of negative numbers come to 0 in the end. */
const timesToZero = (a: bigint, b: bigint): bigint => towardZero(a * b)

/** e^x = 1 + x + x^2/2! + ... */
export const expOf = (x: bigint): bigint => sumOf(fixedOne, (term, k) => timesToZero(term, x) / BigInt(k))

/** sin x = x - x^3/3! + ... */
export const sinOf = (x: bigint): bigint => {
  const square = product(x, x)
  return sumOf(x, (term, k) => -timesToZero(term, square) / BigInt(2 * k * (2 * k + 1)))
}

/** cos x = 1 - x^2/2! + ... */
export const cosOf = (x: bigint): bigint => {
  const square = product(x, x)
  return sumOf(fixedOne, (term, k) => -timesToZero(term, square) / BigInt((2 * k - 1) * 2 * k))
}

/** atan x = x - x^3/3 + x^5/5 - ... */
export const arctangentOf = (x: bigint): bigint => {
  const square = product(x, x)
  let total = 0n
  for (let [power, k] = [x, 1n]; power !== 0n; power = -timesToZero(power, square), k += 2n) total += power / k
  return total
}

/** The sum of sign^k / ((2k + 1) n^(2k+1)), in units of 1/unit: atanh(1/n), or atan(1/n) for a sign of -1. */
const inverseTangentOfInverse = (n: bigint, sign: bigint, unit: bigint): bigint => {
  const square = sign * n * n
  let total = 0n
  for (let [power, k] = [unit / n, 1n]; power !== 0n; power /= square, k += 2n) total += power / k
  return total
}

export const atanhOfInverse = (n: bigint): bigint => inverseTangentOfInverse(n, 1n, fixedOne)

/** The square root, by Newton's steps down. */
export const rootOf = (x: bigint): bigint => {
  const square = x << bits
  let root = 1n << (BigInt(square.toString(2).length + 1) / 2n + 1n)
  for (;;) {
    const next = (root + square / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** log 2 = 2 atanh(1/3). */
export const log2 = 2n * atanhOfInverse(3n)

/** log 10 = 3 log 2 + log(10/8), which is 2 atanh(1/9). */
export const log10 = 3n * log2 + 2n * atanhOfInverse(9n)

/** pi in units of 1/unit, to some hundred of them, by Machin's formula: pi/4 = 4 atan(1/5) - atan(1/239). */
export const piIn = (unit: bigint): bigint =>
  4n * (4n * inverseTangentOfInverse(5n, -1n, unit) - inverseTangentOfInverse(239n, -1n, unit))

export const pi = piIn(fixedOne)

/** So many values, each made from the one before and from its place. */
export const repeated = <A>(first: A, count: number, next: (value: A, at: number) => A): readonly A[] => {
  const values = [first]
  for (let at = 1; at < count; at++) values.push(next(values[at - 1], at))
  return values
}

/** The float64 nearest to a number, and what it leaves: the first of the parts whose sum it is. */
const split = (x: bigint): readonly [head: number, left: bigint] => {
  const integral = Number(x)
  return [integral * 2 ** -fixedBits, x - BigInt(integral)]
}

/** A number as the sum of float64, each the nearest to what the ones before leave. */
export const partsOf = (x: bigint, count: number): readonly number[] => {
  if (count === 0) return []
  const [head, left] = split(x)
  return [head, ...partsOf(left, count - 1)]
}

export const pairOf = (x: bigint): Pair => {
  const [high, low] = partsOf(x, 2)
  return { high, low }
}

/** A number less what its bits below 2^-place are. */
export const roundedAt = (x: bigint, place: number): bigint => {
  const dropped = bits - BigInt(place)
  return ((x + (1n << (dropped - 1n))) >> dropped) << dropped
}
