import { entriesCounted } from '../describe.js'
import type { FailureReason } from '../details.js'
import { GradientFailure } from '../report.js'
import type { EntryCheck } from '../verdict.js'
import type { Trouble } from './foreign.js'

/** What all failures of one check have in common. */
export interface Occasion {
  readonly point: Float64Array
  readonly seed: number
  /** A line of code that does the check again, of one entry where one is given. */
  readonly replay: (only?: EntryCheck) => string
  /** The name of what is checked. */
  readonly derivative: string
}

/** The failure of a check in which nothing could be compared. */
export const troubled = ({ point, seed, replay }: Occasion, trouble: Trouble): GradientFailure<Float64Array> =>
  new GradientFailure({ ...trouble, counterexample: point, seed, replay: replay(), check: 'gradcheckOpaque' })

/** What a failure for some reason says, most serious first. */
const problems = {
  wrong: (what: string, where: string) => `the ${what} is wrong in ${where}`,
  discontinuous: (_: string, where: string) => `the function jumps at the point, in ${where}`,
  illConditioned: (what: string, where: string) =>
    `the ${what} cannot be told right or wrong in ${where}: the function is too rough or too inexact there`,
} as const satisfies Partial<Record<FailureReason, (what: string, where: string) => string>>

/** The failure of entries that are not right: of the wrong ones where there are such. */
export const failureOf = (
  { point, seed, replay, derivative }: Occasion,
  entries: readonly EntryCheck[],
): GradientFailure<Float64Array> | undefined => {
  const reason = (Object.keys(problems) as readonly (keyof typeof problems)[]).find((verdict) =>
    entries.some((entry) => entry.verdict === verdict),
  )
  if (reason === undefined) return undefined
  const failing = entries
    .filter(({ verdict }) => verdict === reason)
    .sort((a, b) => b.error / b.tolerance - a.error / a.tolerance)
  const all = failing.length === entries.length
  const where = all ? entriesCounted(entries.length) : `${failing.length} of ${entries.length} entries`
  return new GradientFailure({
    reason,
    problem: problems[reason](derivative, where),
    entries: failing,
    checked: entries.length,
    counterexample: point,
    seed,
    replay: replay(failing[0]),
    check: 'gradcheckOpaque',
  })
}
