import type { DType, TypedArray } from '../../tensor/index.js'
import type { Reduction } from '../operands.js'
import type { World } from './world.js'

/** From so many elements on MPI adds sooner, although it is a call of a library. */
const many = 512

/** Adds the others to the first, in their order; a typed array rounds to its dtype, or wraps. */
const addUp = (dtype: DType, [first, ...others]: readonly TypedArray[], world: World): void => {
  const { length } = first
  for (const other of others)
    if (dtype !== 'bool' && length >= many) world.add(dtype, other, first, length)
    else for (let index = 0; index < length; index++) first[index] += other[index]
}

const choose = (choice: (a: number, b: number) => number, [first, ...others]: readonly TypedArray[]): void => {
  for (const other of others)
    for (let index = 0; index < first.length; index++) first[index] = choice(first[index], other[index])
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
 * Reduces pieces of one length, of all ranks in their order, to the first: a sum is ((x0 + x1) + x2) + ..., each addition
 * rounded; a mean is that divided by their number; maxima and minima are those of `maximum` and `minimum`.
 */
export const fold = (op: Reduction, dtype: DType, pieces: readonly TypedArray[], world: World): void => {
  if (op === 'max') choose(Math.max, pieces)
  else if (op === 'min') choose(Math.min, pieces)
  else addUp(dtype, pieces, world)
  if (op !== 'mean') return
  const [first] = pieces
  if (first instanceof Float64Array) divide64(first, pieces.length, first.length)
  else divide32(first as Float32Array, pieces.length, first.length)
}
