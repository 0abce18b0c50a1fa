import * as graph from '../../../../graph/index.js'
import type { DType, Shape, Tensor } from '../../../../tensor/index.js'

type Operand = Tensor | number | boolean
type Unary = (x: Tensor) => Tensor
type Binary = (a: Operand, b: Operand) => Tensor
type Axis = { readonly axis?: number; readonly keepdims?: boolean }
type Reduction = (x: Tensor, options?: Axis) => Tensor
export type Tensors = readonly Tensor[]

/** The public operations, on tensors whose shapes are known to the algorithm and not to the compiler. */
interface Operations {
  readonly abs: Unary
  readonly add: Binary
  readonly arange: (count: number, options: { readonly dtype: DType }) => Tensor
  readonly argmax: Reduction
  readonly argsort: (x: Tensor, options?: { readonly descending?: boolean }) => Tensor
  readonly astype: (x: Tensor, dtype: DType) => Tensor
  readonly broadcastTo: (x: Tensor, shape: Shape) => Tensor
  readonly concatenate: (operands: Tensors, options: { readonly axis: number }) => Tensor
  readonly div: Binary
  readonly equal: Binary
  readonly exp2: Unary
  readonly eye: (size: number, options: { readonly dtype: DType }) => Tensor
  readonly floor: Unary
  readonly floorDiv: Binary
  readonly greater: Binary
  readonly less: Binary
  readonly lessEqual: Binary
  readonly log: Unary
  readonly log2: Unary
  readonly logicalAnd: (a: Tensor, b: Tensor) => Tensor
  readonly logicalNot: (x: Tensor) => Tensor
  readonly logicalOr: (a: Tensor, b: Tensor) => Tensor
  readonly matmul: (a: Tensor, b: Tensor) => Tensor
  readonly max: Reduction
  readonly any: Reduction
  readonly maximum: Binary
  readonly minimum: Binary
  readonly mul: Binary
  readonly neg: Unary
  readonly notEqual: Binary
  readonly reshape: (x: Tensor, shape: Shape) => Tensor
  readonly scan: (
    step: (carry: Tensors, xs: Tensors) => readonly [carry: Tensors, ys: Tensors],
    init: Tensors,
    xs: Tensors,
    options: { readonly length: number; readonly reverse?: boolean },
  ) => readonly [carry: Tensors, ys: Tensors]
  readonly sign: Unary
  readonly sqrt: Unary
  readonly sub: Binary
  readonly sum: Reduction
  readonly transpose: Unary
  readonly where: (condition: Tensor, x: Operand, y: Operand) => Tensor
  readonly whileLoop: (
    condition: (carry: Tensors) => Tensor,
    body: (carry: Tensors) => Tensors,
    init: Tensors,
    options: { readonly maxSteps: number },
  ) => Tensors
}

export const operations = graph as unknown as Operations

const { arange, lessEqual, reshape, scan, where } = operations

/** 0, 1, 2, ... */
export const count = (size: number): Tensor => arange(size, { dtype: 'int32' })

/** What stands at an index of an axis, which goes. */
export const at = (x: Tensor, index: Tensor, axis = 0): Tensor =>
  graph.applyOne(graph.primitives.take, { axis, batchAxes: 0 }, x, index)

/** A list [N] as a column [N, 1]. */
export const column = (x: Tensor): Tensor => reshape(x, [...x.shape, 1])

/** A list [N] as a row [1, N]. */
export const row = (x: Tensor): Tensor => reshape(x, [1, ...x.shape])

/** The products of all pairs of two lists. */
export const outer = (x: Tensor, y: Tensor): Tensor => operations.mul(column(x), row(y))

/** Repeats a step for each number up to a count, or down to 0; all results of a step are collected along axis 0. */
export const forEach = (
  size: number,
  step: (index: Tensor, carry: Tensors) => readonly [carry: Tensors, ys: Tensors],
  init: Tensors,
  reverse = false,
): readonly [carry: Tensors, ys: Tensors] =>
  scan((carry, [index]) => step(index, carry), init, [count(size)], { length: size, reverse })

/** The elements of a matrix on and above its diagonal, and 0 below. */
export const upperTriangle = (x: Tensor): Tensor =>
  where(lessEqual(column(count(x.shape[0])), row(count(x.shape[1]))), x, 0)

/** The numbers on the diagonal of a matrix. */
export const diagonalOf = (x: Tensor): Tensor => {
  const onDiagonal = operations.equal(column(count(x.shape[0])), row(count(x.shape[1])))
  return operations.sum(where(onDiagonal, x, 0), { axis: 1 })
}

/** x where a condition holds, otherwise NaN: there is no result, or there are many. */
export const whereKnown = (condition: Tensor, x: Tensor): Tensor => where(condition, x, Number.NaN)
