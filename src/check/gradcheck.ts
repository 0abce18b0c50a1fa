import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { grad } from '../autodiff/index.js'
import { constantOf } from '../graph/index.js'
import {
  ArgumentError,
  type Constant,
  checkSameStructure,
  copyOut,
  DTypeError,
  equalShapes,
  flatten,
  fromRowMajor,
  identicalConstants,
  isFloat,
  leafPaths,
  rowMajor,
  ShapeError,
  type Structure,
  showType,
  sizeOf,
  soleElement,
  type Tensor,
  unflatten,
} from '../tensor/index.js'
import type { ScalarFunction } from './differences.js'
import { type Precision, precisions, type Rounding, roundingOf } from './noise.js'
import { indexOf, offsetOf } from './places.js'
import { failureOf, GradientFailure, GradientReport } from './report.js'
import type { Curve } from './slopes.js'
import { compare, type EntryCheck, judge } from './verdict.js'

/** A function to a scalar together with its gradient, written by hand. */
export interface HandWritten<T> {
  readonly value: ScalarFunction<T>
  readonly gradient: (x: T) => T
}

/** What `gradcheck` can be told. */
export interface GradcheckOptions {
  /**
   * The error that must not go unseen, relative to the largest entry of the gradient (2^-10 if not given): where the
   * difference quotients are less exact than that, the check fails as `unresolved`.
   */
  readonly resolution?: number
  /** One entry to look at alone: the leaf's path in the tree, and the element's index in the leaf. */
  readonly only?: { readonly path: string; readonly index: readonly number[] }
}

/** The point of a check: its leaves' values, and functions of trees as functions of them. */
interface Point {
  readonly leaves: readonly Constant[]
  readonly paths: readonly string[]
  readonly value: (leaves: readonly Tensor[]) => Constant
  readonly gradient: (leaves: readonly Tensor[]) => readonly Constant[]
}

const operation = 'gradcheck'

const checkLeaf = (leaf: Tensor, path: string): void => {
  if (!isFloat(leaf.dtype))
    throw new DTypeError({
      operation,
      operands: [leaf],
      problem: `the point${path} is ${leaf.dtype}, which has no derivative`,
      remedy: 'Convert it with astype, or let the function use it from outside',
    })
}

const checkScalar = (value: Tensor): void => {
  if (value.shape.length !== 0 || !isFloat(value.dtype))
    throw new ShapeError({
      operation,
      operands: [value],
      problem: 'the function must give a scalar of a float dtype',
      remedy: 'Reduce it with sum or mean',
    })
}

/** The leaves of a gradient that must be like the point. */
const gradientLeaves = (gradient: unknown, structure: Structure, point: readonly Constant[]): readonly Constant[] => {
  const [leaves, own] = flatten(operation, gradient)
  checkSameStructure(operation, own, structure, 'the gradient and the point')
  const paths = leafPaths(structure)
  return leaves.map((leaf, index) => {
    const due = point[index]
    if (leaf.dtype !== due.dtype || !equalShapes(leaf.shape, due.shape))
      throw new ShapeError({
        operation,
        problem: `the gradient${paths[index]} is ${showType(leaf)}, the point is ${showType(due)} there`,
      })
    return constantOf(operation, leaf)
  })
}

const pointOf = <T>(f: ScalarFunction<T> | HandWritten<T>, x: T): Point => {
  const [tensors, structure] = flatten(operation, x)
  const paths = leafPaths(structure)
  const leaves = tensors.map((leaf, index) => {
    checkLeaf(leaf, paths[index])
    return constantOf(operation, leaf)
  })
  const handWritten = typeof f === 'function' ? { value: f, gradient: grad(f) as (x: T) => T } : f
  const tree = (replaced: readonly Tensor[]): T => unflatten(structure, replaced) as T
  return {
    leaves,
    paths,
    value: (replaced) => {
      const value = handWritten.value(tree(replaced)) as Tensor
      checkScalar(value)
      return constantOf(operation, value)
    },
    gradient: (replaced) => gradientLeaves(handWritten.gradient(tree(replaced)), structure, leaves),
  }
}

const element = (value: Constant): number => Number(soleElement(value))

