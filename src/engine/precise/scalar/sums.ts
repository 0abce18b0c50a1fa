import { fastSum, type Pair } from './pair.js'

/** Adds in place, so that the last of the parts is their sum and the others its errors, whose sum is what it was. */
const pass = (parts: number[], end: number): void => {
  for (let i = 1; i < end; i++) {
    const [a, b] = [parts[i - 1], parts[i]]
    const sum = a + b
    const rounded = sum - a
    parts[i - 1] = a - (sum - rounded) + (b - rounded)
    parts[i] = sum
  }
}

/**
 * The sum of some float64, as if in five times their digits and then rounded to a pair (Ogita, Rump and Oishi's SumK), but
 * for what overflows: for sums in which pairs would cancel.
 */
export const sumOfParts = (given: readonly number[]): Pair => {
  const parts = [...given]
  for (let k = 0; k < 4; k++) pass(parts, parts.length)
  let low = 0
  for (let i = 0; i < parts.length - 1; i++) low += parts[i]
  return fastSum(parts[parts.length - 1], low)
}

/** The sum as the nearest float64 and what it leaves, as a pair again: some 150 bits. */
export const threeParts = (given: readonly number[]): readonly [first: number, rest: Pair] => {
  const parts = [...given]
  for (let k = 0; k < 4; k++) pass(parts, parts.length)
  const last = parts.pop() ?? 0
  return [last, sumOfParts(parts)]
}
