import {
  ArgumentError,
  allocate,
  DTypeError,
  fromRowMajor,
  layoutOf,
  rowMajor,
  ShapeError,
  sizeOf,
  type Tensor,
  type TensorType,
  view,
} from '../../tensor/index.js'
import { applyOne } from '../expression.js'
import { roundings } from '../reduce.js'
import { linear, structuralCases, typeAs } from '../rules.js'

/** How windows follow each other along an axis, and how far apart the elements of one are. */
export interface Sliding {
  readonly axis: number
  readonly stride: number
  readonly dilation: number
}

/** How many places of an axis a window of `size` elements reaches over. */
export const windowReach = (size: number, dilation: number): number => (size - 1) * dilation + 1

/** How many windows an axis has room for. */
export const windowCount = (extent: number, size: number, { stride, dilation }: Omit<Sliding, 'axis'>): number =>
  Math.max(0, Math.floor((extent - windowReach(size, dilation)) / stride) + 1)

const checkSliding = (
  operation: string,
  x: TensorType,
  axes: number,
  size: number,
  { axis, stride, dilation }: Sliding,
): void => {
  if (![size, stride, dilation].every((count) => Number.isSafeInteger(count) && count >= 1))
    throw new ArgumentError({
      operation,
      operands: [x],
      problem: `there are no windows of size ${size}, stride ${stride}, dilation ${dilation}`,
      remedy: 'All three are whole numbers, 1 at least',
    })
  if (!(axis >= 0 && axis < axes))
    throw new ShapeError({ operation, operands: [x], problem: `there is no axis ${axis}` })
}

// --- windows: [P..., N, Q...] to its M windows along an axis, [P..., M, Q..., size]: element k of window m is the one at
// m * stride + k * dilation. A view; adjoint, overlapAdd

export interface WindowsAttributes extends Sliding {
  readonly size: number
}

export const windowsRecord = linear<'windows', WindowsAttributes>({
  name: 'windows',
  infer: ([x], attributes) => {
    const { axis, size } = attributes
    checkSliding('windows', x, x.shape.length, size, attributes)
    return [typeAs(x, [...x.shape.with(axis, windowCount(x.shape[axis], size, attributes)), size])]
  },
  evaluate: ([x], { axis, stride, dilation }, [type]) => {
    const { strides, offset } = layoutOf(x)
    const apart = strides[axis]
    return [view(x, type.shape, [...strides.with(axis, apart * stride), apart * dilation], offset)]
  },
  transpose: (cotangent, { shape }, { axis, stride, dilation }) =>
    overlapAdd(cotangent, { axis, extent: shape[axis], stride, dilation }),
  batch: (x, { axis, ...rest }) => windows(x, { ...rest, axis: axis + 1 }),
  domain: () =>
    structuralCases(
      [[5], { axis: 0, size: 3, stride: 1, dilation: 1 }],
      [[3, 6], { axis: 1, size: 2, stride: 3, dilation: 2 }],
      [[6, 2], { axis: 0, size: 3, stride: 2, dilation: 1 }],
      [[2, 7, 2], { axis: 1, size: 2, stride: 2, dilation: 3 }],
      [[2, 2], { axis: 1, size: 3, stride: 1, dilation: 1 }],
    ),
})

export const windows = (x: Tensor, attributes: WindowsAttributes): Tensor => applyOne(windowsRecord, attributes, x)

// --- overlapAdd: windows [P..., M, Q..., size] added to an axis of `extent`, [P..., extent, Q...]. Every element starts at
// 0, and takes what the windows have for it in the order of its place in them, k ascending; adjoint, windows

export interface OverlapAddAttributes extends Sliding {
  readonly extent: number
}

export const overlapAddRecord = linear<'overlapAdd', OverlapAddAttributes>({
  name: 'overlapAdd',
  infer: ([x], attributes) => {
    const { axis, extent } = attributes
    const [size, axes] = [x.shape[x.shape.length - 1], x.shape.length - 1]
    checkSliding('overlapAdd', x, axes, size, attributes)
    if (x.dtype === 'bool')
      throw new DTypeError({
        operation: 'overlapAdd',
        operands: [x],
        problem: 'it does not take bool',
        remedy: 'Convert with astype',
      })
    const count = windowCount(extent, size, attributes)
    if (x.shape[axis] !== count)
      throw new ShapeError({
        operation: 'overlapAdd',
        operands: [x],
        problem: `an axis of ${extent} has ${count} windows, and there are ${x.shape[axis]}`,
      })
    return [typeAs(x, x.shape.slice(0, -1).with(axis, extent))]
  },
  evaluate: ([x], { axis, extent, stride, dilation }, [type]) => {
    const sums = allocate(x.dtype, sizeOf(type.shape))
    const elements = rowMajor(x)
    const size = x.shape[x.shape.length - 1]
    const [before, count, row] = [sizeOf(x.shape.slice(0, axis)), x.shape[axis], sizeOf(type.shape.slice(axis + 1))]
    const round = roundings[x.dtype]
    for (let k = 0; k < size; k++)
      for (let outer = 0; outer < before; outer++)
        for (let window = 0; window < count; window++) {
          const to = (outer * extent + window * stride + k * dilation) * row
          const from = (outer * count + window) * row
          for (let i = 0; i < row; i++) sums[to + i] = round(sums[to + i] + elements[(from + i) * size + k])
        }
    return [fromRowMajor(x.dtype, type.shape, sums)]
  },
  transpose: (cotangent, { shape }, { axis, stride, dilation }) =>
    windows(cotangent, { axis, size: shape[shape.length - 1], stride, dilation }),
  batch: (x, { axis, ...rest }) => overlapAdd(x, { ...rest, axis: axis + 1 }),
  domain: () =>
    structuralCases(
      [[3, 3], { axis: 0, extent: 5, stride: 1, dilation: 1 }],
      [[3, 2, 2], { axis: 1, extent: 6, stride: 3, dilation: 2 }],
      [[2, 2, 3], { axis: 0, extent: 6, stride: 2, dilation: 1 }],
      [[2, 2, 2, 2], { axis: 1, extent: 7, stride: 2, dilation: 3 }],
      [[2, 0, 3], { axis: 1, extent: 2, stride: 1, dilation: 1 }],
    ),
})

export const overlapAdd = (x: Tensor, attributes: OverlapAddAttributes): Tensor =>
  applyOne(overlapAddRecord, attributes, x)
