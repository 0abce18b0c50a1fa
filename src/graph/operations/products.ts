import {
  ArgumentError,
  broadcastShapes,
  normalizeAxes,
  normalizeAxis,
  ShapeError,
  sizeOf,
  type Tensor,
  written,
} from '../../tensor/index.js'
import { mul } from '../primitives/arithmetic.js'
import { broadcastTo, moveAxis, reshape } from '../primitives/structural.js'
import type { AxisOption, Product, Tensordot, TensordotOptions, Vecdot } from '../signatures/index.js'
import { type AxisPair, contract } from './contract.js'
import { dual } from './dual.js'
import { broadcast, checkNumeric, operandsOf } from './operands.js'
import { axisNames, tensordotNames } from './optionNames.js'

const numbersOf = (operation: string, values: readonly unknown[]): readonly [a: Tensor, b: Tensor] => {
  const operands = operandsOf(operation, values)
  checkNumeric(operation, operands)
  return operands as readonly [Tensor, Tensor]
}

const checkSizes = (operation: string, a: Tensor, b: Tensor, pairs: readonly AxisPair[]): void => {
  for (const [ofA, ofB] of pairs)
    if (a.shape[ofA] !== b.shape[ofB])
      throw new ShapeError({
        operation,
        operands: [a, b],
        problem: `axis ${ofA} of the first has size ${a.shape[ofA]}, and axis ${ofB} of the second ${b.shape[ofB]}`,
        remedy: 'Axes that are summed over together have one size',
      })
}

/** Each with the other, both broadcast. */
const times = (operation: string, operands: readonly Tensor[]): Tensor => {
  const [a, b] = broadcast(operation, operands)
  return mul(a, b)
}

/** A product that sums over one axis of each, and multiplies where one has no axes. */
const summing = <N extends 'dot' | 'inner'>(operation: N, axesOf: (a: Tensor, b: Tensor) => AxisPair): Product<N> =>
  dual(operation, 2, {}, (x: unknown, y: unknown): Tensor => {
    const [a, b] = numbersOf(operation, [x, y])
    if (a.shape.length === 0 || b.shape.length === 0) return times(operation, [a, b])
    const pair = axesOf(a, b)
    checkSizes(operation, a, b, [pair])
    return contract(a, b, { kept: [], summed: [pair] })
  })

const last = (x: Tensor): number => x.shape.length - 1

/**
 * NumPy's dot product: of two vectors the sum of products, of matrices their product, and in general sums over the last
 * axis of a and the last but one of b (or its only one), `[P..., K]` and `[Q..., K, N]` giving `[P..., Q..., N]`. A scalar
 * multiplies. Throws a ShapeError where the sizes of those axes differ.
 *
 * @example
 * ```ts
 * import { dot, ones, tensor } from 'cotangent'
 *
 * dot(tensor([1, 2]), tensor([3, 4])) // => 11.0
 * dot(ones([2, 3]), ones([4, 3, 5])).shape // => [ 2, 4, 5 ]
 * ```
 */
export const dot: Product<'dot'> = summing('dot', (a, b) => [last(a), Math.max(0, last(b) - 1)])

/**
 * NumPy's inner product: sums over the last axis of both, `[P..., K]` and `[Q..., K]` giving `[P..., Q...]`. A scalar
 * multiplies. Throws a ShapeError where the last sizes differ.
 *
 * @example
 * ```ts
 * import { inner, tensor } from 'cotangent'
 *
 * inner(tensor([[1, 2], [3, 4]]), tensor([10, 1])) // => [12. 34.]
 * ```
 */
export const inner: Product<'inner'> = summing('inner', (a, b) => [last(a), last(b)])

/**
 * The outer product: every element of a times every element of b, both in row-major order, `[size of a, size of b]`.
 *
 * @example
 * ```ts
 * import { outer, tensor } from 'cotangent'
 *
 * outer(tensor([1, 2]), tensor([1, 10, 100]))
 * // => [[  1.  10. 100.]
 * //     [  2.  20. 200.]]
 * ```
 */
export const outer: Product<'outer'> = dual('outer', 2, {}, (x: unknown, y: unknown): Tensor => {
  const [a, b] = numbersOf('outer', [x, y])
  return times('outer', [reshape(a, [sizeOf(a.shape), 1]), reshape(b, [sizeOf(b.shape)])])
})

/**
 * The Kronecker product: every element of a replaced by itself times b, so that sizes multiply axis by axis. To the one
 * with fewer axes axes of size 1 are added in front.
 *
 * @example
 * ```ts
 * import { kron, tensor } from 'cotangent'
 *
 * kron(tensor([[1, 2]]), tensor([[1, 0], [0, 1]]))
 * // => [[1. 0. 2. 0.]
 * //     [0. 1. 0. 2.]]
 * ```
 */
