import { ArgumentError, normalizeAxes, type OptionNames, reducedShape, type Tensor } from '../../tensor/index.js'
import { reshape } from '../primitives/structural.js'
import type { ReductionOptions } from '../signatures/index.js'
import { checkFlag } from './attributes.js'
import { dual } from './dual.js'
import { countOver } from './over.js'

/**
 * A reduction, of which `of` leaves the axes (ascending) with size 1, or takes them away where `keepdims` is false. It
 * is given the options that are its own as well, whose names are among `names`.
 */
export const reduction = <F, More = unknown>(
  operation: string,
  operand: (operation: string, x: unknown) => Tensor,
  names: OptionNames,
  of: (x: Tensor, axes: readonly number[], keepdims: boolean, options: ReductionOptions & More) => Tensor,
): F =>
  dual(operation, 1, names, (value: unknown, options: ReductionOptions & More = {} as ReductionOptions & More) => {
    const { axis, keepdims = false } = options
    const x = operand(operation, value)
    const axes = normalizeAxes(operation, axis, x)
    checkFlag(operation, 'keepdims', keepdims)
    return reshape(of(x, axes, keepdims, options), reducedShape(x.shape, axes, keepdims))
  })

/** Refuses to look for an extremum of no elements. */
export const checkNotEmpty = (operation: string, x: Tensor, axes: readonly number[]): void => {
  if (countOver(x, axes) === 0)
    throw new ArgumentError({
      operation,
      operands: [x],
      problem: 'it goes over no elements, and there is no extremum of none',
      remedy: 'Give every axis that it goes over a size of at least 1',
    })
}
