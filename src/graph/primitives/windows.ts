import {
  allocate,
  DTypeError,
  fromRowMajor,
  layoutOf,
  rowMajor,
  rowMajorStrides,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  type TensorType,
  view,
} from '../../tensor/index.js'
import { applyOne, applyPrimitive } from '../expression.js'
import type { Differential, Primitive } from '../primitive.js'
import { fromResult, linear, operandDomain, structuralCases, typeAs } from '../rules.js'
import { broadcastTo, zerosLike } from './structural.js'

/** How many places `count` elements take that are `step` apart. */
const reach = (count: number, step: number): number => (count === 0 ? 0 : (count - 1) * step + 1)

// --- slice: `size` elements of each axis, from `start` in steps of `step` >= 1; adjoint, pad

export interface SliceAttributes {
  readonly start: readonly number[]
  readonly size: readonly number[]
  readonly step: readonly number[]
}

export const sliceRecord = linear<'slice', SliceAttributes>({
  name: 'slice',
  infer: ([x], { start, size, step }) => {
    const inside = x.shape.every(
      (extent, axis) => start[axis] >= 0 && step[axis] >= 1 && start[axis] + reach(size[axis], step[axis]) <= extent,
    )
    if (start.length !== x.shape.length || !inside)
      throw new ShapeError({
        operation: 'slice',
        operands: [x],
        problem: `start [${start.join(', ')}], size [${size.join(', ')}], step [${step.join(', ')}] reach outside`,
      })
    return [typeAs(x, size)]
  },
  evaluate: ([x], { start, size, step }) => {
    const { strides, offset } = layoutOf(x)
    const first = strides.reduce((sum, stride, axis) => sum + stride * start[axis], offset)
    return [
      view(
        x,
        size,
        strides.map((stride, axis) => stride * step[axis]),
        first,
      ),
    ]
  },
  transpose: (cotangent, { shape }, { start, size, step }) =>
    pad(cotangent, {
      low: start,
      high: shape.map((extent, axis) => extent - start[axis] - reach(size[axis], step[axis])),
      interior: step.map((distance) => distance - 1),
    }),
  batch: (x, { start, size, step }, count) =>
    slice(x, { start: [0, ...start], size: [count, ...size], step: [1, ...step] }),
  domain: () =>
    structuralCases(
      [[5], { start: [1], size: [2], step: [2] }],
      [[3, 4], { start: [0, 1], size: [2, 3], step: [2, 1] }],
      [[3, 4], { start: [1, 0], size: [2, 2], step: [1, 3] }],
      [[3], { start: [3], size: [0], step: [1] }],
    ),
})

export const slice = (x: Tensor, attributes: SliceAttributes): Tensor => applyOne(sliceRecord, attributes, x)

// --- pad: zeros around, and `interior` zeros between neighbours, on each axis; adjoint, slice

export interface PadAttributes {
  readonly low: readonly number[]
  readonly high: readonly number[]
  readonly interior: readonly number[]
}

const paddedExtent = (extent: number, low: number, high: number, interior: number): number =>
  low + reach(extent, interior + 1) + high

export const padRecord = linear<'pad', PadAttributes>({
  name: 'pad',
  infer: ([x], { low, high, interior }) => {
    if (low.length !== x.shape.length || [...low, ...high, ...interior].some((count) => !(count >= 0)))
      throw new ShapeError({
        operation: 'pad',
        operands: [x],
        problem: `low [${low.join(', ')}], high [${high.join(', ')}], interior [${interior.join(', ')}] are no widths for it`,
      })
    return [
      typeAs(
        x,
        x.shape.map((extent, axis) => paddedExtent(extent, low[axis], high[axis], interior[axis])),
      ),
    ]
  },
  evaluate: ([x], { low, interior }, [type]) => {
    const padded = allocate(x.dtype, sizeOf(type.shape))
    const strides = rowMajorStrides(type.shape)
    const elements = rowMajor(x)
    const origin = strides.reduce((sum, stride, axis) => sum + stride * low[axis], 0)
    const write = (axis: number, from: number, to: number, span: number): void => {
      if (axis === x.shape.length) {
        padded[to] = elements[from]
        return
      }
      const inner = span / x.shape[axis]
      for (let index = 0; index < x.shape[axis]; index++)
        write(axis + 1, from + index * inner, to + index * (1 + interior[axis]) * strides[axis], inner)
    }
    write(0, 0, origin, elements.length)
    return [fromRowMajor(x.dtype, type.shape, padded)]
  },
  transpose: (cotangent, { shape }, { low, interior }) =>
    slice(cotangent, { start: low, size: shape, step: interior.map((zeros) => zeros + 1) }),
  batch: (x, { low, high, interior }) => pad(x, { low: [0, ...low], high: [0, ...high], interior: [0, ...interior] }),
  domain: () =>
    structuralCases(
      [[3], { low: [1], high: [2], interior: [1] }],
      [[2, 3], { low: [0, 1], high: [1, 0], interior: [2, 0] }],
      [[2, 3], { low: [1, 0], high: [0, 2], interior: [0, 1] }],
      [[0], { low: [2], high: [1], interior: [1] }],
    ),
})

