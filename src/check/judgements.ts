import { sizeOf, unitRoundoff } from '../tensor/index.js'
import { largest } from './describe.js'
import { roundingsOf, slopeRoundingsOf } from './noise.js'
import { indexOf } from './places.js'
import { directionsOf, type Entry } from './point.js'
import { reopened, type Seen } from './reopened.js'
import type { Curve, Slope } from './slopes.js'
import type { Line, Slot, Subject } from './subject.js'
import { ulpsBetween } from './ulps.js'
import { type Comparison, compare, type EntryCheck, type Finding, judge } from './verdict.js'

/**
 * How far one-sided quotients may be from the analytic slope, relative to it, to be called right at first sight. Two
 * things have to fit in: the rounding of 31 digits in values f less than 2^29 |f'|, divided by the first step, 2^-104 /
 * 2^-45 = 2^-59; and half the first step times the curvature, of functions that change on a scale of 2^-16 or more.
 * What does not fit is looked at in the thorough way, which has bounds of its own.
 */
export const agreement = 2 ** -30

/**
 * How far the central quotient may be, beyond the rounding of values. Its truncation is a sixth of the square of the first
 * step times the third derivative, 2^-92 of it: less than 2^-52 of the slope for functions that change on a scale of
 * 2^-20. What counts is what gradients by hand leave out on purpose, as it changes no digit that anybody looks at: the
 * guard in log(p + 1e-12) or x / (n + 1e-12), which is 2^-34 of whatever is 2^-6 or more.
 */
const closeAgreement = 2 ** -34

/** How many constants there may be in a term of a derivative, like 1 / 3, each rounded to the dtype at hand. */
const constantsInTerm = 2 ** 3

export const closePartOf = ({ constants }: Subject, analytic: number): number =>
  (closeAgreement + constantsInTerm * constants) * Math.abs(analytic)

/**
 * How many times larger than the value the numbers on the way to it may be, which are rounded in their turn. Where the
 * rounding of such ones divided by the step is more than that, the central quotient may be as far off.
 */
const onTheWay = 2 ** 8

/** The first step, in terms of the scale of an entry. */
export const firstStep = 2 ** -45

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

