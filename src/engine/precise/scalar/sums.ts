import { fastSum, type Pair } from './pair.js'

/** Adds up the first of the parts: the sum is in the last of them, what its roundings leave is in those before. */
const distill = (parts: number[], count: number, passes: number): void => {
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

const pairIn = (parts: number[], count: number, passes: number): Pair => {
  distill(parts, count, passes)
  let low = 0
  for (let i = 0; i < count - 1; i++) low += parts[i]
  return fastSum(parts[count - 1], low)
}

/**
 * The sum of some float64 for which pairs would cancel, but for what overflows: as if in `passes` + 1 times their digits, 53
 * bits each, and then rounded to a pair (Ogita, Rump and Oishi's SumK). It works in the array, of which nothing is left.
 */
export const sumOfParts = (parts: number[], passes: number): Pair => pairIn(parts, parts.length, passes)

/** The sum as a float64 and what it leaves, as a pair again: some 150 bits. Nothing is left of the array. */
export const longSumOfParts = (parts: number[], passes: number): { readonly first: number; readonly rest: Pair } => {
  distill(parts, parts.length, passes)
  return { first: parts[parts.length - 1], rest: pairIn(parts, parts.length - 1, passes) }
}
