import {
  ArgumentError,
  checkBeyond,
  describe,
  equalShapes,
  isOptions,
  isTensor,
  normalizeAxis,
  ShapeError,
  type Tensor,
} from '../../tensor/index.js'
import { reshape } from '../primitives/structural.js'
import * as primitive from '../primitives/windows.js'
import type { AxisOption, Concatenate, Stack } from '../signatures/index.js'
import { declared } from './dual.js'
import { operandsOf } from './operands.js'
import { axisNames } from './optionNames.js'

/** An operation on a list of tensors, data first or data last. */
const joining = <F>(operation: string, join: (operands: readonly Tensor[], axis: number) => Tensor): F => {
  const body = (list: unknown, { axis = 0 }: AxisOption = {}): Tensor => {
    if (!Array.isArray(list) || list.length === 0)
      throw new ArgumentError({
        operation,
        problem: Array.isArray(list)
          ? 'there is nothing to join'
          : `it takes a list of tensors, not ${isTensor(list) ? 'one tensor' : describe(list)}`,
        remedy: 'Give an array of at least one tensor',
      })
    return join(operandsOf(operation, list), axis)
  }
  return declared((...args: unknown[]): unknown => {
    const [first, options] = args
    const isLast = isOptions(first) || first === undefined
    checkBeyond(operation, args.slice(isLast ? 0 : 1), axisNames)
    if (isLast) return (list: unknown) => body(list, first as AxisOption | undefined)
    return body(first, options as AxisOption | undefined)
  })
}

/**
 * Tensors one after another along an axis (the first without `axis`); their other axes and their dtypes must agree.
 *
 * @example
 * ```ts
 * import { concatenate, tensor } from 'cotangent'
 *
 * concatenate([tensor([1, 2]), tensor([3])]) // => [1. 2. 3.]
 * concatenate([tensor([[1], [2]]), tensor([[3], [4]])], { axis: 1 })
 * // => [[1. 3.]
 * //     [2. 4.]]
 * ```
 */
export const concatenate: Concatenate = joining('concatenate', (operands, axis) => {
  const [first] = operands
  const along = normalizeAxis('concatenate', axis, first.shape.length, first)
  const other = operands.find(
    ({ shape }) =>
      shape.length !== first.shape.length ||
      shape.some((extent, index) => index !== along && extent !== first.shape[index]),
  )
  if (other !== undefined)
    throw new ShapeError({
      operation: 'concatenate',
      operands,
      problem: `shapes [${first.shape.join(', ')}] and [${other.shape.join(', ')}] differ beside axis ${along}`,
      remedy: 'All axes but the one they are joined along must agree',
    })
  return primitive.concatenate(operands, along)
})

/**
 * Tensors of one shape and dtype side by side along a new axis (the first without `axis`).
 *
 * @example
 * ```ts
 * import { stack, tensor } from 'cotangent'
 *
 * stack([tensor([1, 2]), tensor([3, 4])])
 * // => [[1. 2.]
 * //     [3. 4.]]
 * stack([tensor([1, 2]), tensor([3, 4])], { axis: 1 })
 * // => [[1. 3.]
 * //     [2. 4.]]
 * ```
 */
export const stack: Stack = joining('stack', (operands, axis) => {
  const [first] = operands
  const { dtype, shape } = first
  const along = normalizeAxis('stack', axis, shape.length + 1, { dtype, shape: [...shape, 1] })
  const other = operands.find((operand) => !equalShapes(operand.shape, shape))
  if (other !== undefined)
    throw new ShapeError({
      operation: 'stack',
      operands,
      problem: `shapes [${shape.join(', ')}] and [${other.shape.join(', ')}] differ`,
      remedy: 'To join along an axis that is there use concatenate',
    })
  const layer = shape.toSpliced(along, 0, 1)
  return primitive.concatenate(
    operands.map((operand) => reshape(operand, layer)),
    along,
  )
})
