import { constantOf } from '../graph/index.js'
import {
  ArgumentError,
  type Constant,
  DTypeError,
  flatten,
  isFloat,
  leafPaths,
  rowMajor,
  type Structure,
  sizeOf,
  type Tensor,
  type TensorType,
  unflatten,
} from '../tensor/index.js'
import type { Only } from './options.js'
import { offsetOf } from './places.js'

/** One entry of a point: which leaf, and where in it in row-major order. */
export interface Entry {
  readonly which: number
  readonly offset: number
}

/** The point of a check: its leaves' values, and how to make a tree of others like them. */
export interface Point<T = unknown> {
  readonly leaves: readonly Constant[]
  readonly paths: readonly string[]
  readonly structure: Structure
  readonly tree: (leaves: readonly Tensor[]) => T
}

const checkLeaf = (operation: string, leaf: Tensor, path: string): void => {
  if (!isFloat(leaf.dtype))
    throw new DTypeError({
      operation,
      operands: [leaf],
      problem: `the point${path} is ${leaf.dtype}, which has no derivative`,
      remedy: 'Convert it with astype, or let the function use it from outside',
    })
}

/** A tree of float tensors as a point. */
export const pointOf = <T>(operation: string, x: T): Point<T> => {
  const [tensors, structure] = flatten(operation, x)
  const paths = leafPaths(structure)
  const leaves = tensors.map((leaf, index) => {
    checkLeaf(operation, leaf, paths[index])
    return constantOf(operation, leaf)
  })
  return { leaves, paths, structure, tree: (others) => unflatten(structure, others) as T }
}

/** All elements of leaves, in their order, row-major within a leaf. */
export const allEntries = (leaves: readonly TensorType[]): readonly Entry[] =>
  leaves.flatMap(({ shape }, which) => Array.from({ length: sizeOf(shape) }, (_, offset) => ({ which, offset })))

/** The entries to compare: all, or one. */
export const entriesOf = (
  operation: string,
  { leaves, paths }: Pick<Point, 'leaves' | 'paths'>,
  only: Only | undefined,
): readonly Entry[] => {
  if (only === undefined) return allEntries(leaves)
  const which = paths.indexOf(only.path)
  if (which < 0)
    throw new ArgumentError({
      operation,
      problem: `the point has no leaf ${JSON.stringify(only.path)}`,
      remedy: `Its leaves are ${paths.map((path) => JSON.stringify(path)).join(', ')}`,
    })
  return [{ which, offset: offsetOf(operation, leaves[which], only.index) }]
}

/** How large the steps of an element are that count as steps of one: a power of two, of the finite ones. */
export const scaleOf = (x: number): number => {
  const size = Math.abs(x)
  return size > 1 ? 2 ** Math.min(1023, Math.ceil(Math.log2(size))) : 1
}

/** The least size that elements count with where steps are in proportion to them: with any roundoff, still a number. */
const leastSize = 2 ** -960

/** The finest step from an element: in proportion to it where it is less than one, as a function may be steep there. */
export const finestFrom = (x: number, roundoff: number): number =>
  x === 0 ? roundoff : roundoff * Math.min(1, Math.max(Math.abs(x), leastSize))

/** A number that a 32-bit word is scrambled to, a good hash (the finalizer of MurmurHash3, A. Appleby). */
const scrambled = (word: number): number => {
  let hash = word
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** So many random bits, and a sign: few enough that a step in such a direction is exact. */
const bits = 24

/**
 * A direction for every leaf, whose components are as good as independent and uniform on [-1, -1/2] and [1/2, 1], in
 * proportion to the sizes of the elements where those are more than one.
 */
export const directionsOf = (leaves: readonly Constant[], seed: number): readonly Float64Array[] => {
  const start = scrambled(seed ^ 0x9e3779b9)
  let drawn = 0
  return leaves.map((leaf) => {
    const elements = rowMajor(leaf)
    const direction = new Float64Array(elements.length)
    for (let index = 0; index < elements.length; index++) {
      drawn += 1
      const word = scrambled((start + Math.imul(drawn, 0x9e3779b9)) | 0)
      const size = 1 / 2 + (word >>> (32 - bits)) / 2 ** (bits + 1)
      direction[index] = (word & 1 ? 1 : -1) * size * scaleOf(elements[index])
    }
    return direction
  })
}
