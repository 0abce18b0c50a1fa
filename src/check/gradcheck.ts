import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Constant, identicalConstants, rowMajor } from '../tensor/index.js'
import { entriesCounted, largest } from './describe.js'
import type { FailureReason } from './details.js'
import type { ScalarFunction } from './differences.js'
import { precisions, roundingOf, roundingsOf } from './noise.js'
import type { GradcheckOptions, HandWritten } from './options.js'
import { indexOf } from './places.js'
import { type Entry, element, entriesOf, movedAlong, type Point, pointOf, replaced } from './point.js'
import { GradientFailure, GradientReport } from './report.js'
import type { Curve } from './slopes.js'
import { compare, type EntryCheck, judge, type Verdict } from './verdict.js'

const failing = (reason: FailureReason, problem: string): GradientFailure =>
  new GradientFailure({ reason, problem, counterexample: undefined, seed: 0, replay: 'gradcheck(f, point)' })

const judgements = (
  point: Point,
  gradients: readonly Constant[],
  entries: readonly Entry[],
  resolution: number,
): readonly EntryCheck[] => {
  const { leaves, paths } = point
  const precision = precisions[leaves.some(({ dtype }) => dtype === 'float32') ? 'float32' : 'float64']
  const along = movedAlong(leaves)
  const rounding = roundingOf((t) => element(point.value(along(t))), precision)
  const picked = (all: readonly Constant[]): readonly number[] =>
    entries.map(({ which, offset }) => rowMajor(all[which])[offset])
  const slopesHere = picked(gradients)
  const slopeRoundings = roundingsOf((t) => picked(point.gradient(along(t))), slopesHere, precision)
  const compared = entries.map(({ which, offset }, index) => {
    const leaf = leaves[which]
    const moved = (x: number): Constant =>
      replaced(leaf, (data) => {
        data[offset] = x
      })
    const curve: Curve = {
      value: (x) => element(point.value(leaves.with(which, moved(x)))),
      x: rowMajor(leaf)[offset],
      round: leaf.dtype === 'float32' ? Math.fround : (x) => x,
      roundoff: precision.roundoff,
      rounding,
    }
    const place = { path: paths[which], index: indexOf(leaf.shape, offset) }
    return compare(place, slopesHere[index], slopeRoundings[index], curve)
  })
  const slopes = compared.flatMap(({ analytic, numeric }) => [analytic, numeric]).filter(Number.isFinite)
  const steepest = largest(slopes.map(Math.abs))
  // Below the smallest normal number all is rounding.
  const least = precision.smallest / precision.roundoff
  return compared.map((comparison) => {
    const finest = Math.max(resolution * Math.max(steepest, comparison.size), least)
    return { ...comparison, verdict: judge(comparison, finest) }
  })
}

/** The failure of entries that are not right: the wrong ones where there are such, otherwise those that cannot be told. */
const failureOf = (entries: readonly EntryCheck[]): GradientFailure | undefined => {
  const worstFirst = (verdict: Verdict): readonly EntryCheck[] =>
    entries.filter((entry) => entry.verdict === verdict).sort((a, b) => b.error / b.tolerance - a.error / a.tolerance)
  const [wrong, untold] = [worstFirst('wrong'), worstFirst('illConditioned')]
  const share = (some: readonly EntryCheck[]): string =>
    some.length === entries.length ? entriesCounted(entries.length) : `${some.length} of ${entries.length} entries`
  const details = { checked: entries.length, counterexample: undefined, seed: 0, replay: 'gradcheck(f, point)' }
  if (wrong.length > 0)
    return new GradientFailure({
      ...details,
      reason: 'wrong',
      problem: `the gradient is wrong in ${share(wrong)}`,
      entries: wrong,
    })
  if (untold.length > 0)
    return new GradientFailure({
      ...details,
      reason: 'illConditioned',
      problem: `the gradient cannot be told right or wrong in ${share(untold)}`,
      entries: untold,
    })
  return undefined
}

/** What makes a comparison pointless: values that are not finite, or not the same when computed again. */
const obstacle = (
  point: Point,
  value: Constant,
  gradients: readonly Constant[],
  entries: readonly Entry[],
): GradientFailure | undefined => {
  if (!Number.isFinite(element(value)))
    return failing('nonFinite', `the function's value at the point is ${element(value)}`)
  const infinite = entries.find(({ which, offset }) => !Number.isFinite(rowMajor(gradients[which])[offset]))
  if (infinite !== undefined) {
    const { which, offset } = infinite
    const place = `${point.paths[which]}[${indexOf(point.leaves[which].shape, offset).join(', ')}]`
    return failing('nonFinite', `the gradient at ${place} is ${rowMajor(gradients[which])[offset]}`)
  }
  if (!identicalConstants(value, point.value(point.leaves)))
    return failing('nonDeterministic', 'the function gives another value when it is called again')
  return undefined
}

/**
 * Checks the gradient of a function to a scalar at a point, a tensor or a tree of tensors: every entry of the analytic
 * gradient, by reverse mode or as it is written by hand in `{ value, gradient }`, against central differences.
 *
 * No tolerance is to be chosen. Steps are searched for which truncation and rounding together are least; both are bounded
 * from the function's own values: truncation from differences at three steps (Richardson), rounding from sixth
 * differences of neighbouring values (Moré and Wild). At a kink any value between the slopes of its two sides is right.
 *
 * Gives Left a `GradientFailure` (`wrong`, `illConditioned`, `nonFinite`, `nonDeterministic`), whose text shows the worst
 * entry and how to replay it, or Right a `GradientReport`. Throws a DTypeError for a point of integers, a ShapeError
 * where the function's value is no scalar or the gradient is not like the point.
 *
 * @example
 * ```ts
 * import { isLeft, isRight } from 'fp-ts/lib/Either.js'
 * import { gradcheck, mul, sigmoid, sub, sum, type Tensor, tensor } from 'cotangent'
 *
 * const x = tensor([-1, 0, 2])
 * isRight(gradcheck((x) => sum(sigmoid(x)), x)) // => true
 *
 * const slope = (x: Tensor<[3], 'float64'>) => mul(sigmoid(x), sub(1, sigmoid(x)))
 * isRight(gradcheck({ value: (x) => sum(sigmoid(x)), gradient: slope }, x)) // => true
 * isLeft(gradcheck({ value: (x) => sum(sigmoid(x)), gradient: (x) => slope(sigmoid(x)) }, x)) // => true
 * ```
 */
export const gradcheck = <T>(
  f: ScalarFunction<T> | HandWritten<T>,
  x: T,
  { resolution = 2 ** -10, only }: GradcheckOptions = {},
): Either<GradientFailure, GradientReport> => {
  const point = pointOf(f, x)
  const entries = entriesOf(point, only)
  const value = point.value(point.leaves)
  const gradients = point.gradient(point.leaves)
  const obstructed = obstacle(point, value, gradients, entries)
  if (obstructed !== undefined) return left(obstructed)
  const judged = judgements(point, gradients, entries, resolution)
  const failure = failureOf(judged)
  return failure === undefined
    ? right(new GradientReport({ value: element(value), entries: judged, checked: judged.length, points: 1, seed: 0 }))
    : left(failure)
}
