import { type FloatDType, unitRoundoff } from '../tensor/index.js'

/** The order of the differences that noise is read off. */
const order = 6
const samples = 25

/** Differences of neighbours: f1 - f0, f2 - f1, ... */
const differences = (values: readonly number[]): readonly number[] =>
  values.slice(1).map((value, index) => value - values[index])

const times = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1)

/** The variance of independent errors per mean square of their k-th differences: (k!)^2 / (2k)!. */
const varianceFactor = times(order).reduce((product, i) => (product * i) / (order + i), 1)

const meanSquareRoot = (values: readonly number[]): number => Math.hypot(...values) / Math.sqrt(values.length)

/** Half of all normal errors are larger than this, in standard deviations. */
const probableError = 0.6744897501960817

const medianSize = (values: readonly number[]): number =>
  values.map(Math.abs).sort((a, b) => a - b)[Math.floor(values.length / 2)]

/**
 * The standard deviation of the rounding errors in values of a smooth function at equally spaced points. Of the function
 * the sixth differences keep only its sixth derivative times the sixth power of the spacing, while the errors, which
 * differ from point to point, remain (J. J. Moré and S. M. Wild, "Estimating computational noise", SIAM J. Sci. Comput.
 * 33 (2011) 1292-1314). The average may be any that gives the standard deviation of normal numbers.
 */
export const noiseOf = (values: readonly number[], average = meanSquareRoot): number =>
  average(times(order).reduce<readonly number[]>((level) => differences(level), values)) * Math.sqrt(varianceFactor)

/** The same, blind to the few differences that reach across a kink or jump. */
const mostlyNoiseOf = (values: readonly number[]): number =>
  noiseOf(values, (sixth) => medianSize(sixth) / probableError)

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

/** How far apart samples are: `power` is that of the unit roundoff. */
const spacingOf = (roundoff: number, power: number): number => goldenRatio * roundoff ** power

const samplesOf = <V>(f: (t: number) => V, place: number, spacing: number): readonly V[] =>
  Array.from({ length: samples }, (_, index) => f(place + (index - (samples - 1) / 2) * spacing))

/** Where noise is measured, beside the point itself: far enough off that a kink at the point is not met again. */
export const asideOf = (roundoff: number): number => 2 ** Math.round(Math.log2(roundoff) / 7)

/** What values at one place tell. */
interface Sample {
  readonly noise: number
  /** The largest size of a value. */
  readonly size: number
}

/**
 * The noise around a place, from values at a wide and two narrow spacings. The less of the narrow ones counts, as what f
 * itself or a kink add to the differences vanishes with the spacing. Narrow values that are all the same, closer
 * together than what f resolves, say nothing; the wide ones do then.
 */
const sampleAt = (f: (t: number) => number, place: number, roundoff: number): Sample => {
  const [wide, ...narrow] = [1 / 4, 1 / 2, 3 / 4].map((power) => samplesOf(f, place, spacingOf(roundoff, power)))
  const moving = narrow.filter((values) => values.some((value) => value !== values[0]))
  return {
    noise: moving.length === 0 ? mostlyNoiseOf(wide) : Math.min(...moving.map((values) => noiseOf(values))),
    size: Math.max(...[wide, ...narrow].flat().map(Math.abs)),
  }
}

/**
 * A bound on the error of one value of f, of which the size is given, as measured around 0 and on both sides of it. The
 * noisiest place counts, where errors grow with the size of the value: those of places with larger values are scaled
 * down to it, and all are scaled up to one larger than seen. The bound is never below two roundings, one of the value
 * and one of the difference that it is used in. Places where f is not finite say nothing.
 */
export const roundingOf = (f: (t: number) => number, { roundoff, smallest }: Precision): ((size: number) => number) => {
  const aside = asideOf(roundoff)
  const measured = [0, aside, -aside]
    .map((place) => sampleAt(f, place, roundoff))
    .filter(({ noise, size }) => Number.isFinite(noise) && size > 0 && size < Number.POSITIVE_INFINITY)
  const seen = Math.max(0, ...measured.map(({ size }) => size))
  return (size) => {
    const noises = measured.map((sample) => sample.noise * Math.min(1, size / sample.size) * Math.max(1, size / seen))
    return Math.max(2 * roundoff * size, 2 * smallest, deviations * Math.max(0, ...noises))
  }
}

/** Bounds on the errors of several values, computed together, from their noise beside the point. */
export const roundingsOf = (
  f: (t: number) => readonly number[],
  values: readonly number[],
  { roundoff, smallest }: Precision,
): readonly number[] => {
  const beside = samplesOf(f, asideOf(roundoff), spacingOf(roundoff, 1 / 2))
  return values.map((value, index) => {
    const noise = noiseOf(beside.map((sample) => sample[index]))
    return Math.max(2 * roundoff * Math.abs(value), 2 * smallest, Number.isFinite(noise) ? deviations * noise : 0)
  })
}
