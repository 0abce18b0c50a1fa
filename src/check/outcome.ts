import { rowMajor, sizeOf } from '../tensor/index.js'
import { nonFiniteCulprit } from './culprit.js'
import { entriesCounted, showEntry } from './describe.js'
import type { Culprit, FailureReason, FastDetails } from './details.js'
import { wrongTogether } from './joint.js'
import { judgements } from './judgements.js'
import { measuredSubject } from './measuredSubject.js'
import type { GradcheckOptions } from './options.js'
import { indexOf } from './places.js'
import { type Entry, entriesOf, type Point } from './point.js'
import { preciseSubject } from './preciseSubject.js'
import { projected, promiseOf, usualMisses } from './projections.js'
import type { Question } from './question.js'
import type { Subject } from './subject.js'
import type { EntryCheck, JointCheck, Verdict } from './verdict.js'

/** What went wrong at a point. */
export interface Fault {
  readonly reason: FailureReason
  readonly problem: string
  /** The failing entries, worst first. */
  readonly entries: readonly EntryCheck[]
  /** What is wrong with entries together, of which each is right. */
  readonly joint?: JointCheck | undefined
  /** All that were compared. */
  readonly all: readonly EntryCheck[]
  readonly culprit?: Culprit | undefined
}

/** What the check of one question at one point came to. */
export interface Outcome {
  readonly question: Question<never>
  readonly subject: Subject
  /** How many elements of the derivative the check is of. */
  readonly checked: number
  /** Those that were looked at one by one. */
  readonly entries: readonly EntryCheck[]
  readonly fault: Fault | undefined
  /** What the projections promise, where it was by those. */
  readonly fast?: FastDetails
}

/** How bad an entry is: by its error, or where nothing is known of that, by how little is known. */
const badness = ({ verdict, error, tolerance }: EntryCheck): number =>
  verdict === 'wrong' || Number.isFinite(error) ? error : tolerance

/** Failing entries, the worst first. */
const worstFirst = (entries: readonly EntryCheck[], verdict: Verdict): readonly EntryCheck[] =>
  entries.filter((entry) => entry.verdict === verdict).sort((a, b) => badness(b) - badness(a))

/** What is checked, and what it is the derivative of. */
type Asked = Pick<Question, 'what' | 'of'>

const problems = {
  wrong: ({ what }: Asked, share: string) => `the ${what} is wrong in ${share}`,
  discontinuous: ({ of }: Asked, share: string) => `the ${of} jumps at the point, in ${share}`,
  illConditioned: ({ what, of }: Asked, share: string) =>
    `the ${what} cannot be told right or wrong in ${share}: the ${of} is too rough or too inexact there`,
} as const

/** The fault of entries: wrong ones where there are such, otherwise jumps, otherwise those that cannot be told. */
export const faultOf = (asked: Asked, all: readonly EntryCheck[]): Fault | undefined => {
  for (const reason of ['wrong', 'discontinuous', 'illConditioned'] as const) {
    const entries = worstFirst(all, reason)
    const share =
      entries.length === all.length
        ? entriesCounted(all.length)
        : `${entries.length.toLocaleString('en')} of ${all.length.toLocaleString('en')} entries`
    if (entries.length > 0) return { reason, problem: problems[reason](asked, share), entries, all }
  }
  return undefined
}

/** The fault of entries together at a kink that they share, where each is right by itself. */
export const jointFaultOf = (
  { what }: Pick<Asked, 'what'>,
  subject: Subject,
  all: readonly EntryCheck[],
  seed: number,
): Fault | undefined => {
  const joint = wrongTogether(subject, all, seed)
  if (joint === undefined) return undefined
  const problem = `the ${what} is wrong in ${entriesCounted(joint.entries.length)} together, at a kink that they share`
  return { reason: 'wrong', problem, entries: [], joint, all }
}

const showValue = ({ results }: Subject): string => {
  const values = Array.from(results)
  return values.length === 1 ? String(values[0]) : String(values.find((value) => !Number.isFinite(value)))
}

/** The first element of a derivative that is not finite, among those of the entries looked at. */
const firstInfinite = (
  subject: Subject,
  looked: (entry: Entry) => boolean,
): (Entry & { readonly slope: number }) | undefined => {
  for (let result = 0; result < subject.results.length; result++)
    for (const [which, slopes] of subject.rowOf(result).entries()) {
      const offset = slopes.findIndex((slope, index) => !Number.isFinite(slope) && looked({ which, offset: index }))
      if (offset >= 0) return { which, offset, slope: slopes[offset] }
    }
  return undefined
}

