import { fastSum, type Pair } from './pair.js'

/** Passes over the parts: each carries what is left of them one float64 further. */
const passes = 4

/** Adds up the first of the parts, as if in five times their digits: the sum is in the last of them, its errors before. */
const distill = (parts: number[], count: number): void => {
  for (let pass = 0; pass < passes; pass++)
    for (let i = 1; i < count; i++) {
      const a = parts[i - 1]
      const b = parts[i]
      const sum = a + b
      const rounded = sum - a
      parts[i - 1] = a - (sum - rounded) + (b - rounded)
      parts[i] = sum
    }
}

const pairIn = (parts: number[], count: number): Pair => {
  distill(parts, count)
  let low = 0
  for (let i = 0; i < count - 1; i++) low += parts[i]
  return fastSum(parts[count - 1], low)
}

/**
 * The sum of some float64, as if in five times their digits and then rounded to a pair (Ogita, Rump and Oishi's SumK), but
 * for what overflows: for sums in which pairs would cancel. It works in the array, of which nothing is left.
 */
export const sumOfParts = (parts: number[]): Pair => pairIn(parts, parts.length)

/** The sum as a float64 and what it leaves, as a pair again: some 150 bits. Nothing is left of the array. */
export const longSumOfParts = (parts: number[]): { readonly first: number; readonly rest: Pair } => {
  distill(parts, parts.length)
  return { first: parts[parts.length - 1], rest: pairIn(parts, parts.length - 1) }
}
