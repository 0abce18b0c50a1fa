import { type Constant, rowMajor, rowMajorStrides, sizeOf } from '../../../tensor/index.js'
import { type Attributes, int, ints } from './attributes.js'
import type { Emitter } from './emitter.js'
import type { Lowering } from './lowering.js'
import { each, leading, padding, type Slides, slidesOf } from './slides.js'
import { loose, type Value } from './value.js'
import { reshaped, viewOf } from './views.js'

/** Whether axes are those within windows [N, C, counts..., sizes...]. */
const areWithin = (axes: readonly number[], { slidings }: Slides): boolean =>
  axes.length === slidings.length && axes.every((axis, index) => axis === leading + slidings.length + index)

const pooled = (
  emit: Emitter,
  operator: string,
  windows: Value,
  { image, before, after, slidings }: Slides,
  attributes: Attributes = {},
): Value =>
  emit.one(
    operator,
    [image],
    { dtype: windows.dtype, shape: windows.shape.slice(0, leading + slidings.length) },
    {
      kernel_shape: ints(each(slidings, 'size')),
      strides: ints(each(slidings, 'stride')),
      dilations: ints(each(slidings, 'dilation')),
      pads: ints([...before, ...after]),
      ...attributes,
    },
  )

/** Whether a constant is true exactly where zeros of that width around something are not. */
const isInside = (condition: Constant, low: readonly number[], high: readonly number[]): boolean => {
  const { shape } = condition
  const strides = rowMajorStrides(shape)
  return rowMajor(condition).every((element, index) => {
    const inside = shape.every((extent, axis) => {
      const at = Math.floor(index / strides[axis]) % extent
      return at >= low[axis] && at < extent - high[axis]
    })
    return inside === (element !== 0)
  })
}

/** The same where what is around is less than all elements, which is how operators take what is not there. */
const surrounded = (slides: Slides): Slides => {
  const { origin } = slides.image
  if (origin?.kind !== 'choice' || origin.whenFalse.element !== Number.NEGATIVE_INFINITY) return slides
  const [condition, { origin: around }] = [origin.condition.origin, origin.whenTrue]
  if (condition?.kind !== 'constant' || around?.kind !== 'pad') return slides
  return isInside(condition.of, around.low, around.high) ? padding({ ...slides, image: origin.whenTrue }) : slides
}

/**
 * The greatest elements of all windows as a MaxPool, if that is what is asked for. What becomes of NaN, and which zero it
 * is of two, ONNX leaves open.
 */
export const maxPool = (emit: Emitter, x: Value, axes: readonly number[]): Value | undefined => {
  const slides = slidesOf(x)
  if (slides === undefined || !areWithin(axes, slides) || x.dtype === 'int32') return undefined
  return pooled(emit, 'MaxPool', x, surrounded(slides))
}

/** A quotient as an AveragePool, if it is of the sums of all windows and the number of elements in one. */
const averagePool = (emit: Emitter, dividend: Value, divisor: number | undefined): Value | undefined => {
  const { of } = viewOf(dividend)
  if (of.origin?.kind !== 'reduction' || of.dtype !== 'float32') return undefined
  const windows = of.origin.of
  const slides = slidesOf(windows)
  if (slides === undefined || !areWithin(of.origin.axes, slides)) return undefined
  if (divisor !== sizeOf(each(slides.slidings, 'size'))) return undefined
  const means = pooled(emit, 'AveragePool', windows, padding(slides), { count_include_pad: int(1) })
  return reshaped(emit, means, dividend.shape)
}

/** Quotients, and products by a number whose reciprocal is exact, that may be means of windows. */
export const averaging =
  (lowering: Lowering<unknown>, divisorOf: (operand: number) => number): Lowering<unknown> =>
  (emit, application) => {
    const [dividend, operand] = application.operands
    const { element } = loose(operand)
    const means = averagePool(emit, dividend, element === undefined ? undefined : divisorOf(element))
    return means === undefined ? lowering(emit, application) : [means]
  }

/** What a product by a number divides by, if that is a power of 2. */
export const exactReciprocal = (factor: number): number =>
  Number.isInteger(Math.log2(factor)) ? 1 / factor : Number.NaN
