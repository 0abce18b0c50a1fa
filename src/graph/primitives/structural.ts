import {
  type Constant,
  DTypeError,
  equalShapes,
  filled,
  fromRowMajor,
  layoutOf,
  reshapedStrides,
  rowMajor,
  rowMajorStrides,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  type TensorType,
  view,
} from '../../tensor/index.js'
import { applyOne } from '../expression.js'
import { sumConstant } from '../reduce.js'
import { linear, structuralCases, typeAs } from '../rules.js'

/** The axes of one example as axes of a batch, whose own axis 0 stays in front. */
const shifted = (axes: readonly number[]): readonly number[] => [0, ...axes.map((axis) => axis + 1)]

// --- reshape: the same elements in row-major order under another shape; its own adjoint

export const reshapeRecord = linear<'reshape', { readonly shape: Shape }>({
  name: 'reshape',
  infer: ([x], { shape }) => {
    if (sizeOf(shape) !== sizeOf(x.shape))
      throw new ShapeError({
        operation: 'reshape',
        operands: [x],
        problem: `shape [${shape.join(', ')}] takes ${sizeOf(shape)} elements, the tensor has ${sizeOf(x.shape)}`,
      })
    return [typeAs(x, shape)]
  },
  evaluate: ([x], { shape }) => {
    const { strides, offset } = layoutOf(x)
    const same = sizeOf(shape) === 0 ? rowMajorStrides(shape) : reshapedStrides(x.shape, strides, shape)
    return [same === undefined ? fromRowMajor(x.dtype, shape, rowMajor(x)) : view(x, shape, same, offset)]
  },
  transpose: (cotangent, { shape }) => reshape(cotangent, shape),
  batch: (x, { shape }, size) => reshape(x, [size, ...shape]),
  domain: () => structuralCases([[2, 3], { shape: [3, 2] }], [[0, 2], { shape: [4, 0] }], [[1], { shape: [] }]),
})

export const reshape = (x: Tensor, shape: Shape): Tensor =>
  equalShapes(x.shape, shape) ? x : applyOne(reshapeRecord, { shape }, x)

/** The permutation that undoes another. */
export const inverted = (permutation: readonly number[]): readonly number[] =>
  permutation.map((_, axis) => permutation.indexOf(axis))

// --- transpose: result axis i is operand axis permutation[i]; adjoint, the inverse permutation

export const transposeRecord = linear<'transpose', { readonly permutation: readonly number[] }>({
  name: 'transpose',
  infer: ([x], { permutation }) => {
    if (
      !equalShapes(
        [...permutation].sort((a, b) => a - b),
        x.shape.map((_, axis) => axis),
      )
    )
      throw new ShapeError({
        operation: 'transpose',
        operands: [x],
        problem: `[${permutation.join(', ')}] is no permutation of the axes`,
      })
    return [
      typeAs(
        x,
        permutation.map((axis) => x.shape[axis]),
      ),
    ]
  },
  evaluate: ([x], { permutation }, [type]) => {
    const { strides, offset } = layoutOf(x)
    return [
      view(
        x,
        type.shape,
        permutation.map((axis) => strides[axis]),
        offset,
      ),
    ]
  },
  transpose: (cotangent, _, { permutation }) => transpose(cotangent, inverted(permutation)),
  batch: (x, { permutation }) => transpose(x, shifted(permutation)),
  domain: () =>
    structuralCases(
      [[2, 3], { permutation: [1, 0] }],
      [[2, 1, 3], { permutation: [2, 0, 1] }],
      [[2, 2, 3], { permutation: [1, 2, 0] }],
      [[], { permutation: [] }],
    ),
})

export const transpose = (x: Tensor, permutation: readonly number[]): Tensor =>
  permutation.every((axis, index) => axis === index) ? x : applyOne(transposeRecord, { permutation }, x)

/** Moves one axis to another place, the others keeping their order. */
export const moveAxis = (x: Tensor, from: number, to: number): Tensor => {
  const rest = x.shape.map((_, axis) => axis).filter((axis) => axis !== from)
  return transpose(x, [...rest.slice(0, to), from, ...rest.slice(to)])
}

