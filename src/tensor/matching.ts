import { Constant } from './constant.js'
import { equalShapes } from './shape.js'
import type { TensorType } from './tensor.js'
import { isPlain, type Structure } from './tree.js'

/** Adds the leaves of a node; whether it is of the structure, and its leaves constants of the next types. */
const collect = (structure: Structure, types: readonly TensorType[], node: unknown, leaves: Constant[]): boolean => {
  if (structure._tag === 'Leaf') {
    if (!(node instanceof Constant)) return false
    const { dtype, shape } = types[leaves.length]
    leaves.push(node)
    return node.dtype === dtype && equalShapes(node.shape, shape)
  }
  const { items } = structure
  if (structure._tag === 'List') {
    if (!Array.isArray(node) || node.length !== items.length) return false
    for (let index = 0; index < items.length; index++)
      if (!collect(items[index], types, node[index], leaves)) return false
    return true
  }
  if (typeof node !== 'object' || node === null || Array.isArray(node) || !isPlain(node)) return false
  const { keys } = structure
  const own = Object.keys(node)
  if (own.length !== keys.length) return false
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]
    if (own[index] !== key && !own.includes(key)) return false
    if (!collect(items[index], types, (node as Readonly<Record<string, unknown>>)[key], leaves)) return false
  }
  return true
}

/**
 * The leaves of a tree, where it has this structure and its leaves are constants of these types; else undefined. What
 * `flatten` finds out about any tree, for one that is likely the same as the last.
 */
export const leavesIfLike = (
  structure: Structure,
  types: readonly TensorType[],
  tree: unknown,
): readonly Constant[] | undefined => {
  const leaves: Constant[] = []
  return collect(structure, types, tree, leaves) ? leaves : undefined
}
