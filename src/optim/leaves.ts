import { add, minimum, zeros } from '../graph/index.js'
import {
  ArgumentError,
  checkSameStructure,
  DTypeError,
  describe,
  equalShapes,
  type FloatDType,
  flatten,
  isFloat,
  leafPaths,
  ShapeError,
  type Structure,
  showType,
  type Tensor,
  written,
} from '../tensor/index.js'

/** A float tensor: a leaf of the parameters, of their gradients, or of the updates. */
export type Leaf = Tensor<readonly number[], FloatDType>

/** The leaves of a tree, in the order of `flattenTree`. */
export type Leaves = readonly Leaf[]

/** Where a leaf stands in its tree: keys of records and positions in lists, from the root. */
export type Place = readonly (string | number)[]

/** How many updates there have been. */
export type Count = Tensor<[], 'int32'>

/** A tree of floats, flat. */
export interface Flat {
  readonly leaves: Leaves
  readonly structure: Structure
}

/** The leaves of parameters, which must be floats. */
export const flatParams = (operation: string, params: unknown): Flat => {
  const [leaves, structure] = flatten(operation, params, 'the parameters')
  const foreign = leaves.findIndex(({ dtype }) => !isFloat(dtype))
  if (foreign >= 0)
    throw new DTypeError({
      operation,
      operands: [leaves[foreign]],
      problem: `params${leafPaths(structure)[foreign]} is ${leaves[foreign].dtype}, which has no gradient`,
      remedy: 'Keep what is not trained apart from the parameters',
    })
  return { leaves: leaves as Leaves, structure }
}

/** A tree that another one must be like, and what its leaves are called. */
export interface Model {
  readonly leaves: readonly Tensor[]
  readonly structure: Structure
  readonly all: string
  readonly each: string
}

/** The leaves of a tree that must be like a model: of the same structure, shapes and dtypes. */
export const leavesLike = (operation: string, what: string, tree: unknown, model: Model): readonly Tensor[] => {
  const [leaves, structure] = flatten(operation, tree, `the ${what}`)
  checkSameStructure(operation, structure, model.structure, `the ${what} and ${model.all}`)
  leaves.forEach((leaf, index) => {
    const due = model.leaves[index]
    if (leaf.dtype === due.dtype && equalShapes(leaf.shape, due.shape)) return
    const Refusal = leaf.dtype === due.dtype ? ShapeError : DTypeError
    throw new Refusal({
      operation,
      problem: `the ${what}${leafPaths(structure)[index]} is ${showType(leaf)}, and ${model.each} ${showType(due)}`,
    })
  })
  return leaves
}

/** The leaves of a tree that must be like the parameters. */
export const flatLike = (operation: string, what: string, tree: unknown, params: Flat): Leaves =>
  leavesLike(operation, what, tree, { ...params, all: 'the parameters', each: 'its parameter' }) as Leaves

/** The place of every leaf of a structure, in the order of its leaves. */
export const placesOf = (structure: Structure, before: Place = []): readonly Place[] =>
  structure._tag === 'Leaf'
    ? [before]
    : structure.items.flatMap((item, index) =>
        placesOf(item, [...before, structure._tag === 'List' ? index : structure.keys[index]]),
      )

/** Zeros of the types of leaves. */
export const zerosOf = (leaves: Leaves): Leaves => leaves.map(({ shape, dtype }) => zeros(shape, { dtype }))

/** Before the first update. */
export const noUpdates: Count = zeros([], { dtype: 'int32' })

/** The largest int32 stays what it is: a counter that wrapped would begin anew, and backwards. */
const mostUpdates = 2 ** 31 - 1

/** One update more. */
export const counted = (count: Count): Count => add(minimum(count, mostUpdates - 1), 1)

/** Two lists combined leaf by leaf. */
export const zipped = <R>(a: Leaves, b: Leaves, f: (a: Leaf, b: Leaf, index: number) => R): readonly R[] =>
  a.map((leaf, index) => f(leaf, b[index], index))

const refuse = (operation: string, name: string, value: unknown, due: string): never => {
  throw new ArgumentError({ operation, problem: `${name} is ${written(value)}, not ${due}` })
}

/** A number that is 0 or more, and finite. */
export const checkSize = (operation: string, name: string, value: unknown): number =>
  typeof value === 'number' && value >= 0 && value < Infinity
    ? value
    : refuse(operation, name, value, 'a finite number from 0')

/** A number above 0, and finite. */
export const checkPositive = (operation: string, name: string, value: unknown): number =>
  typeof value === 'number' && value > 0 && value < Infinity
    ? value
    : refuse(operation, name, value, 'a finite number above 0')

/** How much of the past stays: from 0 to below 1. */
export const checkDecay = (operation: string, name: string, value: unknown): number =>
  typeof value === 'number' && value >= 0 && value < 1 ? value : refuse(operation, name, value, 'from 0 to below 1')

/** A whole number from `least` on. */
export const checkWhole = (operation: string, name: string, value: unknown, least: number): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least
    ? value
    : refuse(operation, name, value, `a whole number from ${least}`)

/** Any finite number. */
export const checkNumber = (operation: string, name: string, value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse(operation, name, value, 'a finite number')

/** Refuses what cannot be gone over, such as a generator function that has not been called: `what` it is. */
export const checkIterable = (operation: string, what: string, given: unknown): void => {
  const { [Symbol.iterator]: now, [Symbol.asyncIterator]: later } = Object(given) as {
    readonly [Symbol.iterator]?: unknown
    readonly [Symbol.asyncIterator]?: unknown
  }
  if (typeof now !== 'function' && typeof later !== 'function')
    throw new ArgumentError({
      operation,
      problem: `${what} (${describe(given)}) cannot be gone over`,
      remedy: 'Give an array or another iterable, as epochBatches makes one; a generator function is to be called',
    })
}