export const kron: Product<'kron'> = dual('kron', 2, {}, (x: unknown, y: unknown): Tensor => {
  const operands = numbersOf('kron', [x, y])
  const rank = Math.max(...operands.map(({ shape }) => shape.length))
  const [a, b] = operands.map(({ shape }) => [...new Array<number>(rank - shape.length).fill(1), ...shape])
  // [a0, 1, a1, 1, ...] times [1, b0, 1, b1, ...].
  const apart = reshape(
    operands[0],
    a.flatMap((extent) => [extent, 1]),
  )
  const beside = reshape(
    operands[1],
    b.flatMap((extent) => [1, extent]),
  )
  return reshape(
    times('kron', [apart, beside]),
    a.map((extent, axis) => extent * b[axis]),
  )
})

/** The pairs of axes that are summed over. */
const pairsOf = (a: Tensor, b: Tensor, axes: unknown): readonly AxisPair[] => {
  const refusal = (problem: string): ArgumentError =>
    new ArgumentError({
      operation: 'tensordot',
      operands: [a, b],
      problem,
      remedy:
        'axes is how many last axes of the first go with first axes of the second, or [axes of the one, of the other]',
    })
  if (typeof axes === 'number') {
    if (!Number.isSafeInteger(axes) || axes < 0 || axes > Math.min(a.shape.length, b.shape.length))
      throw refusal(`there are no ${axes} axes to sum over`)
    return Array.from({ length: axes }, (_, index) => [a.shape.length - axes + index, index])
  }
  if (!Array.isArray(axes) || axes.length !== 2) throw refusal(`axes is ${written(axes)}`)
  const [ofA, ofB] = ([a, b] as const).map((x, index) => {
    const named: readonly number[] = [axes[index]].flat()
    normalizeAxes('tensordot', named, x)
    return named.map((axis) => normalizeAxis('tensordot', axis, x.shape.length, x))
  })
  if (ofA.length !== ofB.length) throw refusal(`${ofA.length} axes of the first go with ${ofB.length} of the second`)
  return ofA.map((axis, index) => [axis, ofB[index]])
}

/**
 * Sums of products over several axes: the result has the other axes of a, and then those of b. `axes` is how many last axes
 * of a go with as many first axes of b (2), or `[axes of a, axes of b]`, pair by pair; sums go over them in that order. With
 * 0 it is the product of every element with every other. Throws an AxisError for axes that are not there or named twice, and
 * a ShapeError where the sizes of a pair differ.
 *
 * @example
 * ```ts
 * import { ones, tensor, tensordot } from 'cotangent'
 *
 * const a = tensor([[1, 2], [3, 4]])
 * tensordot(a, a) // => 30.0
 * tensordot(a, ones([3, 2]), { axes: [0, -1] })
 * // => [[4. 4. 4.]
 * //     [6. 6. 6.]]
 * ```
 */
export const tensordot: Tensordot = dual(
  'tensordot',
  2,
  tensordotNames,
  (x: unknown, y: unknown, { axes = 2 }: TensordotOptions = {}): Tensor => {
    const [a, b] = numbersOf('tensordot', [x, y])
    const summed = pairsOf(a, b, axes)
    checkSizes('tensordot', a, b, summed)
    return contract(a, b, { kept: [], summed })
  },
)

/**
 * The dot products of vectors along an axis (the last without `axis`) of both operands, whose other axes broadcast. Throws
 * a ShapeError where the vectors differ in length.
 *
 * @example
 * ```ts
 * import { tensor, vecdot } from 'cotangent'
 *
 * vecdot(tensor([[1, 2], [3, 4]]), tensor([10, 1])) // => [12. 34.]
 * ```
 */
export const vecdot: Vecdot = dual(
  'vecdot',
  2,
  axisNames,
  (x: unknown, y: unknown, { axis = -1 }: AxisOption = {}): Tensor => {
    const operands = numbersOf('vecdot', [x, y])
    const along = operands.map((operand) => normalizeAxis('vecdot', axis, operand.shape.length, operand)) as [
      number,
      number,
    ]
    checkSizes('vecdot', ...operands, [along])
    const rows = operands.map((operand, index) => moveAxis(operand, along[index], last(operand)))
    const heads = rows.map(({ dtype, shape }) => ({ dtype, shape: shape.slice(0, -1) }))
    const common = broadcastShapes('vecdot', heads, operands)
    const [a, b] = rows.map((row) => broadcastTo(row, [...common, row.shape[last(row)]]))
    const kept = common.map((_, index) => [index, index] as const)
    return contract(a, b, { kept, summed: [[common.length, common.length]] })
  },
)
