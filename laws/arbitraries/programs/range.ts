/** Numbers from `low` to `high`, the ends included. */
export interface Range {
  readonly low: number
  readonly high: number
}

export const between = (low: number, high: number): Range => ({ low, high })

export const anything = between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)

export const anyInteger = between(-(2 ** 31), 2 ** 31 - 1)

export const truth = between(0, 1)

/** The range of what lies at the corners, for what is monotone in each operand. */
const hull = (corners: readonly number[]): Range => between(Math.min(...corners), Math.max(...corners))

export const rising =
  (f: (x: number) => number) =>
  ({ low, high }: Range): Range =>
    between(f(low), f(high))

export const falling =
  (f: (x: number) => number) =>
  ({ low, high }: Range): Range =>
    between(f(high), f(low))

export const plus = (a: Range, b: Range): Range => between(a.low + b.low, a.high + b.high)

export const minus = (a: Range, b: Range): Range => between(a.low - b.high, a.high - b.low)

export const negated = (a: Range): Range => between(-a.high, -a.low)

export const times = (a: Range, b: Range): Range =>
  hull([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high])

/** For a divisor that keeps its sign. */
export const over = (a: Range, b: Range): Range => times(a, between(1 / b.high, 1 / b.low))

/** For a positive base. */
export const toThe = (a: Range, b: Range): Range =>
  hull([a.low ** b.low, a.low ** b.high, a.high ** b.low, a.high ** b.high])

export const magnitude = ({ low, high }: Range): number => Math.max(Math.abs(low), Math.abs(high))

export const magnitudes = (a: Range): Range => (a.low >= 0 ? a : a.high <= 0 ? negated(a) : between(0, magnitude(a)))

export const squared = (a: Range): Range => rising((x) => x * x)(magnitudes(a))

export const either = (a: Range, b: Range): Range => between(Math.min(a.low, b.low), Math.max(a.high, b.high))

export const larger = (a: Range, b: Range): Range => between(Math.max(a.low, b.low), Math.max(a.high, b.high))

export const smaller = (a: Range, b: Range): Range => between(Math.min(a.low, b.low), Math.min(a.high, b.high))

/** The sum of that many numbers of a range. */
export const summed = (a: Range, count: number): Range => between(a.low * count, a.high * count)

export const isWithin = (a: Range, low: number, high: number): boolean => low <= a.low && a.high <= high

/** What int32 makes of a range: all of it where some of it would wrap. */
export const wrapped = (a: Range): Range => (isWithin(a, anyInteger.low, anyInteger.high) ? a : anyInteger)