/** A leaf with some of its elements replaced. */
const replaced = (leaf: Constant, replace: (data: { [index: number]: number }) => void): Constant => {
  const data = copyOut(leaf)
  replace(data)
  return fromRowMajor(leaf.dtype, [...leaf.shape], data)
}

/** Signs for a step of all entries at once, as good as random: bit parities of multiples of 2^32 / golden ratio. */
const signs = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => ((Math.imul(index + 1, 0x9e3779b9) >>> 31) & 1 ? 1 : -1))

/** The rounding errors of the function's values, measured at the point and on both sides of it. */
const roundingAt = ({ leaves, value }: Point, precision: Precision): Rounding => {
  const directions = leaves.map((leaf) => signs(sizeOf(leaf.shape)))
  const along = (t: number): number =>
    element(
      value(
        leaves.map((leaf, which) =>
          replaced(leaf, (data) => {
            const elements = rowMajor(leaf)
            directions[which].forEach((sign, index) => {
              data[index] = elements[index] + sign * t * Math.max(1, Math.abs(elements[index]))
            })
          }),
        ),
      ),
    )
  const aside = 2 ** Math.round(Math.log2(precision.roundoff) / 7)
  return roundingOf(along, [0, aside, -aside], precision)
}

/** The entries to compare: the leaf and the place in it. */
const entriesOf = ({ leaves, paths }: Point, only: GradcheckOptions['only']) => {
  if (only === undefined)
    return leaves.flatMap((leaf, which) =>
      Array.from({ length: sizeOf(leaf.shape) }, (_, offset) => ({ which, offset })),
    )
  const which = paths.indexOf(only.path)
  if (which < 0)
    throw new ArgumentError({
      operation,
      problem: `the point has no leaf ${JSON.stringify(only.path)}`,
      remedy: `Its leaves are ${paths.map((path) => JSON.stringify(path)).join(', ')}`,
    })
  return [{ which, offset: offsetOf(operation, leaves[which], only.index) }]
}

const judgements = (
  point: Point,
  gradients: readonly Constant[],
  entries: ReturnType<typeof entriesOf>,
  resolution: number,
): readonly EntryCheck[] => {
  const { leaves, paths } = point
  const precision = precisions[leaves.some(({ dtype }) => dtype === 'float32') ? 'float32' : 'float64']
  const rounding = roundingAt(point, precision)
  const compared = entries.map(({ which, offset }) => {
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
      rounding: rounding.bound,
    }
    return compare(
      { path: paths[which], index: indexOf(leaf.shape, offset) },
      rowMajor(gradients[which])[offset],
      curve,
    )
  })
  const slopes = compared.flatMap(({ analytic, numeric }) => [analytic, numeric]).filter(Number.isFinite)
  const scale = Math.max(rounding.size, ...slopes.map(Math.abs))
  // Below the smallest normal number all is rounding.
  const finest = Math.max(resolution * scale, precision.smallest / precision.roundoff)
  return compared.map((comparison) => ({ ...comparison, verdict: judge(comparison, finest) }))
}

/** What makes a comparison pointless: values that are not finite, or not the same when computed again. */
const obstacle = (
  point: Point,
  value: Constant,
  gradients: readonly Constant[],
  entries: ReturnType<typeof entriesOf>,
): GradientFailure | undefined => {
  if (!Number.isFinite(element(value)))
    return new GradientFailure('nonFinite', `the function's value at the point is ${element(value)}`)
  const infinite = entries.find(({ which, offset }) => !Number.isFinite(rowMajor(gradients[which])[offset]))
  if (infinite !== undefined) {
    const { which, offset } = infinite
    const place = `${point.paths[which]}[${indexOf(point.leaves[which].shape, offset).join(', ')}]`
    return new GradientFailure('nonFinite', `the gradient at ${place} is ${rowMajor(gradients[which])[offset]}`)
  }
  if (!identicalConstants(value, point.value(point.leaves)))
    return new GradientFailure('nonDeterministic', 'the function gives another value when it is called again')
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
 * Gives Left a `GradientFailure` (`wrong`, `unresolved`, `nonFinite`, `nonDeterministic`), whose text shows the worst
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
  return failure === undefined ? right(new GradientReport(element(value), judged)) : left(failure)
}
