import { ArgumentError, normalizeAxis, type Tensor } from '../../tensor/index.js'
import * as indexing from '../primitives/indexing.js'
import * as primitive from '../primitives/sorting.js'
import { moveAxis } from '../primitives/structural.js'
import type { AxisOption, Sorting, SortOptions, TopK } from '../signatures/index.js'
import { checkFlag, checkWhole } from './attributes.js'
import { dual } from './dual.js'
import { operandOf } from './operands.js'
import { axisNames, sortNames } from './optionNames.js'
import { partOf } from './over.js'

/** x with the axis to sort along last, its elements' indices in order there, and that axis. */
interface Ordered {
  readonly x: Tensor
  readonly order: Tensor
  readonly axis: number
}

const ordered = (operation: string, value: unknown, { axis = -1, descending = false }: SortOptions): Ordered => {
  const x = operandOf(operation, value)
  const along = normalizeAxis(operation, axis, x.shape.length, x)
  const arranged = moveAxis(x, along, x.shape.length - 1)
  return {
    x: arranged,
    order: primitive.argsort(arranged, { descending: checkFlag(operation, 'descending', descending) }),
    axis: along,
  }
}

/** Elements at indices along the last axis. */
const taken = (x: Tensor, indices: Tensor): Tensor => {
  const last = x.shape.length - 1
  return indexing.take(x, indices, { axis: last, batchAxes: last })
}

const back = (x: Tensor, axis: number): Tensor => moveAxis(x, x.shape.length - 1, axis)

/**
 * The indices (int32) that sort x along an axis (the last without `axis`), ascending or `descending`: x `[..., N, ...]`
 * gives its own shape. Equal elements keep their order either way, -0 and 0 being equal, and NaN counts as greater than
 * any number, so it comes last, or first of a descending order. An axis that x lacks is an AxisError.
 *
 * @example
 * ```ts
 * import { argsort, tensor } from 'cotangent'
 *
 * argsort(tensor([[3, 1, 2], [0, 5, 0]])) // => [[1 2 0]
 * //     [0 2 1]]
 * ```
 */
export const argsort: Sorting<'int32'> = dual(
  'argsort',
  1,
  sortNames,
  (value: unknown, options: SortOptions = {}): Tensor => {
    const { order, axis } = ordered('argsort', value, options)
    return back(order, axis)
  },
)

/**
 * The elements of x in order along an axis (the last without `axis`), ascending or `descending`: x `[..., N, ...]`
 * gives its own shape. NaN counts as greater than any number. Each element has its own derivative: among equal ones,
 * that of the order in which they stand. An axis that x lacks is an AxisError.
 *
 * @example
 * ```ts
 * import { sort, tensor } from 'cotangent'
 *
 * const x = tensor([3, 1, 2])
 * sort(x) // => [1. 2. 3.]
 * sort(x, { descending: true }) // => [3. 2. 1.]
 * ```
 */
export const sort: Sorting<'own'> = dual('sort', 1, sortNames, (value: unknown, options: SortOptions = {}): Tensor => {
  const { x, order, axis } = ordered('sort', value, options)
  return back(taken(x, order), axis)
})

/**
 * The k largest elements of x along an axis (the last without `axis`), the largest first, and their indices (int32): x
 * `[..., N, ...]` gives `[..., k, ...]` twice. Of equal elements the first come first, and NaN counts as greater than
 * any number. Each element taken has its own derivative. A k that is no whole number from 0 to N is an ArgumentError.
 *
 * @example
 * ```ts
 * import { tensor, topK } from 'cotangent'
 *
 * const [values, indices] = topK(tensor([3, 1, 4, 1, 5]), 2)
 * values // => [5. 4.]
 * indices // => [4 2]
 * ```
 */
export const topK: TopK = dual(
  'topK',
  2,
  axisNames,
  (value: unknown, k: unknown, { axis = -1 }: AxisOption = {}): readonly Tensor[] => {
    const { x, order, axis: along } = ordered('topK', value, { axis, descending: true })
    const length = x.shape[x.shape.length - 1]
    const count = checkWhole('topK', 'k', k, x, 0)
    if (count > length)
      throw new ArgumentError({
        operation: 'topK',
        operands: [x],
        problem: `k is ${count}, and axis ${along} has ${length} elements`,
      })
    const first = partOf(order, order.shape.length - 1, 0, count)
    return [taken(x, first), first].map((each) => back(each, along))
  },
)
