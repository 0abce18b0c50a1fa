import type { DType } from './dtype.js'
import { describe, TreeError } from './errors.js'
import type { Dims, Tensor } from './tensor.js'

/** Any tensor, whatever its shape and dtype. */
export type AnyTensor = Tensor<Dims, DType>

/** The same structure with other leaves; tuples stay tuples, records keep their keys. */
export type MappedTree<T, R> = T extends AnyTensor ? R : { readonly [K in keyof T]: MappedTree<T[K], R> }

/** How a tree is built, without its leaves. */
export type Structure =
  | { readonly _tag: 'Leaf' }
  | { readonly _tag: 'List'; readonly items: readonly Structure[] }
  | { readonly _tag: 'Record'; readonly keys: readonly string[]; readonly items: readonly Structure[] }

const leaf: Structure = { _tag: 'Leaf' }

/** Whether a value is a tensor of any kind. */
export const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' &&
  value !== null &&
  '_tag' in value &&
  (value._tag === 'Constant' || value._tag === 'Input' || value._tag === 'Result') &&
  'shape' in value &&
  'dtype' in value

/** Whether a value is a record rather than an instance of a class. */
export const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

const placeOf = (path: string, what: string | undefined): string =>
  path === '' ? (what ?? 'the argument') : `the leaf at ${path}${what === undefined ? '' : ` of ${what}`}`

/** Trees are walked by recursion; one that is deeper holds itself. */
const deepest = 1000

const tooDeep = (operation: string, what = 'the argument'): TreeError =>
  new TreeError({
    operation,
    problem: `${what} is nested more than ${deepest} deep, or holds itself`,
    remedy: 'A tree is made of records, tuples and arrays of tensors; leave out what refers back',
  })

/**
 * The leaves of a tree in a fixed order (records by sorted key), and its structure; a TreeError names a foreign leaf's
 * path, and `what` the tree is where that is no argument.
 */
export const flatten = (
  operation: string,
  tree: unknown,
  what?: string,
): readonly [leaves: readonly Tensor[], structure: Structure] => {
  const leaves: Tensor[] = []
  const visit = (node: unknown, path: string, depth: number): Structure => {
    if (isTensor(node)) {
      leaves.push(node)
      return leaf
    }
    if (depth === deepest) throw tooDeep(operation, what)
    if (Array.isArray(node))
      return { _tag: 'List', items: Array.from(node, (item, index) => visit(item, `${path}[${index}]`, depth + 1)) }
    if (typeof node === 'object' && node !== null && isPlain(node)) {
      const keys = Object.keys(node).sort()
      const record = node as Readonly<Record<string, unknown>>
      return { _tag: 'Record', keys, items: keys.map((key) => visit(record[key], `${path}.${key}`, depth + 1)) }
    }
    throw new TreeError({
      operation,
      problem: `${placeOf(path, what)} (${describe(node)}) is not a tensor`,
      remedy:
        node instanceof Promise
          ? 'A function given to a transform is not asynchronous: await what it needs before, and close over it'
          : 'A tree is made of records, tuples and arrays of tensors; make a tensor of a number with tensor(...)',
    })
  }
  const structure = visit(tree, '', 0)
  return [leaves, structure]
}

/** The tree of a structure with the given leaves, in the order of `flatten`. */
export const unflatten = <R>(structure: Structure, leaves: readonly R[]): unknown => {
  let next = 0
  const build = (node: Structure): unknown => {
    if (node._tag === 'Leaf') return leaves[next++]
    if (node._tag === 'List') return node.items.map(build)
    const record: Record<string, unknown> = {}
    for (let index = 0; index < node.keys.length; index++) {
      const key = node.keys[index]
      const value = build(node.items[index])
      // Assigned, this one key would mean something else.
      if (key === '__proto__')
        Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
      else record[key] = value
    }
    return record
  }
  return build(structure)
}

/** A structure as a string: equal strings, equal structures. */
export const showStructure = (structure: Structure): string =>
  structure._tag === 'Leaf'
    ? '*'
    : structure._tag === 'List'
      ? `[${structure.items.map(showStructure).join(',')}]`
      : `{${structure.keys.map((key, index) => `${JSON.stringify(key)}:${showStructure(structure.items[index])}`).join(',')}}`

/** The path of every leaf, in the order of `flatten`: `.layers[0].weights`. */
export const leafPaths = (structure: Structure, path = ''): readonly string[] =>
  structure._tag === 'Leaf'
    ? [path]
    : structure.items.flatMap((item, index) =>
        leafPaths(item, structure._tag === 'List' ? `${path}[${index}]` : `${path}.${structure.keys[index]}`),
      )

/** Refuses trees of different structure with a TreeError that shows both. */
export const checkSameStructure = (operation: string, a: Structure, b: Structure, what: string): void => {
  if (showStructure(a) !== showStructure(b))
    throw new TreeError({
      operation,
      problem: `${what}: structures ${showStructure(a)} and ${showStructure(b)} differ`,
    })
}

/** The dtypes of a tree's leaves. */
export type TreeDType<T> = T extends AnyTensor
  ? T['dtype']
  : T extends object
    ? { readonly [K in keyof T]: TreeDType<T[K]> }[T extends readonly unknown[] ? number & keyof T : keyof T]
    : never

type Single<D, E = D> = [D] extends [never] ? false : D extends DType ? ([E] extends [D] ? true : false) : false