export const pad = (x: Tensor, attributes: PadAttributes): Tensor => applyOne(padRecord, attributes, x)

// --- flip: the order of elements reversed along axes; its own adjoint

export const flipRecord = linear<'flip', { readonly axes: readonly number[] }>({
  name: 'flip',
  infer: ([x]) => [typeAs(x, x.shape)],
  evaluate: ([x], { axes }) => {
    const { strides, offset } = layoutOf(x)
    const last = axes.reduce((sum, axis) => sum + strides[axis] * Math.max(0, x.shape[axis] - 1), offset)
    return [
      view(
        x,
        x.shape,
        strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
        last,
      ),
    ]
  },
  transpose: (cotangent, _, { axes }) => flip(cotangent, axes),
  batch: (x, { axes }) =>
    flip(
      x,
      axes.map((axis) => axis + 1),
    ),
  domain: () => structuralCases([[3], { axes: [0] }], [[2, 3], { axes: [0, 1] }], [[2, 0], { axes: [1] }]),
})

export const flip = (x: Tensor, axes: readonly number[]): Tensor => applyOne(flipRecord, { axes }, x)

// --- concatenate: operands one after another along an axis; the adjoint slices the cotangent

export const concatenateRecord: Primitive<'concatenate', { readonly axis: number }> = {
  name: 'concatenate',
  infer: (operands, { axis }) => {
    const [first] = operands
    if (operands.some(({ dtype }) => dtype !== first.dtype))
      throw new DTypeError({
        operation: 'concatenate',
        operands,
        problem: 'the dtypes differ',
        remedy: 'Convert with astype',
      })
    const fits = (type: TensorType): boolean =>
      type.shape.length === first.shape.length &&
      type.shape.every((extent, index) => index === axis || extent === first.shape[index])
    if (!operands.every(fits))
      throw new ShapeError({ operation: 'concatenate', operands, problem: `the shapes differ beside axis ${axis}` })
    const total = operands.reduce((sum, { shape }) => sum + shape[axis], 0)
    return [typeAs(first, replaced(first.shape, axis, total))]
  },
  evaluate: (operands, { axis }, [type]) => {
    const joined = allocate(type.dtype, sizeOf(type.shape))
    const outer = sizeOf(type.shape.slice(0, axis))
    const row = sizeOf(type.shape.slice(axis))
    let start = 0
    for (const operand of operands) {
      const width = sizeOf(operand.shape.slice(axis))
      const elements = rowMajor(operand)
      for (let block = 0; block < outer; block++)
        joined.set(elements.subarray(block * width, (block + 1) * width), block * row + start)
      start += width
    }
    return [fromRowMajor(type.dtype, type.shape, joined)]
  },
  jvp: ({ operands, attributes }, tangents) => [
    concatenate(
      tangents.map((tangent: Differential, index) => tangent ?? zerosLike(operands[index])),
      attributes.axis,
    ),
  ],
  vjp: ({ operands, attributes: { axis } }) => {
    let end = 0
    return operands.map(({ shape }) => {
      const start = end
      end += shape[axis]
      const origin = shape.map((_, index) => (index === axis ? start : 0))
      return fromResult((cotangent) => slice(cotangent, { start: origin, size: shape, step: shape.map(() => 1) }))
    })
  },
  batch: (operands, batched, { axis }, size) => [
    concatenate(
      operands.map((operand, index) => (batched[index] ? operand : broadcastTo(operand, [size, ...operand.shape]))),
      axis + 1,
    ),
  ],
  domain: () => [
    { operands: [operandDomain([2]), operandDomain([3])], attributes: { axis: 0 } },
    { operands: [operandDomain([2, 1]), operandDomain([2, 0]), operandDomain([2, 3])], attributes: { axis: 1 } },
    { operands: [operandDomain([2, 1]), operandDomain([2, 2])], attributes: { axis: 1 } },
    { operands: [operandDomain([1, 2]), operandDomain([2, 2]), operandDomain([1, 2])], attributes: { axis: 0 } },
    { operands: [operandDomain([2, 2])], attributes: { axis: 0 } },
  ],
}

const replaced = (shape: Shape, axis: number, extent: number): Shape =>
  shape.map((one, index) => (index === axis ? extent : one))

export const concatenate = (operands: readonly Tensor[], axis: number): Tensor =>
  applyPrimitive(concatenateRecord, { axis }, operands)[0]
