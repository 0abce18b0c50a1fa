import { type DType, normalizeAxis, type Tensor } from '../../tensor/index.js'
import { equal, less, mul, sub, where } from '../primitives/arithmetic.js'
import { stopGradient } from '../primitives/conversion.js'
import { cumulativeSum } from '../primitives/cumulative.js'
import { take } from '../primitives/indexing.js'
import { broadcastTo, moveAxis } from '../primitives/structural.js'
import { concatenate, flip } from '../primitives/windows.js'
import type { Cumulative, CumulativeOptions, Diff, DiffOptions, FloatCumulative } from '../signatures/index.js'
import { checkFlag, checkWhole } from './attributes.js'
import { dual } from './dual.js'
import { countTo, selectable } from './indices.js'
import { logAddExpOf } from './logarithms.js'
import { floatOperandOf, numericOperandOf, operandOf } from './operands.js'
import { cumulativeNames, diffNames } from './optionNames.js'
import { countable, partOf } from './over.js'

/** A cumulative operation, of which `of` goes along one axis, from its first element on or from its last. */
const cumulative = <F>(
  operation: string,
  operand: (operation: string, value: unknown) => Tensor,
  of: (x: Tensor, axis: number, reverse: boolean) => Tensor,
): F =>
  dual(operation, 1, cumulativeNames, (value: unknown, { axis, reverse = false }: CumulativeOptions = {}): Tensor => {
    const given = operand(operation, value)
    checkFlag(operation, 'reverse', reverse)
    const [x, along] = selectable(operation, given, axis)
    return of(x, along, reverse)
  })

/** Either way, by an operation that goes from the first element on. */
const eitherWay =
  (of: (x: Tensor, axis: number) => Tensor) =>
  (x: Tensor, axis: number, reverse: boolean): Tensor =>
    reverse ? flip(of(flip(x, [axis]), axis), [axis]) : of(x, axis)

/**
 * What an associative operation makes of all elements up to each, by doubling: y_i becomes the combination of y_(i-d) and
 * y_i for d = 1, 2, 4, ... An element may be several tensors' at one place.
 */
const doubling = (
  elements: readonly Tensor[],
  axis: number,
  combine: (earlier: readonly Tensor[], later: readonly Tensor[]) => readonly Tensor[],
): readonly Tensor[] => {
  const [{ shape }] = elements
  let results = elements
  for (let distance = 1; distance < shape[axis]; distance *= 2) {
    const count = shape[axis] - distance
    const parts = (start: number, size: number) => results.map((each) => partOf(each, axis, start, size))
    const [head, earlier, later] = [parts(0, distance), parts(0, count), parts(distance, count)]
    results = combine(earlier, later).map((each, index) => concatenate([head[index], each], axis))
  }
  return results
}

const doublingOne =
  (combine: (earlier: Tensor, later: Tensor) => Tensor) =>
  (x: Tensor, axis: number): Tensor =>
    doubling([x], axis, ([earlier], [later]) => [combine(earlier, later)])[0]

/**
 * The sums of all elements up to each, itself included, along an axis, or in row-major order without `axis`, one after
 * another; with `reverse` from each to the last. Bools count as int32, and int32 wraps.
 *
 * @example
 * ```ts
 * import { cumsum, tensor } from 'cotangent'
 *
 * const x = tensor([[1, 2], [3, 4]])
 * cumsum(x) // => [ 1.  3.  6. 10.]
 * cumsum(x, { axis: 0 })
 * // => [[1. 2.]
 * //     [4. 6.]]
 * cumsum(tensor([1, 2, 3]), { reverse: true }) // => [6. 5. 3.]
 * ```
 */
export const cumsum: Cumulative<DType> = cumulative('cumsum', operandOf, (x, axis, reverse) =>
  cumulativeSum(countable(x), { axis, reverse }),
)

/**
 * The products of all elements up to each, itself included, along an axis, or in row-major order without `axis`; with
 * `reverse` from each to the last. Bools count as int32, and int32 wraps. They are found by doubling: each element is
 * multiplied by that 1 place before it, then by that 2 places before, 4 places, and so on. Derivatives are right to any
 * order, whatever elements are 0.
 *
 * @example
 * ```ts
 * import { cumprod, tensor } from 'cotangent'
 *
 * cumprod(tensor([1, 2, 3, 4])) // => [ 1.  2.  6. 24.]
 * ```
 */
