import { grad } from '../autodiff/index.js'
import { constantOf } from '../graph/index.js'
import {
  ArgumentError,
  type Constant,
  checkSameStructure,
  copyOut,
  DTypeError,
  equalShapes,
  flatten,
  fromRowMajor,
  isFloat,
  leafPaths,
  rowMajor,
  ShapeError,
  type Structure,
  showType,
  sizeOf,
  soleElement,
  type Tensor,
  unflatten,
} from '../tensor/index.js'
import type { ScalarFunction } from './differences.js'
import type { HandWritten, Only } from './options.js'
import { offsetOf } from './places.js'

const operation = 'gradcheck'

/** One entry of a point: which leaf, and where in it in row-major order. */
export interface Entry {
  readonly which: number
  readonly offset: number
}

/** The point of a check: its leaves' values, and functions of trees as functions of them. */
export interface Point {
  readonly leaves: readonly Constant[]
  readonly paths: readonly string[]
  readonly value: (leaves: readonly Tensor[]) => Constant
  readonly gradient: (leaves: readonly Tensor[]) => readonly Constant[]
}

const checkLeaf = (leaf: Tensor, path: string): void => {
  if (!isFloat(leaf.dtype))
    throw new DTypeError({
      operation,
      operands: [leaf],
      problem: `the point${path} is ${leaf.dtype}, which has no derivative`,
      remedy: 'Convert it with astype, or let the function use it from outside',
    })
}

const checkScalar = (value: Tensor): void => {
  if (value.shape.length !== 0 || !isFloat(value.dtype))
    throw new ShapeError({
      operation,
      operands: [value],
      problem: 'the function must give a scalar of a float dtype',
      remedy: 'Reduce it with sum or mean',
    })
}

/** The leaves of a gradient that must be like the point. */
const gradientLeaves = (gradient: unknown, structure: Structure, point: readonly Constant[]): readonly Constant[] => {
  const [leaves, own] = flatten(operation, gradient)
  checkSameStructure(operation, own, structure, 'the gradient and the point')
  const paths = leafPaths(structure)
  return leaves.map((leaf, index) => {
    const due = point[index]
    if (leaf.dtype !== due.dtype || !equalShapes(leaf.shape, due.shape))
      throw new ShapeError({
        operation,
        problem: `the gradient${paths[index]} is ${showType(leaf)}, the point is ${showType(due)} there`,
      })
    return constantOf(operation, leaf)
  })
}

export const pointOf = <T>(f: ScalarFunction<T> | HandWritten<T>, x: T): Point => {
  const [tensors, structure] = flatten(operation, x)
  const paths = leafPaths(structure)
  const leaves = tensors.map((leaf, index) => {
    checkLeaf(leaf, paths[index])
    return constantOf(operation, leaf)
  })
  const handWritten = typeof f === 'function' ? { value: f, gradient: grad(f) as (x: T) => T } : f
  const tree = (replaced: readonly Tensor[]): T => unflatten(structure, replaced) as T
  return {
    leaves,
    paths,
    value: (replaced) => {
      const value = handWritten.value(tree(replaced)) as Tensor
      checkScalar(value)
      return constantOf(operation, value)
    },
    gradient: (replaced) => gradientLeaves(handWritten.gradient(tree(replaced)), structure, leaves),
  }
}

export const element = (value: Constant): number => Number(soleElement(value))

/** A leaf with some of its elements replaced. */
export const replaced = (leaf: Constant, replace: (data: { [index: number]: number }) => void): Constant => {
  const data = copyOut(leaf)
  replace(data)
  return fromRowMajor(leaf.dtype, [...leaf.shape], data)
}

/** A direction in which all entries move, none like another: signs and sizes as good as random, by the golden ratio. */
const directionOf = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => {
    const word = Math.imul(index + 1, 0x9e3779b9) >>> 0
    return (word & 1 ? 1 : -1) * (1 / 2 + word / 2 ** 33)
  })

/** The leaves with all entries moved along a direction, in proportion to their size where that is more than one. */
export const movedAlong = (leaves: readonly Constant[]): ((t: number) => readonly Constant[]) => {
  const directions = leaves.map((leaf) => directionOf(sizeOf(leaf.shape)))
  return (t) =>
    leaves.map((leaf, which) =>
      replaced(leaf, (data) => {
        const elements = rowMajor(leaf)
        directions[which].forEach((step, index) => {
          data[index] = elements[index] + step * t * Math.max(1, Math.abs(elements[index]))
        })
      }),
    )
}

/** The entries to compare: all, or one. */
export const entriesOf = ({ leaves, paths }: Point, only: Only | undefined): readonly Entry[] => {
  if (only === undefined)
    return leaves.flatMap((leaf, which) =>
      Array.from({ length: sizeOf(leaf.shape) }, (_, offset) => ({ which, offset })),
    )
  const which = paths.indexOf(only.path)
  if (which < 0)
    throw new ArgumentError({
      operation,
      problem: `the point has no leaf ${JSON.stringify(only.path)}`,
      remedy: `Its leaves are ${paths.map((path) => JSON.stringify(path)).join(', ')}`,
    })
  return [{ which, offset: offsetOf(operation, leaves[which], only.index) }]
}
