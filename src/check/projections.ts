import { largest } from './describe.js'
import type { FastDetails } from './details.js'
import {
  agreement,
  curveOf,
  finestOf,
  firstStep,
  type JudgementOptions,
  judgements,
  quotientsOf,
} from './judgements.js'
import { roundingsOf } from './noise.js'
import { directionsOf, type Entry } from './point.js'
import type { Line, Subject } from './subject.js'
import { compare, type EntryCheck, judge } from './verdict.js'

/**
 * How far a projection of the analytic gradient may be from the numeric one, relative to the largest of its terms (an entry
 * times the size of its step). Rounding has to fit in as at first sight; truncation of the central quotient, which is what
 * counts here, is h^2 / 6 of the third derivative, 2^-92 of it.
 */
const threshold = agreement

/** The error of an entry that a projection is to show, relative to the largest term. */
const resolution = 2 ** -20

/**
 * The chance that one projection does not show an error e of an entry: with the other components of the direction fixed,
 * the projected error is e v plus something, of which v is uniform on two intervals of length 1/2, and so its density at
 * most 1 / e; so the chance of a size of t at most is 2 t / e at most.
 */
const chance = (2 * threshold) / resolution

/** The chance that all projections miss an error, where none is asked for. */
export const usualMisses = 2 ** -40

/** How many projections keep to a chance of missing an error. */
export const projectionsFor = (misses: number): number => Math.max(1, Math.ceil(Math.log(misses) / Math.log(chance)))

/** What projections promise. */
export const promiseOf = (misses: number): FastDetails => ({ projections: projectionsFor(misses), misses, resolution })

/** Some of the entries of one leaf. */
interface Block {
  readonly which: number
  readonly start: number
  readonly end: number
}

/** Blocks of so few entries are looked at one by one. */
const few = 16

/** A sum with the rounding errors of its additions added in the end (A. Neumaier, ZAMM 54 (1974) 39-51). */
const summed = (terms: Iterable<number>): number => {
  let [sum, rest] = [0, 0]
  for (const term of terms) {
    const next = sum + term
    rest += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum
    sum = next
  }
  return sum + rest
}

/** A direction that is zero outside of blocks. */
const within = (steps: readonly Float64Array[], blocks: readonly Block[]): readonly Float64Array[] =>
  steps.map((own, which) => {
    const kept = new Float64Array(own.length)
    for (const block of blocks) if (block.which === which) kept.set(own.subarray(block.start, block.end), block.start)
    return kept
  })

function* termsOf(row: readonly Float64Array[], steps: readonly Float64Array[], blocks: readonly Block[]) {
  for (const { which, start, end } of blocks)
    for (let index = start; index < end; index++) yield row[which][index] * steps[which][index]
}

const halves = (blocks: readonly Block[]): readonly (readonly Block[])[] => {
  if (blocks.length > 1) {
    const half = Math.ceil(blocks.length / 2)
    return [blocks.slice(0, half), blocks.slice(half)]
  }
  const [{ which, start, end }] = blocks
  const middle = (start + end) >>> 1
  return [[{ which, start, end: middle }], [{ which, start: middle, end }]]
}

const entriesIn = (blocks: readonly Block[]): readonly Entry[] =>
  blocks.flatMap(({ which, start, end }) =>
    Array.from({ length: end - start }, (_, index) => ({ which, offset: start + index })),
  )

/** Projections of a subject's derivative, right or not. */
const projector = (subject: Subject, seed: number) => {
  const rows = Array.from({ length: subject.results.length }, (_, result) => subject.rowOf(result))
  const scales = directionsOf(subject.leaves, seed)
  const largestTerms = rows.map((row) =>
    row.reduce((most, own, which) => {
      let found = most
      for (let index = 0; index < own.length; index++)
        found = Math.max(found, Math.abs(own[index] * scales[which][index]))
      return found
    }, 0),
  )
  let roundings: ReturnType<typeof roundingsOf> | undefined
  const roundingOf = (result: number): ((size: number) => number) => {
    roundings ??= roundingsOf(subject.valuesAround(scales), subject.value)
    return roundings[result]
  }

  const isRight = (line: Line, result: number, analytic: number): boolean => {
    const allowed = threshold * largestTerms[result]
    const quotients = quotientsOf(subject, line, result, firstStep)
    const { central, left, right, rounding } = quotients
    if (rounding <= allowed) return Math.abs(central - analytic) <= allowed + rounding
    if (analytic === 0 && left === 0 && right === 0) return true
    // The thorough way, by larger steps, which rounding does less to.
    const curve = curveOf(subject, line, result, roundingOf(result))
    const comparison = compare(analytic, allowed, curve)
    const finest = Math.max(
      2 * allowed,
      finestOf(subject, 0)({ ...comparison, analytic: 0, numeric: 0 }, largestTerms[result]),
    )
    return judge(comparison, finest, curve).verdict === 'right'
  }

  /** Whether a projection of some entries is right in all results. */
  return (blocks: readonly Block[], which: number): boolean => {
    const steps = within(directionsOf(subject.leaves, seed + 1 + which), blocks)
    const line = subject.lineAlong(steps)
    return rows.every((row, result) => isRight(line, result, summed(termsOf(row, steps, blocks))))
  }
}

/**
 * Checks a derivative by random projections. Blocks of entries whose projections are not all right, be it for a wrong
 * entry or a kink, are halved; those that have come down to a few entries are looked at one by one. The verdicts on them are
 * returned, up to the first block with a wrong one.
 */
export const projected = (
  subject: Subject,
  { projections }: FastDetails,
  options: JudgementOptions,
): readonly EntryCheck[] => {
  const isRight = projector(subject, options.seed)
  const visit = (blocks: readonly Block[]): readonly EntryCheck[] => {
    if (blocks.every(({ start, end }) => start === end)) return []
    if (Array.from({ length: projections }, (_, index) => index).every((index) => isRight(blocks, index))) return []
    if (largest(blocks.map(({ start, end }) => end - start)) * blocks.length <= few)
      return judgements(subject, entriesIn(blocks), options)
    const [first, second] = halves(blocks)
    const found = visit(first)
    return found.some(({ verdict }) => verdict === 'wrong') ? found : [...found, ...visit(second)]
  }
  return visit(subject.leaves.map((_, which) => ({ which, start: 0, end: subject.rowOf(0)[which].length })))
}