const placeOf = ({ leaves, paths }: Point, { which, offset }: Entry): string =>
  showEntry({ path: paths[which], index: indexOf(leaves[which].shape, offset) })

/** The place of the first element of the point that is not finite, among the entries looked at: no step leads from it. */
const infiniteEntry = ({ leaves }: Point, looked: (entry: Entry) => boolean): Entry | undefined => {
  for (const [which, leaf] of leaves.entries()) {
    const offset = rowMajor(leaf).findIndex(
      (x: number, index: number) => !Number.isFinite(x) && looked({ which, offset: index }),
    )
    if (offset >= 0) return { which, offset }
  }
  return undefined
}

const entryAt = ({ leaves }: Point, { which, offset }: Entry): number => rowMajor(leaves[which])[offset]

const showAt = (point: Point, entry: Entry): string => `${entryAt(point, entry)} at ${placeOf(point, entry)}`

/** What makes a comparison pointless: values that are not finite, or not the same when computed again. */
export const obstacleOf = (
  question: Question<never>,
  point: Point,
  subject: Subject,
  looked: (entry: Entry) => boolean,
  reads: boolean,
): Fault | undefined => {
  const nothing = { entries: [], all: [] }
  if (!Array.from(subject.results).every(Number.isFinite)) {
    const source = infiniteEntry(point, () => true)
    const cause = source === undefined ? '' : `, and the point itself is ${showAt(point, source)}`
    return {
      ...nothing,
      reason: 'nonFinite',
      problem: `the ${question.of}'s value at the point is ${showValue(subject)}${cause}`,
      culprit: nonFiniteCulprit(question, point, reads),
    }
  }
  const infinite = firstInfinite(subject, looked)
  if (infinite !== undefined) {
    const { slope } = infinite
    return {
      ...nothing,
      reason: 'nonFinite',
      problem: `the ${question.what} at ${placeOf(point, infinite)} is ${slope}`,
      culprit: nonFiniteCulprit(question, point, reads),
    }
  }
  const started = infiniteEntry(point, looked)
  if (started !== undefined) {
    const problem = `the point at ${placeOf(point, started)} is ${entryAt(point, started)}, from where no step leads`
    return { ...nothing, reason: 'nonFinite', problem }
  }
  const repeats = subject.repeats()
  if (repeats.value && repeats.derivative) return undefined
  const problem = repeats.value
    ? `the ${question.what} comes out different when it is computed again`
    : `the ${question.of} gives another value when it is called again`
  return { ...nothing, reason: 'nonDeterministic', problem }
}

const sizeOfAll = ({ leaves }: Point): number => leaves.reduce((total, { shape }) => total + sizeOf(shape), 0)

/** Of so many elements of a derivative all are looked at where a projection has found one of them wrong. */
const mostLookedAt = 4096

/** Checks one question at one point: entry by entry, or by projections. */
export const outcomeAt = (question: Question<never>, point: Point, options: GradcheckOptions): Outcome => {
  const { engine = 'precise', resolution = 2 ** -10, seed = 0, only, fast = false } = options
  const { scalar } = question
  const [own] = only === undefined ? [] : entriesOf(question.check, point, only)
  const subject = engine === 'precise' ? preciseSubject(question, point) : measuredSubject(question, point, engine)
  const count = own === undefined ? sizeOfAll(point) : 1
  const checked = count * subject.results.length
  const looked = (entry: Entry): boolean =>
    own === undefined || (own.which === entry.which && own.offset === entry.offset)
  const obstacle = obstacleOf(question, point, subject, looked, subject.reads)
  if (obstacle !== undefined) return { question, subject, checked, entries: [], fault: obstacle }
  const settings = { seed, resolution, scalar }
  // Rules of the library go by conventions for each operation, which need not be slopes of one side together.
  const faultAmong = (all: readonly EntryCheck[]): Fault | undefined =>
    faultOf(question, all) ?? (question.automatic ? undefined : jointFaultOf(question, subject, all, seed))
  const judged = (): Outcome => {
    const all = judgements(subject, entriesOf(question.check, point, only), settings)
    return { question, subject, checked, entries: all, fault: faultAmong(all) }
  }
  if (fast === false || only !== undefined || engine !== 'precise') return judged()
  const promise = promiseOf(typeof fast === 'object' ? fast.misses : usualMisses)
  const found = projected(subject, promise, settings)
  const fault = faultAmong(found)
  return fault !== undefined && checked <= mostLookedAt
    ? judged()
    : { question, subject, checked, entries: found, fault, fast: promise }
}
