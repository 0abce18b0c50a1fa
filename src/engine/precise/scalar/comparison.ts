import { one, type Pair, widen, zero } from './pair.js'

// Truth values are 1 and 0.

export const isLess = (a: Pair, b: Pair): boolean => a.high < b.high || (a.high === b.high && a.low < b.low)

export const isEqual = (a: Pair, b: Pair): boolean => a.high === b.high && a.low === b.low

export const truth = (condition: boolean): Pair => (condition ? one : zero)

export const less = (a: Pair, b: Pair): Pair => truth(isLess(a, b))

export const equal = (a: Pair, b: Pair): Pair => truth(isEqual(a, b))

export const lessEqual = (a: Pair, b: Pair): Pair => truth(isLess(a, b) || isEqual(a, b))

/** The one that `choose` picks of the high parts; where they are equal, `isFirst` decides by the low parts. */
const pick = (
  a: Pair,
  b: Pair,
  choose: (x: number, y: number) => number,
  isFirst: (x: number, y: number) => boolean,
): Pair => {
  if (a.high === b.high && a.high !== 0) return isFirst(a.low, b.low) ? a : b
  const high = choose(a.high, b.high)
  return high === a.high && high !== 0 ? a : high === b.high && high !== 0 ? b : widen(high)
}

/** The lesser one, NaN if either is NaN; -0 < +0. */
export const minimum = (a: Pair, b: Pair): Pair => pick(a, b, Math.min, (x, y) => x < y)

/** The greater one, NaN if either is NaN; -0 < +0. */
export const maximum = (a: Pair, b: Pair): Pair => pick(a, b, Math.max, (x, y) => x > y)

/** 1 or -1, or a zero or NaN as it is. */
export const sign = ({ high }: Pair): Pair => widen(high > 0 ? 1 : high < 0 ? -1 : high)

/** `a` where the condition is not 0, else `b`. */
export const where = (condition: Pair, a: Pair, b: Pair): Pair => (condition.high !== 0 ? a : b)
