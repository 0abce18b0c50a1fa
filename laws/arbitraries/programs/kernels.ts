import { type Shape, sizeOf } from '../../../src/tensor/index.js'
import type { Builder, Template, Value } from './builder.js'
import { between } from './range.js'

const extentAt = ({ type }: Value, axis: number): number => type.shape.at(axis) as number

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

/** Two vectors, each over the other. */
const sliding =
  (operation: 'convolve' | 'correlate'): Template =>
  (builder) => {
    const isVector = ({ type: { shape } }: Value): boolean => shape.length === 1 && shape[0] > 0
    const [a, b] = [builder.float(isVector), builder.float(isVector)]
    if (a === undefined || b === undefined) return
    const mode = builder.one(['full', 'same', 'valid'])
    const most = 36 * Math.max(...[a, b].map(({ range: { low, high } }) => Math.max(-low, high))) ** 2
    builder.straight(operation, [a, b], { mode }, between(-most, most))
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
export const kernels: readonly Template[] = [
  convolving('conv'),
  convolving('convTranspose'),
  sliding('convolve'),
  sliding('correlate'),
  pooling('avgPool'),
]

/** The largest of windows, of which some tie. */
export const kinkedKernels: readonly Template[] = [pooling('maxPool')]
