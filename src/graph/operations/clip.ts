import { ArgumentError, broadcastShapes, equalShapes, isTensor, ShapeError, type Tensor } from '../../tensor/index.js'
import { equal, less, where } from '../primitives/arithmetic.js'
import { broadcastTo } from '../primitives/structural.js'
import type { Clip, ClipBounds } from '../signatures/index.js'
import { dual } from './dual.js'
import { numericOperandOf, operandsOf } from './operands.js'
import { clipNames } from './optionNames.js'

const checkBounds = (x: Tensor, { min, max }: ClipBounds): void => {
  const complain = (problem: string, remedy: string): never => {
    throw new ArgumentError({ operation: 'clip', operands: [x], problem, remedy })
  }
  if (min === undefined && max === undefined) complain('it has no bounds', 'Give min, or max, or both')
  if (Number.isNaN(min) || Number.isNaN(max)) complain('a bound is NaN', 'A bound is a number, or a tensor of numbers')
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    complain(`min ${min} is above max ${max}`, 'Exchange them')
}

/** A bound in the shape of x. */
const boundOf = (x: Tensor, name: 'min' | 'max', bound: unknown): Tensor => {
  const [, operand] = operandsOf('clip', [x, bound])
  if (!equalShapes(broadcastShapes('clip', [x, operand]), x.shape))
    throw new ShapeError({
      operation: 'clip',
      operands: [x, operand],
      problem: `${name} has shape [${operand.shape.join(', ')}], which does not broadcast to that of x`,
      remedy: 'Broadcast x first',
    })
  return broadcastTo(operand, x.shape)
}

/** x, or the bound where x is beyond it, or where the bound is NaN, which only tensors may be. */
const bounded = (
  x: Tensor,
  name: 'min' | 'max',
  given: unknown,
  isBeyond: (x: Tensor, bound: Tensor) => Tensor,
): Tensor => {
  if (given === undefined) return x
  const bound = boundOf(x, name, given)
  const inside = where(isBeyond(x, bound), bound, x)
  return isTensor(given) ? where(equal(bound, bound), inside, bound) : inside
}

/**
 * The elements of x, but `min` where they are below it and `max` where they are above it: numbers, or tensors that
 * broadcast to x, of which either may be left out. Where bounds are tensors and min is above max, it is max. The
 * derivative at a bound is that inside: 1 in x, 0 in the bound. NaN stays. Throws an ArgumentError where there is no
 * bound, where one is NaN, or where the number `min` is above the number `max`.
 *
 * @example
 * ```ts
 * import { clip, tensor } from 'cotangent'
 *
 * clip(tensor([-2, 0.5, 3]), { min: 0, max: 1 }) // => [0.  0.5 1. ]
 * clip(tensor([-2, 0.5, 3]), { min: 0 }) // => [0.  0.5 3. ]
 * ```
 */
export const clip: Clip = dual('clip', 1, clipNames, (value: unknown, bounds: ClipBounds = {}): Tensor => {
  const x = numericOperandOf('clip', value)
  checkBounds(x, bounds)
  const above = bounded(x, 'min', bounds.min, less)
  return bounded(above, 'max', bounds.max, (each, max) => less(max, each))
})