export const curveOf = (subject: Subject, line: Line, result: number, rounding: (size: number) => number): Curve => ({
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

/** The three quotients of one step. */
interface Quotients {
  readonly left: number
  readonly right: number
  readonly central: number
  /** The step. */
  readonly h: number
  /** The largest size of the function's values. */
  readonly size: number
  /** A bound on the rounding of each: of two values and of a difference. */
  readonly rounding: number
}

export const quotientsOf = (subject: Subject, line: Line, result: number, step: number): Quotients => {
  const h = Math.max(step, line.finest) * line.scale
  const [low, high] = [line.place(-h), line.place(h)]
  const [below, above] = [line.values(low)[result], line.values(high)[result]]
  const size = Math.abs(subject.results[result]) + Math.max(Math.abs(below), Math.abs(above))
  return {
    left: below / low,
    right: above / high,
    central: (above - below) / (high - low),
    h,
    size,
    rounding: (4 * subject.value.roundoff * size) / h,
  }
}

const farthestFrom = (slope: number, { left, right, central }: Quotients): number =>
  largest([left, right, central].map((quotient) => Math.abs(quotient - slope)))

/**
 * What two evaluations tell: the one-sided quotients and, more closely, the central one all agree with the analytic slope,
 * and rounding is no larger part of it than they may be apart. Otherwise nothing.
 */
const rightAtFirstSight = (subject: Subject, quotients: Quotients, analytic: number): Finding | undefined => {
  const { left, right, central: numeric, h, size, rounding } = quotients
  const ownPart = closePartOf(subject, analytic)
  const largestPart = Math.max(ownPart, agreement * Math.abs(analytic))
  const closePart = Math.min(largestPart, ownPart + onTheWay * rounding)
  const tolerance = closePart + rounding
  const isNothing = analytic === 0 && left === 0 && right === 0
  const agree = Math.abs(numeric - analytic) <= tolerance && farthestFrom(analytic, quotients) <= largestPart + rounding
  return isNothing || (agree && rounding <= largestPart)
    ? { verdict: 'right', analytic, numeric, tolerance, epsilon: h, size, slopes: undefined }
    : undefined
}

/** The second step by which what looks wrong at first sight is looked at again, in terms of the first. */
const wider = 2 ** 10

/** How near to each other all quotients of both steps must be, relative to the slope, to settle that it is wrong. */
const unison = 2 ** -20

/** How far the analytic slope must be off then, relative to the larger of the two. */
const plain = 2 ** -10

/** A step that moves values however far rounding goes within the function, where smaller ones move nothing. */
const largeStep = 2 ** -7

/**
 * What two evaluations more tell of an entry that is not right: that all quotients of two steps, of which one is a 1024th of
 * the other, are a thousand times nearer to each other than to the analytic slope, and rounding no larger than that. There
 * is no room for anything else but that it is wrong. Where nothing moved, a large step has to agree: small ones may have
 * been lost in larger numbers within the function. Otherwise nothing.
 */
const plainlyWrong = (subject: Subject, line: Line, slot: Slot): Finding | undefined => {
  const [analytic, { result }] = [subject.analytic(slot), slot]
  const at = (step: number): Quotients => quotientsOf(subject, line, result, step)
  const first = Math.max(firstStep, line.finest)
  const near = [at(first), at(wider * first)]
  const [{ central: numeric, left, right, h, size, rounding }, far] = near
  const all = numeric === 0 ? [...near, at(largeStep)] : near
  const spread = largest(all.map((quotients) => farthestFrom(numeric, quotients)))
  const off = Math.abs(analytic - numeric)
  const isPlain = off > plain * Math.max(Math.abs(analytic), Math.abs(numeric)) && rounding <= unison * off
  const tolerance = spread + rounding
  if (!(isPlain && spread <= unison * Math.abs(numeric) && off > tolerance)) return undefined
  // Without the error that is proportional to the step.
  const slope = (near: number, far: number): Slope => {
    const value = near + (near - far) / (wider - 1)
    return { value, bound: tolerance, epsilon: h, size }
  }
  const slopes = [slope(left, far.left), slope(right, far.right)] as const
  return { verdict: 'wrong', analytic, numeric, tolerance, epsilon: h, size, slopes }
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

/** A slot's analytic slope and its numeric one, and how far rounding alone moves the analytic one. */
interface Compared {
  readonly curve: Curve
  readonly comparison: Comparison
  readonly own: number
}

/** The findings of slots that first sight did not settle; `steepest` is the largest entry known so far. */
const thorough = (
  subject: Subject,
  slots: readonly Slot[],
  steepest: number,
  finestOf: (comparison: Comparison, steepest: number, noise: number) => number,
  seed: number,
): readonly Finding[] => {
  if (slots.length === 0) return []
  const steps = directionsOf(subject.leaves, seed)
  const roundings = roundingsOf(subject.valuesAround(steps), subject.value)
  const slopes = slots.map(subject.analytic)
  const own = slopeRoundingsOf(subject.slopesAround(steps, slots), slopes, subject.derivative)
  const slopeRoundings = own.map((rounding, index) =>
    subject.relative === 0 ? rounding : rounding + closePartOf(subject, slopes[index]),
  )
  const lines = new Map<Entry, Line>()
  const lineOf = (entry: Entry): Line => {
    const line = lines.get(entry) ?? remembering(subject.lineOf(entry))
    lines.clear()
    lines.set(entry, line)
    return line
  }
  const compared = slots.map((slot, index) => {
    const curve = curveOf(subject, lineOf(slot.entry), slot.result, roundings[slot.result])
    return { curve, comparison: compare(slopes[index], slopeRoundings[index], curve), own: own[index] }
  })
  const all = compared.flatMap(({ comparison: { analytic, numeric } }) => [analytic, numeric]).filter(Number.isFinite)
  const largestOfAll = Math.max(steepest, largest(all.map(Math.abs)))
  return compared.map((each) => {
    const finest = finestOf(each.comparison, largestOfAll, noiseOfSlope(subject, each))
    return judge(each.comparison, finest, each.curve)
  })
}

export interface JudgementOptions {
  readonly seed: number
  /** Of the engines that measure noise. */
  readonly resolution: number
  /** Whether the results are one scalar, which needs no name. */
  readonly scalar: boolean
}

/**
 * What a slope is compared with that is itself nothing but rounding: the slope that the rounding of the values would come
 * to in float64. Of a slope that is more than its rounding, or exactly 0, nothing.
 */
const noiseOfSlope = (subject: Subject, { curve, comparison, own }: Compared): number => {
  const size = Math.abs(comparison.analytic)
  if (size === 0 || size > own) return 0
  return (unitRoundoff('float64') / subject.value.roundoff) * (curve.rounding(comparison.size) / curve.scale)
}

/** The largest bound that can still tell right from wrong. */
export const finestOf =
  (subject: Subject, resolution: number) =>
  ({ analytic, numeric, size, steepness }: Comparison, steepest: number, noise = 0): number => {
    const { roundoff, smallest } = subject.value
    if (subject.relative === 0)
      // Below the smallest normal number all is rounding.
      return Math.max(resolution * Math.max(steepest, size), smallest / roundoff)
    const own = preciseResolution * Math.max(Math.abs(analytic), Number.isFinite(numeric) ? Math.abs(numeric) : 0)
    return Math.max(own, noise, negligible * Math.max(steepest, steepness, size), smallest / negligible)
  }

/** The verdicts on elements of a derivative: those of all results, by the entries given. */
export const judgements = (
  subject: Subject,
  entries: readonly Entry[],
  { seed, resolution, scalar }: JudgementOptions,
): readonly EntryCheck[] => {
  const name = namer(subject, scalar)
  const results = Array.from({ length: subject.results.length }, (_, result) => result)
  const isPrecise = subject.relative > 0
  const seen = entries.flatMap((entry): readonly Seen[] => {
    const line = results.length === 1 ? subject.lineOf(entry) : remembering(subject.lineOf(entry))
    return results.map((result) => {
      const slot = { result, entry }
      if (!isPrecise) return { slot, finding: undefined }
      const quotients = quotientsOf(subject, line, result, firstStep)
      return {
        slot,
        finding: rightAtFirstSight(subject, quotients, subject.analytic(slot)) ?? plainlyWrong(subject, line, slot),
      }
    })
  })
  const known = reopened(subject, seen, seed)
  const pending = known.flatMap(({ slot, finding }) => (finding === undefined ? [slot] : []))
  const steepest = largest(known.map(({ slot }) => Math.abs(subject.analytic(slot))).filter(Number.isFinite))
  const found = thorough(subject, pending, steepest, finestOf(subject, resolution), seed).values()
  return known.map(({ slot, finding }) => name(slot, finding ?? (found.next().value as Finding)))
}
