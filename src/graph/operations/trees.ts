import {
  checkSameStructure,
  DTypeError,
  equalShapes,
  flatten,
  leafPaths,
  ShapeError,
  type Structure,
  showType,
  type Tensor,
  type TensorType,
  unflatten,
} from '../../tensor/index.js'
import { cut } from '../primitives/control/derived.js'
import type { Graph, Traced } from '../trace.js'

/** A function of trees, its types forgotten. */
export type AnyFunction = (...args: readonly unknown[]) => unknown

/** The leaves of a tree and how they were put together. */
export interface Leaves {
  readonly leaves: readonly Tensor[]
  readonly structure: Structure
}

/** The leaves of a tree; `what` it is where that is no argument. */
export const leavesOf = (operation: string, tree: unknown, what?: string): Leaves => {
  const [leaves, structure] = flatten(operation, tree, what)
  return { leaves, structure }
}

/** The tree of other leaves. */
export const treeOf = ({ structure }: Leaves, leaves: readonly Tensor[]): unknown => unflatten(structure, leaves)

/** Refuses leaves whose types differ: `what` they are a part of, and how the two are called. */
export const checkSameTypes = (
  operation: string,
  what: string,
  structure: Structure,
  [one, types]: readonly [string, readonly TensorType[]],
  [other, others]: readonly [string, readonly TensorType[]],
  remedy: string,
): void => {
  const paths = leafPaths(structure)
  types.forEach((type, index) => {
    const different = others[index]
    if (type.dtype === different.dtype && equalShapes(type.shape, different.shape)) return
    const Refusal = type.dtype === different.dtype ? ShapeError : DTypeError
    throw new Refusal({
      operation,
      operands: [type, different],
      problem: `${what}${paths[index]} is ${showType(type)} ${one} and ${showType(different)} ${other}`,
      remedy,
    })
  })
}

/** The leaves of the carry that a step returns, which must be like those that it was given. */
export const nextCarry = (operation: string, returned: unknown, { leaves, structure }: Leaves): readonly Tensor[] => {
  const [next, nextStructure] = flatten(operation, returned, 'the carry after a step')
  checkSameStructure(operation, structure, nextStructure, 'the carry before and after a step')
  checkSameTypes(
    operation,
    'the carry',
    nextStructure,
    ['before a step', leaves],
    ['after it', next],
    'A step must return a carry of the type that it is given: convert or broadcast the initial one',
  )
  return next
}

/** A traced graph whose captured inputs come first. */
export const capturedFirst = ({ graph, captured }: Traced): Graph => {
  const [own, placeholders] = cut(graph.inputs, graph.inputs.length - captured.length, captured.length)
  return { ...graph, inputs: [...placeholders, ...own] }
}
