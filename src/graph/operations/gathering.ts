import { filled, ShapeError, sizeOf, type Tensor } from '../../tensor/index.js'
import { add, equal, fullLike, less, lessEqual, minimum, sub, where } from '../primitives/arithmetic.js'
import { take } from '../primitives/indexing.js'
import { reshape } from '../primitives/structural.js'
import type { Gather, Indices, SearchSorted, SearchSortedOptions } from '../signatures/index.js'
import { checkChoice } from './attributes.js'
import { dual } from './dual.js'
import { checkIndices, countTo, indicesOf, linearIndex } from './indices.js'
import { checkNumeric, operandOf, operandsOf } from './operands.js'
import { searchSortedNames } from './optionNames.js'
import { partOf } from './over.js'

/** One of the coordinates that stand along the last axis of indices. */
const coordinate = (indices: Tensor, which: number): Tensor => {
  const places = indices.shape.slice(0, -1)
  return reshape(partOf(indices, places.length, which, 1), places)
}

/**
 * Elements, or slices, of x by their coordinates in its first K axes: int32 indices `[I..., K]` and x `[N1, ..., NK,
 * Q...]` give `[I..., Q...]`, result[i...] = x[indices[i..., 0], ..., indices[i..., K - 1]]. Negative coordinates count
 * from the end; one outside its own axis is an IndexError. That is TensorFlow's `gather_nd`; for elements along one axis
 * use `take`, and for PyTorch's `gather` use `takeAlongAxis`.
 *
 * @example
 * ```ts
 * import { gather, tensor } from 'cotangent'
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]])
 * gather(x, [[0, 2], [1, -3]]) // => [3. 4.]
 * gather(x, [1]) // => [4. 5. 6.]
 * ```
 */
export const gather: Gather = dual('gather', 2, {}, (value: unknown, chosen: Indices): Tensor => {
  const x = operandOf('gather', value)
  const indices = indicesOf('gather', chosen)
  const depth = indices.shape.at(-1) ?? Number.POSITIVE_INFINITY
  if (depth > x.shape.length)
    throw new ShapeError({
      operation: 'gather',
      operands: [x, indices],
      problem:
        indices.shape.length === 0
          ? 'the indices have no axis along which coordinates could stand'
          : `there are ${depth} coordinates for ${x.shape.length} axes`,
      remedy: 'Indices have the coordinates of one place along their last axis; for one axis use take',
    })
  const extents = x.shape.slice(0, depth)
  const places = extents.map((extent, axis) => {
    const along = coordinate(indices, axis)
    checkIndices('gather', x, along, axis)
    // The place that a coordinate counts from either end: each is looked up in its own axis, so that none gets by outside.
    return take(countTo(extent), along, { axis: 0, batchAxes: 0 })
  })
  const rows = reshape(x, [sizeOf(extents), ...x.shape.slice(depth)])
  return take(rows, linearIndex(places, extents, indices.shape.slice(0, -1)), { axis: 0, batchAxes: 0 })
})

/** Whether a comes before b in sorted order, where NaN comes last. */
const precedes = (a: Tensor, b: Tensor): Tensor => where(equal(b, b), less(a, b), equal(a, a))

/**
 * Where values would be inserted into a sorted vector `[N]` to keep it sorted, as int32 from 0 to N: before equal
 * elements with `side` 'left', after them with 'right'. Equals the number of elements below the value, or not above it.
 * NaN sorts last. Found in log2(N) steps, without a derivative. Of a vector that is not sorted the result is some number
 * in that range.
 *
 * @example
 * ```ts
 * import { searchSorted, tensor } from 'cotangent'
 *
 * const bounds = tensor([1, 2, 2, 3])
 * searchSorted(bounds, tensor([0, 2, 5])) // => [0 1 4]
 * searchSorted(bounds, 2, { side: 'right' }) // => 3
 * ```
 */
export const searchSorted: SearchSorted = dual(
  'searchSorted',
  2,
  searchSortedNames,
  (first: unknown, second: unknown, { side = 'left' }: SearchSortedOptions = {}): Tensor => {
    const operands = operandsOf('searchSorted', [operandOf('searchSorted', first), second])
    const [sorted, values] = operands
    const before = checkChoice('searchSorted', 'side', side, ['left', 'right']) === 'left'
    checkNumeric('searchSorted', operands)
    if (sorted.shape.length !== 1)
      throw new ShapeError({
        operation: 'searchSorted',
        operands,
        problem: `it searches a vector, not a tensor of rank ${sorted.shape.length}`,
        remedy: 'For several sorted vectors use vmap',
      })
    const [count] = sorted.shape
    let found: Tensor = filled('int32', values.shape, 0)
    for (let step = 2 ** Math.floor(Math.log2(count)); step >= 1; step /= 2) {
      const next = add(found, fullLike(found, step))
      const last = sub(minimum(next, fullLike(next, count)), fullLike(next, 1))
      const element = take(sorted, last, { axis: 0, batchAxes: 0 })
      const isBelow = before ? precedes(element, values) : not(precedes(values, element))
      found = where(lessEqual(next, fullLike(next, count)), where(isBelow, next, found), found)
    }
    return found
  },
)

const not = (x: Tensor): Tensor => equal(x, fullLike(x, 0))
