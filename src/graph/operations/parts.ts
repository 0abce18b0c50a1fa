import { normalizeAxis, ShapeError, type Tensor } from '../../tensor/index.js'
import { reshape } from '../primitives/structural.js'
import type { AxisOption, Split, Unstack } from '../signatures/index.js'
import { checkWhole, wholeNumbers } from './attributes.js'
import { dual } from './dual.js'
import { operandOf } from './operands.js'
import { axisNames } from './optionNames.js'
import { partOf } from './over.js'

const equalParts = (x: Tensor, axis: number, sections: number): readonly Tensor[] => {
  const size = x.shape[axis] / checkWhole('split', 'the number of sections', sections, x, 1)
  if (!Number.isInteger(size))
    throw new ShapeError({
      operation: 'split',
      operands: [x],
      problem: `axis ${axis} of size ${x.shape[axis]} does not divide into ${sections} equal parts`,
      remedy: 'Give a list of the places where to split it',
    })
  return Array.from({ length: sections }, (_, index) => partOf(x, axis, index * size, size))
}

const partsBetween = (x: Tensor, axis: number, indices: readonly number[]): readonly Tensor[] => {
  const extent = x.shape[axis]
  const place = (index: number): number => Math.min(extent, Math.max(0, index < 0 ? index + extent : index))
  const places = [0, ...wholeNumbers('split', 'indices', indices, x).map(place), extent]
  return places.slice(1).map((stop, index) => partOf(x, axis, places[index], Math.max(0, stop - places[index])))
}

/**
 * The parts of x along an axis (the first without `axis`), as a tuple: as many equal ones as the number says, or those
 * between the indices given, of which `[i, j]` makes `x[0:i]`, `x[i:j]` and `x[j:]` by Python's rules. Throws a
 * ShapeError where the axis does not divide into equal parts.
 *
 * @example
 * ```ts
 * import { arange, split } from 'cotangent'
 *
 * const [low, high] = split(arange(4), 2)
 * high // => [2. 3.]
 * split(arange(4), [1, 3]).map((part) => part.shape) // => [ [ 1 ], [ 2 ], [ 1 ] ]
 * ```
 */
export const split: Split = dual(
  'split',
  2,
  axisNames,
  (value: unknown, indicesOrSections: number | readonly number[], { axis = 0 }: AxisOption = {}): readonly Tensor[] => {
    const x = operandOf('split', value)
    const along = normalizeAxis('split', axis, x.shape.length, x)
    return Array.isArray(indicesOrSections)
      ? partsBetween(x, along, indicesOrSections)
      : equalParts(x, along, indicesOrSections as number)
  },
)

/**
 * The slices of x at each place of an axis (the first without `axis`), as a tuple of tensors without that axis: what
 * `stack` joins.
 *
 * @example
 * ```ts
 * import { tensor, unstack } from 'cotangent'
 *
 * const [x, y] = unstack(tensor([[1, 2], [3, 4], [5, 6]]), { axis: 1 })
 * y // => [2. 4. 6.]
 * ```
 */
export const unstack: Unstack = dual(
  'unstack',
  1,
  axisNames,
  (value: unknown, { axis = 0 }: AxisOption = {}): readonly Tensor[] => {
    const x = operandOf('unstack', value)
    const along = normalizeAxis('unstack', axis, x.shape.length, x)
    const shape = x.shape.toSpliced(along, 1)
    return Array.from({ length: x.shape[along] }, (_, index) => reshape(partOf(x, along, index, 1), shape))
  },
)
