import { ArgumentError, describe, isTensor, ShapeError, sizeOf, type Tensor } from '../../tensor/index.js'
import { broadcastTo, reshape } from '../primitives/structural.js'
import type { BroadcastArrays, Meshgrid, MeshgridOptions } from '../signatures/index.js'
import { checkChoice } from './attributes.js'
import { declared, dual } from './dual.js'
import { broadcast, operandOf } from './operands.js'
import { meshgridNames } from './optionNames.js'

/** A list of operands, each with its own dtype. */
const listOf = (operation: string, list: unknown): readonly Tensor[] => {
  if (!Array.isArray(list))
    throw new ArgumentError({
      operation,
      problem: `it takes a list of tensors, not ${isTensor(list) ? 'one tensor' : describe(list)}`,
      remedy: 'Give an array of tensors',
    })
  return list.map((each) => operandOf(operation, each))
}

/**
 * Several tensors repeated to the one shape that they broadcast to, each in its own dtype; none takes more memory.
 * Throws a ShapeError where the shapes do not fit.
 *
 * @example
 * ```ts
 * import { broadcastArrays, tensor } from 'cotangent'
 *
 * const [x, y] = broadcastArrays([tensor([[1], [2]]), tensor([3, 4])])
 * x
 * // => [[1. 1.]
 * //     [2. 2.]]
 * ```
 */
export const broadcastArrays: BroadcastArrays = declared((list: unknown): readonly Tensor[] =>
  broadcast('broadcastArrays', listOf('broadcastArrays', list)),
)

/**
 * The coordinates of a grid from those along its axes, as a tuple of tensors with one axis for each. With `indexing`
 * 'ij' the n-th vector runs along axis n: vectors `[N]`, `[M]` give two tensors `[N, M]`. With 'xy', the default as in
 * NumPy, the first two axes are exchanged, `[M, N]`, as of a picture whose rows go down. A scalar counts as a vector of
 * one element. The dtypes may differ. Throws a ShapeError of more axes.
 *
 * @example
 * ```ts
 * import { meshgrid, tensor } from 'cotangent'
 *
 * const [x, y] = meshgrid([tensor([1, 2, 3]), tensor([4, 5])])
 * y
 * // => [[4. 4. 4.]
 * //     [5. 5. 5.]]
 * meshgrid([tensor([1, 2, 3]), tensor([4, 5])], { indexing: 'ij' })[0].shape // => [ 3, 2 ]
 * ```
 */
export const meshgrid: Meshgrid = dual(
  'meshgrid',
  1,
  meshgridNames,
  (list: unknown, { indexing = 'xy' }: MeshgridOptions = {}): readonly Tensor[] => {
    const vectors = listOf('meshgrid', list)
    const order = checkChoice('meshgrid', 'indexing', indexing, ['xy', 'ij'])
    const broad = vectors.find(({ shape }) => shape.length > 1)
    if (broad !== undefined)
      throw new ShapeError({
        operation: 'meshgrid',
        operands: vectors,
        problem: `it takes vectors, not a tensor of rank ${broad.shape.length}`,
        remedy: 'Flatten it with ravel',
      })
    const axisOf = (index: number): number => (order === 'xy' && vectors.length > 1 && index < 2 ? 1 - index : index)
    const extents = vectors.map(({ shape }) => sizeOf(shape))
    const grid = extents.map((_, axis) => extents[axisOf(axis)])
    return vectors.map((vector, index) => {
      const alone = grid.map((extent, axis) => (axis === axisOf(index) ? extent : 1))
      return broadcastTo(reshape(vector, alone), grid)
    })
  },
)
