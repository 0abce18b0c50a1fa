import { type FloatDType, unitRoundoff } from '../tensor/index.js'

/** The order of the differences that noise is read off; those of the two orders beside it must agree. */
const order = 6
const samples = 17

/** Differences of neighbours: f1 - f0, f2 - f1, ... */
const differences = (values: readonly number[]): readonly number[] =>
  values.slice(1).map((value, index) => value - values[index])

const times = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1)

/** The variance of independent errors per mean square of their k-th differences: (k!)^2 / (2k)!. */
const varianceFactor = (k: number): number => times(k).reduce((product, i) => (product * i) / (k + i), 1)

/**
 * The standard deviation of the rounding errors in values of a smooth function at equally spaced points, as read off
 * differences of order k: of the function they keep only its k-th derivative times the k-th power of the spacing, while
 * the errors, which differ from point to point, remain (J. J. Moré and S. M. Wild, "Estimating computational noise",
 * SIAM J. Sci. Comput. 33 (2011) 1292-1314).
 */
export const noiseOf = (values: readonly number[], k = order): number => {
  const differenced = times(k).reduce<readonly number[]>((level) => differences(level), values)
  return Math.hypot(...differenced) * Math.sqrt(varianceFactor(k) / differenced.length)
}

/** Whether differences of neighbouring orders tell the same, as those of noise do and those of a function do not. */
const isNoise = (values: readonly number[]): boolean => {
  const estimates = [order - 1, order, order + 1].map((k) => noiseOf(values, k))
  return Math.max(...estimates) <= 4 * Math.min(...estimates)
}

/** The chance of an error beyond what is assumed of it. */
const tail = 2 ** -40

/** How many standard deviations a normal error keeps to but for that chance: P(|e| > t sigma) <= 2 exp(-t^2 / 2). */
const deviations = Math.sqrt(2 * Math.log(2 / tail))

/** How finely a dtype resolves numbers: relative to them, and at zero. */
export interface Precision {
  readonly roundoff: number
  /** The smallest number above zero. */
  readonly smallest: number
}

export const precisions: Readonly<Record<FloatDType, Precision>> = {
  float64: { roundoff: unitRoundoff('float64'), smallest: 2 ** -1074 },
  float32: { roundoff: unitRoundoff('float32'), smallest: 2 ** -149 },
}

/** Keeps samples off the grid of the floats' own digits, where sums would come out exact. */
const goldenRatio = (1 + Math.sqrt(5)) / 2

/** What the values of a function around a point tell of their rounding. */
export interface Rounding {
  /** A bound on the error of one value, of which the size is given. */
  readonly bound: (size: number) => number
  /** The largest size of a value seen. */
  readonly size: number
}

/**
 * The rounding errors of values of f, as measured around several places. Each place is looked at with three spacings,
 * and the least noise counts: of differences that show noise and not the function, or of all where none do. Values that
 * do not differ at all, closer together than what f can resolve, say nothing. What a kink adds to differences looks like
 * noise, but vanishes with the spacing.
 *
 * The noisiest place counts; beyond the sizes seen, errors are taken to grow with the size of the value. The bound is
 * never below two roundings, one of the value and one of the difference that it is used in. Places where f is not finite
 * say nothing.
 */
export const roundingOf = (
  f: (t: number) => number,
  places: readonly number[],
  { roundoff, smallest }: Precision,
): Rounding => {
  const spacings = [1 / 4, 1 / 2, 3 / 4].map((power) => goldenRatio * roundoff ** power)
  const around = (place: number, spacing: number): readonly number[] =>
    Array.from({ length: samples }, (_, index) => f(place + (index - (samples - 1) / 2) * spacing))
  const measured = places
    .map((place) => spacings.map((spacing) => around(place, spacing)))
    .filter((series) => series.flat().every(Number.isFinite))
  const noises = measured.map((series) => {
    const moving = series.filter((values) => noiseOf(values) > 0)
    const noisy = moving.filter(isNoise)
    return Math.min(...(noisy.length > 0 ? noisy : moving).map((values) => noiseOf(values)))
  })
  const noise = deviations * Math.max(0, ...noises.filter(Number.isFinite))
  const seen = Math.max(0, ...measured.flat(2).map(Math.abs))
  const bound = (size: number): number =>
    Math.max(2 * roundoff * size, 2 * smallest, size > seen && seen > 0 ? noise * (size / seen) : noise)
  return { bound, size: seen }
}
