import type { Around, Fineness } from './subject.js'

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

/** An average that is blind to the few differences that reach across a kink or jump. */
const mostly = (sixth: readonly number[]): number => medianSize(sixth) / probableError

/** The chance of an error beyond what is assumed of it. */
const tail = 2 ** -40

/** How many standard deviations a normal error keeps to but for that chance: P(|e| > t sigma) <= 2 exp(-t^2 / 2). */
const deviations = Math.sqrt(2 * Math.log(2 / tail))

/** Keeps samples off the grid of the floats' own digits, where sums would come out exact; few digits, so that steps are exact. */
const goldenRatio = Math.round(((1 + Math.sqrt(5)) / 2) * 2 ** 20) / 2 ** 20

/** How far apart samples are: `power` is that of the unit roundoff. */
const spacingOf = (roundoff: number, power: number): number =>
  goldenRatio * 2 ** Math.round(Math.log2(roundoff) * power)

const steps = (spacing: number): readonly number[] =>
  Array.from({ length: samples }, (_, index) => (index - (samples - 1) / 2) * spacing)

/** Where noise is measured, beside the point itself: far enough off that a kink at the point is not met again. */
export const asideOf = (roundoff: number): number => 2 ** Math.round(Math.log2(roundoff) / 7)

/** What values at one place tell. */
interface Sample {
  readonly noise: number
  /** The largest size of a value. */
  readonly size: number
}

/** The values at equally spaced places around one: a list for each element of the results. */
interface Spaced {
  readonly values: readonly (readonly number[])[]
  readonly base: ArrayLike<number>
}

const spaced = ({ base, at }: Around, spacing: number): Spaced => {
  const all = steps(spacing).map(at)
  return { values: Array.from({ length: base.length }, (_, index) => all.map((each) => each[index])), base }
}

/** The values of all elements around a place at several spacings. */
interface Sampled {
  readonly narrow: readonly Spaced[]
  readonly wide: Spaced
  /** Asked for only where nothing else tells. */
  readonly coarse: () => Spaced
}

const varies = (values: readonly number[]): boolean => values.some((value) => value !== values[0])

/**
 * The noise of one element around a place. The least of that at narrow spacings counts, as what f itself or a kink add to
 * the differences vanishes with the spacing. Narrow values that are all the same, closer together than what f resolves,
 * say nothing; the wide ones do then, and where those are all the same too, the coarse ones: f may be a staircase, where
 * it adds what is far larger. Where a kink is likely, as at the point itself, the average should be blind to it.
 */
const sampleOf = (
  index: number,
  { narrow, wide, coarse }: Sampled,
  average: (sixth: readonly number[]) => number,
): Sample => {
  const own = narrow.map(({ values }) => values[index]).filter(varies)
  const far = own.length > 0 || varies(wide.values[index]) ? wide.values[index] : coarse().values[index]
  const sizes = [far, ...narrow.map(({ values }) => values[index])].flatMap((values) => values.map(Math.abs))
  return {
    noise: own.length === 0 ? noiseOf(far, mostly) : Math.min(...own.map((values) => noiseOf(values, average))),
    size: Math.abs(wide.base[index]) + Math.max(...sizes),
  }
}

/**
 * A bound on the error of one value, of which the size is given, as measured at several places. The noisiest place
 * counts, where errors grow with the size of the value: those of places with larger values are scaled down to it, and all
 * are scaled up to one larger than seen. The bound is never below two roundings, one of the value and one of the
 * difference that it is used in. Places where f is not finite say nothing.
 */
const boundOf = (all: readonly Sample[], { roundoff, smallest }: Fineness): ((size: number) => number) => {
  const measured = all.filter(
    ({ noise, size }) => Number.isFinite(noise) && size > 0 && size < Number.POSITIVE_INFINITY,
  )
  const seen = Math.max(0, ...measured.map(({ size }) => size))
  return (size) => {
    const noises = measured.map((sample) => sample.noise * Math.min(1, size / sample.size) * Math.max(1, size / seen))
    return Math.max(2 * roundoff * size, 2 * smallest, deviations * Math.max(0, ...noises))
  }
}

/** For each element of the results of a function, a bound on the error of a value, as measured around 0 and on both sides of it. */
export const roundingsOf = (
  around: (place: number) => Around,
  fineness: Fineness,
): readonly ((size: number) => number)[] => {
  const { roundoff, spacings } = fineness
  const aside = asideOf(roundoff)
  const places = [0, aside, -aside].map((place) => {
    const here = around(place)
    const at = (power: number): Spaced => spaced(here, spacingOf(roundoff, power))
    let coarse: Spaced | undefined
    const sampled: Sampled = {
      narrow: spacings.narrow.map(at),
      wide: at(spacings.wide),
      coarse: () => {
        coarse ??= at(spacings.coarse)
        return coarse
      },
    }
    return { sampled, average: place === 0 ? mostly : meanSquareRoot }
  })
  const count = places[0].sampled.wide.values.length
  return Array.from({ length: count }, (_, index) =>
    boundOf(
      places.map(({ sampled, average }) => sampleOf(index, sampled, average)),
      fineness,
    ),
  )
}

/** Bounds on the errors of several values, computed together, from their noise beside the point. */
export const slopeRoundingsOf = (
  around: (place: number) => Around,
  values: readonly number[],
  { roundoff, smallest, spacings }: Fineness,
): readonly number[] => {
  const beside = spaced(around(asideOf(roundoff)), spacingOf(roundoff, spacings.narrow[0] ?? spacings.wide))
  return values.map((value, index) => {
    const noise = noiseOf(beside.values[index])
    return Math.max(2 * roundoff * Math.abs(value), 2 * smallest, Number.isFinite(noise) ? deviations * noise : 0)
  })
}
