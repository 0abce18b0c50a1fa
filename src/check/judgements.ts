import { sizeOf } from '../tensor/index.js'
import { largest } from './describe.js'
import { roundingsOf, slopeRoundingsOf } from './noise.js'
import { indexOf } from './places.js'
import { directionsOf, type Entry } from './point.js'
import type { Curve } from './slopes.js'
import type { Line, Slot, Subject } from './subject.js'
import { ulpsBetween } from './ulps.js'
import { type Comparison, compare, type EntryCheck, type Finding, judge } from './verdict.js'

/**
 * How far analytic and numeric slope may be apart, relative to the analytic one, to be called right at first sight. Two
 * things have to fit in: the rounding of 31 digits in values f less than 2^29 |f'|, divided by the first step, 2^-104 /
 * 2^-45 = 2^-59; and half the first step times the curvature, of functions that change on a scale of 2^-16 or more.
 * What does not fit is looked at in the thorough way, which has bounds of its own.
 */
export const agreement = 2 ** -30

/** The first step, in terms of the scale of an entry. */
const firstStep = 2 ** -45

/**
 * What can be told right or wrong at all: where the bound is at most this part of the entry itself.
 */
const preciseResolution = 2 ** -10

/**
 * Or where it is less than anybody sees who computes in float64: this part of the largest entry, of the function's values
 * and of the quotients that the slope was read off. That these are rounded to float64 alone, by 2^-51 of themselves, must
 * fit in after the eliminations, which double it at most, with as much for the analytic slope.
 */
const negligible = 2 ** -48

const curveOf = (subject: Subject, line: Line, result: number, rounding: (size: number) => number): Curve => ({
  ...line,
  value: (t) => line.values(t)[result],
  base: subject.relative === 0 ? 0 : Math.abs(subject.results[result]),
  roundoff: subject.value.roundoff,
  rounding,
  relative: subject.relative,
})

/** A line that remembers its values, since each serves all results and several slopes. */
const remembering = (line: Line): Line => {
  const known = new Map<number, ArrayLike<number>>()
  return {
    ...line,
    values: (t) => {
      const values = known.get(t) ?? line.values(t)
      known.set(t, values)
      return values
    },
  }
}

/**
 * What two evaluations tell: the one-sided quotients and the central one all agree with the analytic slope, and rounding
 * (of two values and of a difference, in each quotient) is no larger part of it than they may be apart. Otherwise
 * nothing.
 */
const atFirstSight = (subject: Subject, line: Line, result: number, analytic: number): Finding | undefined => {
  const { roundoff } = subject.value
  const h = Math.max(firstStep, line.finest) * line.scale
  const [low, high] = [line.place(-h), line.place(h)]
  const [below, above] = [line.values(low)[result], line.values(high)[result]]
  const numeric = (above - below) / (high - low)
  const size = Math.abs(subject.results[result]) + Math.max(Math.abs(below), Math.abs(above))
  const rounding = (4 * roundoff * size) / h
  const largestPart = agreement * Math.abs(analytic)
  const tolerance = largestPart + rounding
  const farthest = largest([above / high, below / low, numeric].map((slope) => Math.abs(slope - analytic)))
  const isNothing = analytic === 0 && below === 0 && above === 0
  return isNothing || (farthest <= tolerance && rounding <= largestPart)
    ? { verdict: 'right', analytic, numeric, tolerance, epsilon: h, size, slopes: undefined }
    : undefined
}

/** The names of the elements of a subject's results. */
const resultPlaces = ({ outputs, outputPaths }: Subject) =>
  outputs.flatMap(({ shape }, which) =>
    Array.from({ length: sizeOf(shape) }, (_, offset) => ({ path: outputPaths[which], index: indexOf(shape, offset) })),
  )

