import { type Arbitrary, property, check as tryOut } from 'fast-check'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { ArgumentError } from '../../tensor/index.js'
import { GradientFailure, GradientReport } from '../report.js'
import type { OpaqueOptions } from './options.js'
import { code, isWrittenOut } from './options.js'

/** What a check comes to. */
export type Checked = Either<GradientFailure<Float64Array>, GradientReport>

/** A failure at a drawn point, with the way to draw it again where the point is too long to be written out. */
const drawnFailure = (failure: GradientFailure<Float64Array>, options: OpaqueOptions): GradientFailure<Float64Array> =>
  isWrittenOut(failure.counterexample)
    ? failure
    : new GradientFailure({ ...failure, replay: `gradcheckOpaque(f, arbitrary, ${code(options)})` })

/**
 * Checks at points drawn from an arbitrary until one fails, and then at simpler ones as long as they fail for the same
 * reason. Of points that pass, the report has the entries of the last one.
 */
export const checkDrawn = (
  check: (point: ArrayLike<number>) => Checked,
  arbitrary: Arbitrary<ArrayLike<number>>,
  options: OpaqueOptions,
): Checked => {
  const { runs = 100, seed = 0, replayPath } = options
  if (!(Number.isInteger(runs) && runs > 0))
    throw new ArgumentError({
      operation: 'gradcheckOpaque',
      problem: `${runs} is no number of points`,
      remedy: 'Give a whole number above 0',
    })
  let failure: GradientFailure<Float64Array> | undefined
  let report: GradientReport | undefined
  let checked = 0
  let points = 0
  let misused: unknown
  /** fast-check takes all that is thrown for a failure, also that options do not fit. */
  const attempt = (point: ArrayLike<number>): Checked | undefined => {
    try {
      return check(point)
    } catch (error) {
      if (failure === undefined) misused = error
      return undefined
    }
  }
  const passes = property(arbitrary, (point) => {
    const found = attempt(point)
    if (found === undefined) return failure !== undefined
    if (isLeft(found)) {
      if (failure !== undefined && failure.reason !== found.left.reason) return true
      failure = found.left
      return false
    }
    report = found.right
    checked += found.right.checked
    points += 1
    return true
  })
  const { counterexamplePath } = tryOut(passes, {
    numRuns: replayPath === undefined ? runs : 1,
    seed,
    ...(replayPath === undefined ? {} : { path: replayPath, endOnFailure: true }),
  })
  if (misused !== undefined) throw misused
  if (report === undefined || failure !== undefined)
    return left(
      drawnFailure(failure as GradientFailure<Float64Array>, {
        ...options,
        seed,
        replayPath: counterexamplePath ?? '',
      }),
    )
  return right(new GradientReport({ ...(report as GradientReport), checked, points, seed }))
}
