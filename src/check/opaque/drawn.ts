import type { Arbitrary } from 'fast-check'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { firstFailure } from '../drawn.js'
import { GradientFailure, GradientReport } from '../report.js'
import { code, isWrittenOut, type OpaqueOptions } from './options.js'

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
  const reports: GradientReport[] = []
  const failureAt = (point: ArrayLike<number>): GradientFailure<Float64Array> | undefined => {
    const found = check(point)
    if (isLeft(found)) return found.left
    reports.push(found.right)
    return undefined
  }
  const drawing = { operation: 'gradcheckOpaque', runs, seed, replayPath }
  const failed = firstFailure(arbitrary, failureAt, (a, b) => a.reason === b.reason, drawing)
  if (failed !== undefined)
    return left(drawnFailure(failed.smallest, { ...options, seed, replayPath: failed.replayPath }))
  const checked = reports.reduce((total, report) => total + report.checked, 0)
  return right(new GradientReport({ ...reports[reports.length - 1], checked, points: reports.length, seed }))
}