/** A tree that is known to have leaves of one dtype: what is done to a leaf can be told for all shapes at once. */
export type OneDType<T> = T & (Single<TreeDType<T>> extends true ? unknown : never)

/** A function of every leaf: where it keeps shape and dtype, whatever the shape, the tree keeps its type. */
export interface MapTree {
  <T>(tree: OneDType<T>, f: <S extends readonly number[]>(leaf: Tensor<S, TreeDType<T>>) => Tensor<S, TreeDType<T>>): T
  <T, R>(tree: OneDType<T>, f: (leaf: Tensor<readonly number[], TreeDType<T>>) => R): MappedTree<T, R>
  <T, R>(tree: T, f: (leaf: Tensor) => R): MappedTree<T, R>
}

/** A function of the leaves of two trees: where it keeps shape and dtype, whatever the shape, the trees keep their type. */
export interface ZipTrees {
  <T>(
    a: OneDType<T>,
    b: NoInfer<T>,
    f: <S extends readonly number[]>(a: Tensor<S, TreeDType<T>>, b: Tensor<S, TreeDType<T>>) => Tensor<S, TreeDType<T>>,
  ): T
  <T, R>(
    a: OneDType<T>,
    b: NoInfer<T>,
    f: (a: Tensor<readonly number[], TreeDType<T>>, b: Tensor<readonly number[], TreeDType<T>>) => R,
  ): MappedTree<T, R>
  <T, R>(a: T, b: MappedTree<T, Tensor>, f: (a: Tensor, b: Tensor) => R): MappedTree<T, R>
}

/**
 * Applies a function to every leaf, keeping the structure. Where it keeps shape and dtype of whatever it is given, the
 * result has the type of the tree.
 *
 * @example
 * ```ts
 * import { mapTree, mul, ones, tensor } from 'cotangent'
 *
 * const params = { weights: ones([2]), bias: tensor(3) }
 * const halved: typeof params = mapTree(params, (leaf) => mul(leaf, 0.5))
 * halved // => { bias: 1.5, weights: [0.5 0.5] }
 * mapTree(params, (leaf) => leaf.shape.length) // => { bias: 0, weights: 1 }
 * ```
 */
export const mapTree = (<R>(tree: unknown, f: (leaf: Tensor) => R): unknown => {
  const [leaves, structure] = flatten('mapTree', tree)
  return unflatten(structure, leaves.map(f))
}) as MapTree

/**
 * Combines two trees of the same structure leaf by leaf; a TreeError shows structures that differ. Where the function
 * keeps shape and dtype of whatever it is given, the result has the type of the trees.
 *
 * @example
 * ```ts
 * import { mul, ones, sub, tensor, zipTrees } from 'cotangent'
 *
 * const params = { weights: ones([2]), bias: tensor(3) }
 * const slopes: typeof params = { weights: tensor([1, 2]), bias: tensor(4) }
 * const next: typeof params = zipTrees(params, slopes, (p, g) => sub(p, mul(g, 0.1)))
 * next // => { bias: 2.6, weights: [0.9 0.8] }
 * ```
 */
export const zipTrees = (<R>(a: unknown, b: unknown, f: (a: Tensor, b: Tensor) => R): unknown => {
  const [left, structure] = flatten('zipTrees', a)
  const [right, other] = flatten('zipTrees', b)
  checkSameStructure('zipTrees', structure, other, 'the trees')
  return unflatten(
    structure,
    left.map((one, index) => f(one, right[index])),
  )
}) as ZipTrees

declare const treeBrand: unique symbol

/** How a tree of type `T` is built: what makes one of other leaves from a list. */
export interface TreeStructure<T> {
  readonly structure: Structure
  readonly [treeBrand]?: T
}

/**
 * The leaves of a tree in a fixed order (records by sorted key), and the structure that `unflattenTree` builds it from;
 * a TreeError names the path of a leaf that is no tensor.
 *
 * @example
 * ```ts
 * import { flattenTree, ones, tensor } from 'cotangent'
 *
 * const [leaves] = flattenTree({ weights: ones([2]), bias: tensor(3) })
 * leaves // => [ 3.0, [1. 1.] ]
 * ```
 */
export const flattenTree = <T>(tree: T): readonly [leaves: readonly Tensor[], structure: TreeStructure<T>] => {
  const [leaves, structure] = flatten('flattenTree', tree)
  return [leaves, { structure }]
}

/**
 * The tree of a structure with other leaves, in the order of `flattenTree`; a TreeError where they are too many or too few.
 *
 * @example
 * ```ts
 * import { flattenTree, ones, tensor, unflattenTree } from 'cotangent'
 *
 * const [leaves, structure] = flattenTree({ weights: ones([2]), bias: tensor(3) })
 * unflattenTree(structure, leaves.map(({ shape }) => shape.length)) // => { bias: 0, weights: 1 }
 * ```
 */
export const unflattenTree = <T, R>({ structure }: TreeStructure<T>, leaves: readonly R[]): MappedTree<T, R> => {
  const due = leafPaths(structure).length
  if (leaves.length !== due)
    throw new TreeError({
      operation: 'unflattenTree',
      problem: `the structure takes ${due} leaves, not ${leaves.length}`,
    })
  return unflatten(structure, leaves) as MappedTree<T, R>
}
