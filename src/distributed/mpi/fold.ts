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

/** Whether a division by this number is a multiplication by its inverse, which is exact. */
const isPowerOfTwo = (size: number): boolean => (size & (size - 1)) === 0

// One loop for each of the two kinds of array, since one that has seen both runs at half the speed.

const divide64 = (numbers: Float64Array, size: number, length: number): void => {
  if (isPowerOfTwo(size)) for (let index = 0, inverse = 1 / size; index < length; index++) numbers[index] *= inverse
  else for (let index = 0; index < length; index++) numbers[index] /= size
}

const divide32 = (numbers: Float32Array, size: number, length: number): void => {
  if (isPowerOfTwo(size)) for (let index = 0, inverse = 1 / size; index < length; index++) numbers[index] *= inverse
  else for (let index = 0; index < length; index++) numbers[index] /= size
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
  if (op !== 'mean') return
  if (pieces instanceof Float64Array) divide64(pieces, size, length)
  else divide32(pieces as Float32Array, size, length)
}