// --- broadcastTo: NumPy's rule, axes added in front and axes of size 1 repeated; adjoint, sumTo

const checkBroadcastable = (operation: string, small: TensorType, shape: Shape, operand: TensorType): void => {
  const added = shape.length - small.shape.length
  const fits = added >= 0 && small.shape.every((extent, axis) => extent === 1 || extent === shape[axis + added])
  if (!fits)
    throw new ShapeError({
      operation,
      operands: [operand],
      problem: `[${small.shape.join(', ')}] does not broadcast to [${shape.join(', ')}]`,
      remedy: 'Each axis, counted from the end, must have the same size or size 1',
    })
}

export const broadcastToRecord = linear<'broadcastTo', { readonly shape: Shape }>({
  name: 'broadcastTo',
  infer: ([x], { shape }) => {
    checkBroadcastable('broadcastTo', x, shape, x)
    return [typeAs(x, shape)]
  },
  evaluate: ([x], { shape }) => {
    const { strides, offset } = layoutOf(x)
    const added = shape.length - x.shape.length
    const repeated = shape.map((extent, axis) =>
      axis < added || (x.shape[axis - added] === 1 && extent !== 1) ? 0 : strides[axis - added],
    )
    return [view(x, shape, repeated, offset)]
  },
  transpose: (cotangent, { shape }) => sumTo(cotangent, shape),
  batch: (x, { shape }, size) => {
    const ones = new Array<number>(shape.length - x.shape.length + 1).fill(1)
    return broadcastTo(reshape(x, [size, ...ones, ...x.shape.slice(1)]), [size, ...shape])
  },
  domain: () =>
    structuralCases(
      [[3], { shape: [2, 3] }],
      [[2, 1], { shape: [4, 2, 3] }],
      [[2, 1, 3], { shape: [2, 4, 3] }],
      [[1, 2], { shape: [0, 2] }],
      [[], { shape: [2, 2] }],
    ),
})

export const broadcastTo = (x: Tensor, shape: Shape): Tensor =>
  equalShapes(x.shape, shape) ? x : applyOne(broadcastToRecord, { shape }, x)

/** The reduction that undoes broadcasting: sums over the axes that broadcasting to `x.shape` adds or repeats. */
export const sumToRecord = linear<'sumTo', { readonly shape: Shape }>({
  name: 'sumTo',
  infer: ([x], { shape }) => {
    checkBroadcastable('sumTo', { ...x, shape }, x.shape, x)
    if (x.dtype === 'bool')
      throw new DTypeError({
        operation: 'sumTo',
        operands: [x],
        problem: 'it does not take bool',
        remedy: 'Convert with astype',
      })
    return [typeAs(x, shape)]
  },
  evaluate: ([x], _, [type]) => [sumConstant(x, type.shape)],
  transpose: (cotangent, { shape }) => broadcastTo(cotangent, shape),
  batch: (x, { shape }, size) => {
    const ones = new Array<number>(x.shape.length - 1 - shape.length).fill(1)
    // A sum even where nothing shrinks: over an axis of size 1, 0 + x is not x where x is -0.
    return reshape(summed(x, [size, ...ones, ...shape]), [size, ...shape])
  },
  domain: () =>
    structuralCases(
      [[2, 3], { shape: [3] }],
      [[4, 2, 3], { shape: [2, 1] }],
      [[2, 3, 2], { shape: [2, 1, 2] }],
      [[2, 2, 3], { shape: [2, 3] }],
      [[0, 2], { shape: [1, 2] }],
      [[2, 2], { shape: [] }],
      [[3, 11], { shape: [3, 1] }],
    ),
})

const summed = (x: Tensor, shape: Shape): Tensor => applyOne(sumToRecord, { shape }, x)

export const sumTo = (x: Tensor, shape: Shape): Tensor => (equalShapes(x.shape, shape) ? x : summed(x, shape))

/** Zeros of a tensor's type, which take no memory. */
export const zerosLike = (x: TensorType): Constant => filled(x.dtype, x.shape, 0)
