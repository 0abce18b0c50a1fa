import { ArgumentError, type OptionNames } from '../tensor/index.js'
import { draw, type Source } from './source.js'
import type { Rand } from './state.js'

/** How `choice` picks: each item at most once where `replace` is false, item i with probability `p[i]` where given. */
export interface ChoiceOptions {
  readonly replace?: boolean
  readonly p?: ArrayLike<number>
}

export const choiceNames: OptionNames<ChoiceOptions> = { replace: true, p: true }

/** The numbers 0..count-1 in a random order: Fisher and Yates' shuffle from the back. */
export const shuffledIndices = (count: number): Rand<Int32Array> => draw((source) => shuffleIndices(source, count))

const shuffleIndices = (source: Source, count: number): Int32Array => {
  const indices = new Int32Array(count).map((_, index) => index)
  for (let i = count - 1; i > 0; i--) {
    const j = source.upTo(i)
    const item = indices[i]
    indices[i] = indices[j]
    indices[j] = item
  }
  return indices
}

/** `size` of the numbers 0..count-1, picked as the options say. */
export const chosenIndices = (count: number, size: number, { replace = true, p }: ChoiceOptions): Rand<Int32Array> => {
  if (count === 0 && size > 0) refuse('there is nothing to choose from')
  if (!replace && size > count)
    refuse(`${size} items are asked for, and there are ${count}`, 'Ask for fewer, or choose with { replace: true }')
  if (p === undefined)
    return replace
      ? draw((source) => new Int32Array(size).map(() => source.upTo(count - 1)))
      : draw((source) => shuffleIndices(source, count).slice(0, size))
  const weights = checkProbabilities(Float64Array.from(p), count)
  if (replace) return draw((source) => drawByWeight(source, weights, size))
  const possible = weights.reduce((total, weight) => total + Number(weight > 0), 0)
  if (size > possible) refuse(`${size} items are asked for, and ${possible} have a probability above 0`)
  return draw((source) => drawDistinctByWeight(source, weights, size))
}

const checkProbabilities = (p: Float64Array, count: number): Float64Array => {
  if (p.length !== count) refuse(`there are ${p.length} probabilities for ${count} items`)
  const wrong = p.find((probability) => !(probability >= 0))
  if (wrong !== undefined) refuse(`${wrong} is no probability`)
  const total = p.reduce((sum, probability) => sum + probability, 0)
  // The tolerance is NumPy's: the square root of the float64 spacing at 1.
  if (!(Math.abs(total - 1) <= 2 ** -26))
    refuse(`the probabilities add up to ${total}, not 1`, 'Divide them by their sum')
  return p
}

/** The inverse of the cumulative distribution at uniform numbers: how many of the cumulative weights are not above each. */
const drawByWeight = (source: Source, weights: Float64Array, size: number): Int32Array => {
  const cumulative = new Float64Array(weights.length)
  let total = 0
  weights.forEach((weight, index) => {
    total += weight
    cumulative[index] = total
  })
  const scaled = cumulative.map((sum) => sum / total)
  return new Int32Array(size).map(() => countNotAbove(scaled, source.double()))
}

const countNotAbove = (ascending: Float64Array, bound: number): number => {
  let below = 0
  let above = ascending.length
  while (below < above) {
    const middle = (below + above) >>> 1
    if (ascending[middle] <= bound) below = middle + 1
    else above = middle
  }
  return below
}

/** Rounds of as many draws as items are missing; an item drawn has weight 0 from the next round on. */
const drawDistinctByWeight = (source: Source, weights: Float64Array, size: number): Int32Array => {
  const remaining = weights.slice()
  const chosen = new Set<number>()
  while (chosen.size < size) {
    for (const index of drawByWeight(source, remaining, size - chosen.size)) chosen.add(index)
    for (const index of chosen) remaining[index] = 0
  }
  return Int32Array.from(chosen)
}

const refuse = (problem: string, remedy?: string): never => {
  throw new ArgumentError({ operation: 'choice', problem, remedy })
}
