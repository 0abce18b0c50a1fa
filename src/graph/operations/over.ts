import { filled, reducedShape, sizeOf, type Tensor } from '../../tensor/index.js'
import { abs, equal, exp, fullLike, log, sub, where } from '../primitives/arithmetic.js'
import { stopGradient } from '../primitives/conversion.js'
import { reduceMax } from '../primitives/extrema.js'
import { broadcastTo, sumTo } from '../primitives/structural.js'

/** The sum over axes, which stay with size 1; leading ones may go at once where `keepdims` is false. */
export const sumOver = (x: Tensor, axes: readonly number[], keepdims = true): Tensor =>
  sumTo(
    x,
    !keepdims && axes.every((axis, index) => axis === index)
      ? x.shape.slice(axes.length)
      : reducedShape(x.shape, axes, true),
  )

/** The number of elements that a reduction over axes takes in. */
export const countOver = (x: Tensor, axes: readonly number[]): number => sizeOf(axes.map((axis) => x.shape[axis]))

/**
 * What exponentials are stabilised with: the largest element over the axes, or 0 where that is infinite or there is
 * none. It counts as a constant, which is right to any order: the result does not depend on it.
 */
const shiftOver = (x: Tensor, axes: readonly number[]): Tensor => {
  if (countOver(x, axes) === 0) return filled(x.dtype, reducedShape(x.shape, axes, true), 0)
  const largest = reduceMax(stopGradient(x), axes)
  return where(equal(abs(largest), fullLike(largest, Number.POSITIVE_INFINITY)), fullLike(largest, 0), largest)
}

/** x less the shift, its exponentials, and their sum. */
export const shiftedOver = (x: Tensor, axes: readonly number[]) => {
  const shift = shiftOver(x, axes)
  const shifted = sub(x, broadcastTo(shift, x.shape))
  const exponentials = exp(shifted)
  return { shift, shifted, exponentials, total: sumOver(exponentials, axes) }
}

/** log(softmax(x)) along an axis of a floating-point operand. */
export const logSoftmaxOver = (x: Tensor, axis: number): Tensor => {
  const { shifted, total } = shiftedOver(x, [axis])
  return sub(shifted, broadcastTo(log(total), x.shape))
}
