import type { Arbitrary } from 'fast-check'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Constant } from '../tensor/index.js'
import type { Smallest } from './details.js'
import type { Diagnosis } from './diagnosis/index.js'
import { type DrawnFailure, firstFailure, isArbitrary } from './drawn.js'
import { diagnosisOf, wrongPart } from './evidence.js'
import type { GradcheckOptions } from './options.js'
import { type Fault, type Outcome, outcomeAt } from './outcome.js'
import { type Point, pointOf } from './point.js'
import type { Question } from './question.js'
import { replayLine } from './replay.js'
import { GradientFailure, GradientReport } from './report.js'
import { shrunk } from './shrink.js'

/** What questions at a point came to, up to the first with a fault. */
interface Look<T> {
  readonly x: T
  readonly point: Point<T>
  readonly outcomes: readonly Outcome[]
}

/** A look with a fault. */
interface Failing<T> extends Look<T> {
  readonly outcome: Outcome
  readonly fault: Fault
}

const lookAt = <T>(questions: readonly Question<T>[], x: T, options: GradcheckOptions): Look<T> => {
  const point = pointOf(questions[0].check, x)
  const outcomes: Outcome[] = []
  for (const question of questions) {
    outcomes.push(outcomeAt(question as Question<never>, point, options))
    if (outcomes[outcomes.length - 1].fault !== undefined) break
  }
  return { x, point, outcomes }
}

const failingIn = <T>(look: Look<T>): Failing<T> | undefined => {
  const outcome = look.outcomes[look.outcomes.length - 1]
  const { fault } = outcome
  return fault && { ...look, outcome, fault }
}

/** Whether two failures are the same: of the same question, for the same reason, of entries by themselves or together. */
const alike = <T>(a: Failing<T>, b: Failing<T>): boolean =>
  a.outcomes.length === b.outcomes.length &&
  a.fault.reason === b.fault.reason &&
  (a.fault.joint === undefined) === (b.fault.joint === undefined)

/** A tree of tensors on one line. */
const showPoint = ({ paths, leaves }: Point): string =>
  leaves
    .map((leaf, which) => `${paths[which] || 'the argument'} = ${String(leaf).replace(/\s*\n\s*/g, ' ')}`)
    .join(', ')

/** The smallest point that fails in the same way, where it is another one and every point can be tried. */
const smallestOf = <T>(
  questions: readonly Question<T>[],
  failing: Failing<T>,
  options: GradcheckOptions,
): Failing<T> => {
  const { point, fault, outcome } = failing
  if (fault.reason === 'nonDeterministic' || outcome.subject.mayNotEnd) return failing
  let found = failing
  const fails = (leaves: readonly Constant[]): boolean => {
    try {
      const smaller = failingIn(lookAt(questions, point.tree(leaves), { ...options, only: undefined, fast: false }))
      if (smaller === undefined || !alike(smaller, failing)) return false
      found = smaller
      return true
    } catch {
      // The function may do nothing with a point of other shapes and values, and say so as it likes.
      return false
    }
  }
  shrunk(point.leaves, fails)
  return found
}

const diagnosed = <T>({ point, outcome }: Failing<T>): Diagnosis | undefined => diagnosisOf(point, outcome)

/**
 * The likely mistake at a point, for the reader: as it shows there, if that is what it looks like at the point as it was
 * drawn; else as it looks at that. At a point made small and simple many mistakes look alike.
 */
const likelyMistake = <T>(given: Failing<T>, drawn: Failing<T>): Diagnosis | undefined => {
  const asDrawn = diagnosed(drawn)
  if (asDrawn === undefined || given === drawn) return asDrawn
  const here = diagnosed(given)
  return here?.cause === asDrawn.cause ? here : asDrawn
}

const failureOf = <T>(
  given: Failing<T>,
  smallest: Failing<T>,
  options: GradcheckOptions,
  drawn?: DrawnFailure<Failing<T>>,
): GradientFailure<T> => {
  const { fault, outcome } = given
  const { seed = 0 } = options
  const { check } = outcome.question
  const other: Smallest | undefined =
    smallest === given && drawn === undefined
      ? undefined
      : { entries: smallest.fault.entries, joint: smallest.fault.joint, point: showPoint(smallest.point) }
  const replay = replayLine(check, options, fault.entries[0], drawn && { seed, replayPath: drawn.replayPath })
  return new GradientFailure({
    reason: fault.reason,
    problem: fault.problem,
    entries: fault.entries,
    joint: fault.joint,
    checked: outcome.fast === undefined ? fault.all.length : outcome.checked,
    culprit: fault.culprit ?? wrongPart(given.point, outcome),
    diagnosis: likelyMistake(given, drawn?.first ?? given),
    counterexample: smallest.x,
    smallest: other,
    seed,
    replay,
    check,
  })
}

const reportOf = <T>(
  looks: Pick<Look<T>, 'outcomes'>,
  checked: number,
  points: number,
  { seed = 0 }: GradcheckOptions,
): GradientReport => {
  const [{ question, subject, fast }] = looks.outcomes
  return new GradientReport({
    value: question.scalar ? subject.results[0] : undefined,
    entries: looks.outcomes.flatMap(({ entries }) => entries),
    checked,
    points,
    seed,
    fast,
    what: question.what,
  })
}

const countOf = ({ outcomes }: Pick<Look<unknown>, 'outcomes'>): number =>
  outcomes.reduce((total, { checked }) => total + checked, 0)

const answerDrawn = <T>(
  questions: readonly Question<T>[],
  arbitrary: Arbitrary<T>,
  options: GradcheckOptions,
): Either<GradientFailure<T>, GradientReport> => {
  const { runs = 100, seed = 0, replayPath } = options
  let [checked, points] = [0, 0]
  let last: Pick<Look<T>, 'outcomes'> | undefined
  const failureAt = (x: T): Failing<T> | undefined => {
    const look = lookAt(questions, x, options)
    checked += countOf(look)
    points += 1
    last = { outcomes: look.outcomes }
    return failingIn(look)
  }
  const operation = questions[0].check
  const found = firstFailure(arbitrary, failureAt, alike, { operation, runs, seed, replayPath })
  if (found !== undefined) return left(failureOf(found.smallest, found.smallest, options, found))
  return right(reportOf(last as Pick<Look<T>, 'outcomes'>, checked, points, options))
}

/** Asks questions at a point, or at points that are drawn. */
export const answer = <T>(
  questions: readonly Question<T>[],
  at: T | Arbitrary<T>,
  options: GradcheckOptions,
): Either<GradientFailure<T>, GradientReport> => {
  if (isArbitrary(at)) return answerDrawn(questions, at, options)
  const look = lookAt(questions, at, options)
  const failing = failingIn(look)
  return failing === undefined
    ? right(reportOf(look, countOf(look), 1, options))
    : left(failureOf(failing, smallestOf(questions, failing, options), options))
}