/** Findings under their names. */
const namer = (subject: Subject, scalar: boolean): ((slot: Slot, finding: Finding) => EntryCheck) => {
  const places = scalar ? [] : resultPlaces(subject)
  return ({ result, entry: { which, offset } }, finding) => {
    const { shape, dtype } = subject.leaves[which]
    const { analytic, numeric } = finding
    const error = Math.abs(analytic - numeric)
    return {
      path: subject.paths[which],
      index: indexOf(shape, offset),
      ...(scalar ? {} : { output: places[result] }),
      ...finding,
      error,
      relative: error === 0 ? 0 : error / Math.abs(numeric),
      ulps: ulpsBetween(dtype === 'float32' ? 'float32' : 'float64', analytic, numeric),
    }
  }
}

/** What the thorough way needs of a slot. */
interface Pending {
  readonly slot: Slot
  readonly line: Line
}

/** The findings of slots that first sight did not settle; `steepest` is the largest entry known so far. */
const thorough = (
  subject: Subject,
  pending: readonly Pending[],
  steepest: number,
  finestOf: (comparison: Comparison, steepest: number) => number,
  seed: number,
): readonly Finding[] => {
  if (pending.length === 0) return []
  const steps = directionsOf(subject.leaves, seed)
  const roundings = roundingsOf(subject.valuesAround(steps), subject.value)
  const slots = pending.map(({ slot }) => slot)
  const slopes = slots.map(subject.analytic)
  const slopeRoundings = slopeRoundingsOf(subject.slopesAround(steps, slots), slopes, subject.derivative)
  const compared = pending.map(({ slot, line }, index) => {
    const curve = curveOf(subject, line, slot.result, roundings[slot.result])
    return { curve, comparison: compare(slopes[index], slopeRoundings[index], curve) }
  })
  const all = compared.flatMap(({ comparison: { analytic, numeric } }) => [analytic, numeric]).filter(Number.isFinite)
  const largestOfAll = Math.max(steepest, largest(all.map(Math.abs)))
  return compared.map(({ curve, comparison }) => judge(comparison, finestOf(comparison, largestOfAll), curve))
}

export interface JudgementOptions {
  readonly seed: number
  /** Of the engines that measure noise. */
  readonly resolution: number
  /** Whether the results are one scalar, which needs no name. */
  readonly scalar: boolean
}

/** The largest bound that can still tell right from wrong. */
const finestOf =
  (subject: Subject, resolution: number) =>
  ({ analytic, numeric, size, steepness }: Comparison, steepest: number): number => {
    const { roundoff, smallest } = subject.value
    if (subject.relative === 0)
      // Below the smallest normal number all is rounding.
      return Math.max(resolution * Math.max(steepest, size), smallest / roundoff)
    const own = preciseResolution * Math.max(Math.abs(analytic), Number.isFinite(numeric) ? Math.abs(numeric) : 0)
    return Math.max(own, negligible * Math.max(steepest, steepness, size), smallest / negligible)
  }

/** The verdicts on elements of a derivative: those of all results, by the entries given. */
export const judgements = (
  subject: Subject,
  entries: readonly Entry[],
  { seed, resolution, scalar }: JudgementOptions,
): readonly EntryCheck[] => {
  const name = namer(subject, scalar)
  const results = Array.from({ length: subject.results.length }, (_, result) => result)
  const seen = entries.flatMap((entry) => {
    const line = remembering(subject.lineOf(entry))
    return results.map((result) => {
      const slot = { result, entry }
      const finding = subject.relative === 0 ? undefined : atFirstSight(subject, line, result, subject.analytic(slot))
      return { slot, line: finding === undefined ? line : undefined, finding }
    })
  })
  const pending = seen.flatMap(({ slot, line }) => (line === undefined ? [] : [{ slot, line }]))
  const steepest = largest(seen.map(({ slot }) => Math.abs(subject.analytic(slot))).filter(Number.isFinite))
  const found = thorough(subject, pending, steepest, finestOf(subject, resolution), seed).values()
  return seen.map(({ slot, finding }) => name(slot, finding ?? (found.next().value as Finding)))
}
