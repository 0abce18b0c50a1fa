import { type Shape, sizeOf } from '../../../src/tensor/index.js'
import type { OperationName } from '../../programs/operations.js'
import type { Builder, Template, Value } from './builder.js'
import { between } from './range.js'
import { axisOf } from './templates.js'

const isSortable = ({ type }: Value): boolean => type.shape.length > 0 && sizeOf(type.shape) > 0

const extentAt = ({ type }: Value, axis: number): number => type.shape.at(axis) as number

/** A number with an axis to sort along. */
const drawn = (builder: Builder): Value | undefined =>
  builder.pick((value) => value.type.dtype !== 'bool' && isSortable(value))

const sorting =
  (operation: OperationName, isOrder: boolean): Template =>
  (builder) => {
    const x = drawn(builder)
    if (x === undefined) return
    const axis = axisOf(builder, x.type)
    const descending = builder.below(2) === 1
    const range = isOrder ? between(0, extentAt(x, axis) - 1) : x.range
    builder.straight(operation, [x], { axis, descending }, range)
  }

const largestOf: Template = (builder) => {
  const x = drawn(builder)
  if (x === undefined) return
  const axis = axisOf(builder, x.type)
  const which = builder.below(2)
  const k = builder.below(extentAt(x, axis) + 1)
  builder.straight('topK', [x], { k, axis, which }, which === 0 ? x.range : between(0, extentAt(x, axis) - 1))
}

/** An element in order over one axis or all, or between two of them. */
const middle =
  (operation: 'median' | 'quantile'): Template =>
  (builder) => {
    const x = builder.float(isSortable)
    if (x === undefined) return
    const axis = builder.below(2) === 0 ? {} : { axis: axisOf(builder, x.type) }
    const q = operation === 'quantile' ? { q: builder.one([0, 0.3, [0.25, 0.5, 1]]) } : {}
    builder.straight(operation, [x], { ...q, ...axis }, x.range)
  }

/** What jumps from one order to another. */
export const ordering: readonly Template[] = [
  sorting('sort', false),
  sorting('argsort', true),
  largestOf,
  middle('median'),
  middle('quantile'),
]

/** As many axes as a convolution in one dimension has, all elements along the last of them. */
const asSignal = (builder: Builder, x: Value): Value | undefined => {
  const shape: Shape = [1, 1, sizeOf(x.type.shape)]
  return builder.straight('reshape', [x], { shape }, x.range)
}

/** A signal and a kernel that is not longer. */
const signalAndKernel = (builder: Builder): readonly [x: Value, w: Value] | undefined => {
  const x = builder.float(({ type }) => sizeOf(type.shape) > 0)
  const w =
    x && builder.float(({ type }) => sizeOf(type.shape) > 0 && sizeOf(type.shape) <= Math.min(4, sizeOf(x.type.shape)))
  const [signal, kernel] = [x, w].map((value) => value && asSignal(builder, value))
  return signal && kernel && [signal, kernel]
}

const convolving =
  (operation: 'conv' | 'convTranspose'): Template =>
  (builder) => {
    const operands = signalAndKernel(builder)
    if (operands === undefined) return
    const [x, w] = operands
    const padding = operation === 'conv' ? builder.below(2) : 0
    const attributes = { stride: 1 + builder.below(2), padding }
    const most = extentAt(w, 2) * Math.max(...[x, w].map(({ range: { low, high } }) => Math.max(-low, high))) ** 2
    builder.straight(operation, [x, w], attributes, between(-most, most))
  }

const pooling =
  (operation: 'avgPool' | 'maxPool'): Template =>
  (builder) => {
    const x = builder.float(({ type }) => sizeOf(type.shape) > 1)
    const signal = x && asSignal(builder, x)
    if (x === undefined || signal === undefined) return
    const attributes = { kernelSize: 2, stride: 1 + builder.below(2), padding: builder.below(2) }
    const { low, high } = x.range
    builder.straight(operation, [signal], attributes, between(Math.min(0, low), Math.max(0, high)))
  }

/** Convolutions and means of windows. */
export const kernels: readonly Template[] = [convolving('conv'), convolving('convTranspose'), pooling('avgPool')]

/** The largest of windows, of which some tie. */
export const kinkedKernels: readonly Template[] = [pooling('maxPool')]