export const cumprod: Cumulative<DType> = cumulative(
  'cumprod',
  operandOf,
  eitherWay((x, axis) => doublingOne(mul)(countable(x), axis)),
)

/** 0, 1, 2, ... along the last axis. */
const placesLike = ({ shape }: Tensor): Tensor => broadcastTo(countTo(shape[shape.length - 1]), shape)

/**
 * The first element that no other up to there beats, so that one element alone has the derivative of each result: which
 * one is found by doubling. A NaN beats every number.
 */
const leading = (beats: (challenger: Tensor, champion: Tensor) => Tensor) =>
  eitherWay((x, axis) => {
    const last = x.shape.length - 1
    const rows = moveAxis(x, axis, last)
    const [, leaders] = doubling([stopGradient(rows), placesLike(rows)], last, (champions, challengers) => {
      const [[champion], [challenger]] = [champions, challengers]
      const wins = where(equal(challenger, challenger), beats(challenger, champion), equal(champion, champion))
      return champions.map((each, index) => where(wins, challengers[index], each))
    })
    return moveAxis(take(rows, leaders, { axis: last, batchAxes: last }), last, axis)
  })

/**
 * The largest of all elements up to each, itself included, along an axis, or in row-major order without `axis`; with
 * `reverse` from each to the last. NaN from the first NaN on. Of elements that tie the one that is met first has the
 * derivative.
 *
 * @example
 * ```ts
 * import { cummax, tensor } from 'cotangent'
 *
 * cummax(tensor([1, 3, 2, 5])) // => [1. 3. 3. 5.]
 * ```
 */
export const cummax: Cumulative = cumulative(
  'cummax',
  numericOperandOf,
  leading((challenger, champion) => less(champion, challenger)),
)

/**
 * The smallest of all elements up to each, itself included, along an axis, or in row-major order without `axis`; with
 * `reverse` from each to the last. NaN from the first NaN on. Of elements that tie the one that is met first has the
 * derivative.
 *
 * @example
 * ```ts
 * import { cummin, tensor } from 'cotangent'
 *
 * cummin(tensor([4, 2, 3, 1])) // => [4. 2. 2. 1.]
 * ```
 */
export const cummin: Cumulative = cumulative('cummin', numericOperandOf, leading(less))

/**
 * log(sum(exp(x))) of all elements up to each, itself included, along an axis, or in row-major order without `axis`, by
 * doubling as `cumprod`, and without overflow or underflow; with `reverse` from each to the last. -Infinity as long as
 * all elements are.
 *
 * @example
 * ```ts
 * import { logCumSumExp, tensor } from 'cotangent'
 *
 * logCumSumExp(tensor([-Infinity, 1000, 1000])) // => [         -inf 1000.         1000.69314718]
 * ```
 */
export const logCumSumExp: FloatCumulative = cumulative(
  'logCumSumExp',
  floatOperandOf,
  eitherWay(doublingOne(logAddExpOf)),
)

/** Each element less the one before it. */
const difference = (x: Tensor, axis: number): Tensor => {
  const count = Math.max(0, x.shape[axis] - 1)
  return sub(partOf(x, axis, x.shape[axis] - count, count), partOf(x, axis, 0, count))
}

/**
 * The differences x_(i+1) - x_i of neighbours along an axis (the last without `axis`), of which there is one fewer; with
 * `n` the differences of differences, and so on. Throws an ArgumentError where `n` is no whole number from 0.
 *
 * @example
 * ```ts
 * import { diff, tensor } from 'cotangent'
 *
 * diff(tensor([1, 2, 4, 7])) // => [1. 2. 3.]
 * diff(tensor([1, 2, 4, 7]), { n: 2 }) // => [1. 1.]
 * ```
 */
export const diff: Diff = dual(
  'diff',
  1,
  diffNames,
  (value: unknown, { n = 1, axis = -1 }: DiffOptions = {}): Tensor => {
    const x = numericOperandOf('diff', value)
    const along = normalizeAxis('diff', axis, x.shape.length, x)
    const count = Math.min(checkWhole('diff', 'n', n, x, 0), x.shape[along])
    return Array.from({ length: count }).reduce<Tensor>((each) => difference(each, along), x)
  },
)
