import {
  type Diagnosis,
  type FailureReason,
  type GradcheckOptions,
  gradcheck,
  type HandWritten,
  type ScalarFunction,
} from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { diagnosisOf } from '../../../src/check/evidence.js'
import { type Outcome, outcomeAt } from '../../../src/check/outcome.js'
import { pointOf } from '../../../src/check/point.js'
import { gradientQuestions } from '../../../src/check/question.js'

/** What the check says of a gradient: the reason why it is not right, and the likely mistake. */
export interface Said {
  readonly reason: FailureReason | 'right'
  readonly diagnosis: Diagnosis | undefined
}

/** What `gradcheck` says. */
export const said = <T>(f: ScalarFunction<T> | HandWritten<T>, at: T, options: GradcheckOptions = {}): Said => {
  const found = gradcheck(f, at, options)
  return isLeft(found)
    ? { reason: found.left.reason, diagnosis: found.left.diagnosis }
    : { reason: 'right', diagnosis: undefined }
}

/**
 * The same from the same parts of it, without what comes after: the search for a smaller point and for the part that is
 * wrong, which takes most of the time where thousands of gradients are wrong.
 */
export const saidAtOnce = <T>(
  f: ScalarFunction<T> | HandWritten<T>,
  at: T,
  options: GradcheckOptions = {},
  diagnosed = true,
): Said => {
  const point = pointOf('gradcheck', at)
  let outcome: Outcome | undefined
  for (const question of gradientQuestions(f, options)) {
    outcome = outcomeAt(question as never, point, options)
    if (outcome.fault !== undefined) break
  }
  const { fault } = outcome as Outcome
  if (fault === undefined) return { reason: 'right', diagnosis: undefined }
  return { reason: fault.reason, diagnosis: diagnosed ? diagnosisOf(point, outcome as Outcome) : undefined }
}
