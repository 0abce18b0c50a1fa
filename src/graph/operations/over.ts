import { filled, reducedShape, sizeOf, type Tensor } from '../../tensor/index.js'
import { abs, div, equal, exp, fullLike, log, mul, sub, where } from '../primitives/arithmetic.js'
import { convert, stopGradient } from '../primitives/conversion.js'
import { reduceMax } from '../primitives/extrema.js'
import { broadcastTo, sumTo } from '../primitives/structural.js'
import { slice } from '../primitives/windows.js'

/** Truth values as whole numbers, and numbers as they are. */
export const countable = (x: Tensor): Tensor => (x.dtype === 'bool' ? convert(x, 'int32') : x)

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

/** The mean over axes, which stay with size 1 or go as those of the sum. */
export const meanOver = (x: Tensor, axes: readonly number[], keepdims = true): Tensor => {
  const total = sumOver(x, axes, keepdims)
  return div(total, fullLike(total, countOver(x, axes)))
}

/** `size` elements of an axis from `start` on, and all of the other axes. */
export const partOf = (x: Tensor, axis: number, start: number, size: number): Tensor =>
  size === x.shape[axis]
    ? x
    : slice(x, {
        start: x.shape.map((_, index) => (index === axis ? start : 0)),
        size: x.shape.with(axis, size),
        step: x.shape.map(() => 1),
      })

/**
 * The product along an axis, which stays with size 1, as a balanced tree: the first half times the second, element by
 * element, and so on with what that gives; the last one of an odd number waits until the end. It only multiplies, so
 * derivatives are right to any order whatever elements are 0.
 */
const productAlong = (x: Tensor, axis: number): Tensor => {
  const extent = x.shape[axis]
  if (extent === 0) return filled(x.dtype, x.shape.with(axis, 1), 1)
  let [product, rest] = [x, undefined as Tensor | undefined]
  for (let count = extent; count > 1; count >>= 1) {
    const half = count >> 1
    if (count % 2 === 1) {
      const last = partOf(product, axis, count - 1, 1)
      rest = rest === undefined ? last : mul(last, rest)
    }
    product = mul(partOf(product, axis, 0, half), partOf(product, axis, half, half))
  }
  return rest === undefined ? product : mul(product, rest)
}

/** The product over axes, which stay with size 1, one axis after another. */
export const productOver = (x: Tensor, axes: readonly number[]): Tensor => axes.reduce(productAlong, x)

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

/** The logarithm of what has a share of a total, of the shifted exponent and the total. */
export const logOf = (shifted: Tensor, total: Tensor): Tensor => sub(shifted, broadcastTo(log(total), shifted.shape))

/** log(softmax(x)) along an axis of a floating-point operand. */
export const logSoftmaxOver = (x: Tensor, axis: number): Tensor => {
  const { shifted, total } = shiftedOver(x, [axis])
  return logOf(shifted, total)
}
