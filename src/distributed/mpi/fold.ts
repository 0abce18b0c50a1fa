import type { DType, TypedArray } from '../../tensor/index.js'
import type { Reduction } from '../operands.js'
import type { World } from './world.js'

/** From so many elements on MPI adds sooner, although it is a call of a library. */
const many = 512

/** Adds the pieces to the first, in the order of ranks; a typed array rounds to its dtype, or wraps. */
const addUp = (dtype: DType, pieces: TypedArray, size: number, length: number, world: World): void => {
  if (dtype !== 'bool' && length >= many) {
    const first = pieces.subarray(0, length)
    for (let rank = 1; rank < size; rank++)
      world.add(dtype, pieces.subarray(rank * length, (rank + 1) * length), first, length)
    return
  }
  for (let rank = 1, at = length; rank < size; rank++)
    for (let index = 0; index < length; index++, at++) pieces[index] += pieces[at]
}

const choose = (choice: (a: number, b: number) => number, pieces: TypedArray, size: number, length: number): void => {
  for (let rank = 1, at = length; rank < size; rank++)
    for (let index = 0; index < length; index++, at++) pieces[index] = choice(pieces[index], pieces[at])
}

/**
 * Reduces `size` pieces of `length` elements, of all ranks in their order, to the first: a sum is
 * ((x0 + x1) + x2) + ..., each addition rounded; a mean is that divided by `size`; maxima and minima are those of
 * `maximum` and `minimum`.
 */
export const fold = (
  op: Reduction,
  dtype: DType,
  pieces: TypedArray,
  size: number,
  length: number,
  world: World,
): void => {
  if (op === 'max') choose(Math.max, pieces, size, length)
  else if (op === 'min') choose(Math.min, pieces, size, length)
  else addUp(dtype, pieces, size, length, world)
  if (op === 'mean') for (let index = 0; index < length; index++) pieces[index] /= size
}
