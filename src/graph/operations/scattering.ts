import { broadcastShapes, equalShapes, normalizeAxis, type Shape, ShapeError, type Tensor } from '../../tensor/index.js'
import * as primitive from '../primitives/indexing.js'
import { broadcastTo, moveAxis, reshape } from '../primitives/structural.js'
import type { AxisOption, IndexAdd, IndexSet, Indices, Scatter, ScatterAdd } from '../signatures/index.js'
import { dual } from './dual.js'
import { checkIndices, indicesOf, selectable } from './indices.js'
import { checkNumeric, operandsOf } from './operands.js'
import { axisNames } from './optionNames.js'

/** Updates of a shape, or repeated to it. */
const updatesOf = (operation: string, operands: readonly Tensor[], shape: Shape, like: string): Tensor => {
  const [, , updates] = operands
  const wanted = { dtype: updates.dtype, shape }
  if (!equalShapes(broadcastShapes(operation, [wanted, updates], operands), shape))
    throw new ShapeError({
      operation,
      operands,
      problem: `the updates have shape [${updates.shape.join(', ')}], not [${shape.join(', ')}] like ${like}`,
    })
  return broadcastTo(updates, shape)
}

/** x, indices and updates of one dtype, of numbers where they add up. */
const scatterOperands = (operation: string, value: unknown, chosen: Indices, given: unknown): readonly Tensor[] => {
  const indices = indicesOf(operation, chosen)
  const [x, updates] = operandsOf(operation, [value, given])
  return [x, indices, updates]
}

/** An operation that puts updates where indices with as many axes as x point to along one of them. */
const scattering = <F>(operation: string, of: typeof primitive.scatter, check: typeof checkNumeric): F =>
  dual(
    operation,
    3,
    axisNames,
    (value: unknown, chosen: Indices, given: unknown, { axis = -1 }: AxisOption = {}): Tensor => {
      const operands = scatterOperands(operation, value, chosen, given)
      const [x, indices] = operands
      const along = normalizeAxis(operation, axis, x.shape.length, x)
      check(operation, operands)
      const heads = [x, indices].map(({ shape }) => shape.toSpliced(along, 1))
      if (indices.shape.length !== x.shape.length || !equalShapes(heads[0], heads[1]))
        throw new ShapeError({
          operation,
          operands,
          problem: `the indices do not have the axes of x beside axis ${along}`,
        })
      checkIndices(operation, x, indices, along)
      const updates = updatesOf(operation, operands, indices.shape, 'the indices')
      const last = x.shape.length - 1
      const [data, places, additions] = [x, indices, updates].map((operand) => moveAxis(operand, along, last))
      return moveAxis(of(data, places, additions, { axis: last, batchAxes: last }), last, along)
    },
  )

/**
 * x with updates added at int32 indices along an axis (the last without `axis`): the adjoint of `takeAlongAxis`.
 * result[..., indices[..., i, ...], ...] += updates[..., i, ...], in row-major order of the updates; updates have the
 * shape of the indices, or broadcast to it. Negative indices count from the end; one outside the axis is an IndexError.
 *
 * @example
 * ```ts
 * import { scatterAdd, tensor, zeros } from 'cotangent'
 *
 * scatterAdd(zeros([3]), [0, 2, 2], tensor([1, 2, 3])) // => [1. 0. 5.]
 * ```
 */
export const scatterAdd: ScatterAdd = scattering('scatterAdd', primitive.scatterAdd, checkNumeric)

/**
 * x with updates in the places that int32 indices name along an axis (the last without `axis`): result[..., indices[...,
 * i, ...], ...] = updates[..., i, ...]. Of several updates of one place the last stays, in row-major order, on every
 * engine. What is overwritten, of x as of the updates, has derivative 0. Updates have the shape of the indices, or
 * broadcast to it. Negative indices count from the end; one outside the axis is an IndexError.
 *
 * @example
 * ```ts
 * import { scatter, tensor, zeros } from 'cotangent'
 *
 * scatter(zeros([3]), [0, 2, 2], tensor([1, 2, 3])) // => [1. 0. 3.]
 * scatter(tensor([[1, 2], [3, 4]]), [[0], [-1]], 9)
 * // => [[9. 2.]
 * //     [3. 9.]]
 * ```
 */
export const scatter: Scatter = scattering('scatter', primitive.scatter, () => {})

/** An operation that puts slices of updates at indices along an axis, or elements in row-major order. */
const indexing = <F>(operation: string, of: typeof primitive.scatter, check: typeof checkNumeric): F =>
  dual(
    operation,
    3,
    axisNames,
    (value: unknown, chosen: Indices, given: unknown, { axis }: AxisOption = {}): Tensor => {
      const operands = scatterOperands(operation, value, chosen, given)
      const [original, indices] = operands
      check(operation, operands)
      const [x, along] = selectable(operation, original, axis)
      checkIndices(operation, x, indices, along)
      const selected = x.shape.toSpliced(along, 1, ...indices.shape)
      const updates = updatesOf(operation, operands, selected, 'what the indices select')
      return reshape(of(x, indices, updates, { axis: along, batchAxes: 0 }), original.shape)
    },
  )

/**
 * x with updates added to the elements, or slices, at int32 indices along an axis, or to its elements in row-major order
 * without `axis`: the adjoint of `take`. To x `[P..., N, Q...]` at `[I...]` come updates `[P..., I..., Q...]`, or such
 * as broadcast to that, in row-major order. Negative indices count from the end; one outside the axis is an IndexError.
 *
 * @example
 * ```ts
 * import { indexAdd, tensor, zeros } from 'cotangent'
 *
 * indexAdd(zeros([3, 2]), [0, 2, 0], tensor([[1, 2], [3, 4], [5, 6]]), { axis: 0 })
 * // => [[6. 8.]
 * //     [0. 0.]
 * //     [3. 4.]]
 * ```
 */
export const indexAdd: IndexAdd = indexing('indexAdd', primitive.scatterAdd, checkNumeric)

/**
 * x with updates in the places of the elements, or slices, at int32 indices along an axis, or of its elements in
 * row-major order without `axis`. In x `[P..., N, Q...]` at `[I...]` come updates `[P..., I..., Q...]`, or such as
 * broadcast to that. Where an index occurs several times the last update stays, on every engine. What is overwritten, of
 * x as of the updates, has derivative 0. Negative indices count from the end; one outside the axis is an IndexError.
 *
 * @example
 * ```ts
 * import { indexSet, tensor, zeros } from 'cotangent'
 *
 * indexSet(zeros([3, 2]), -1, tensor([1, 2]), { axis: 0 })
 * // => [[0. 0.]
 * //     [0. 0.]
 * //     [1. 2.]]
 * indexSet(tensor([1, 2, 3]), [0, 1], 0) // => [0. 0. 3.]
 * ```
 */
export const indexSet: IndexSet = indexing('indexSet', primitive.scatter, () => {})
