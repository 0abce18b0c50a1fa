import type { DType } from '../dtype.js'
import type { Dims, Tensor } from '../tensor.js'
import type { AnyTensor } from '../tree.js'
import type { InsertAxes, ReplaceAxes, SizeAt } from './axes.js'

/**
 * A record, tuple or array of trees. Any object that is not tagged as something else, since an interface has no index
 * signature that could be asked for; what the leaves are is checked at run time.
 */
type Branch = object & { readonly _tag?: never }

/** Nested readonly records, tuples and arrays of tensors: what the transforms differentiate, map over and carry. */
export type Tree = AnyTensor | Branch

/** Nothing at all is a tree without leaves where something may be left out. */
export type Nothing = null | undefined

/** The same where a function returns it: the empty tuple makes the compiler infer tuples rather than arrays. */
export type ReturnedTree = Tree | []

type ShapeOfLeaf<T> = T extends { readonly shape: infer S } ? (S extends Dims ? S : never) : never

type DTypeOfLeaf<T> = T extends { readonly dtype: infer D } ? D & DType : never

type Leaf = { readonly _tag: Tensor['_tag'] }

/** A tree whose leaves have one more axis, of size `N`; null leaves them alone, a tree of axes says it for each part. */
export type BatchedTree<T, Axis, N> = [Axis] extends [null]
  ? T
  : T extends Leaf
    ? Tensor<InsertAxes<ShapeOfLeaf<T>, Axis, N>, DTypeOfLeaf<T>>
    : Axis extends number
      ? { [K in keyof T]: BatchedTree<T[K], Axis, N> }
      : { [K in keyof T]: BatchedTree<T[K], K extends keyof Axis ? Axis[K] : 0, N> }

/** A tree whose leaves have one more axis in front: `N` trees stacked. */
export type StackOf<T, N> = [T] extends [Nothing] ? undefined : BatchedTree<T, 0, N>

/** A tree whose leaves lack their first axis: one element of a stack of trees. */
export type ElementOfStack<T> = T extends Leaf
  ? Tensor<ReplaceAxes<ShapeOfLeaf<T>, 0, []>, DTypeOfLeaf<T>>
  : [T] extends [Nothing]
    ? undefined
    : { [K in keyof T]: ElementOfStack<T[K]> }

/** The size of the leaves' first axis; never of a tree without leaves. */
export type StackSize<T> = T extends Leaf
  ? SizeAt<ShapeOfLeaf<T>, 0>
  : T extends readonly [] | Nothing
    ? never
    : T extends readonly (infer Each)[]
      ? StackSize<Each>
      : StackSize<T[keyof T]>

/** The Jacobian of a tree with respect to a tree: for each leaf of `Y` a tree like `X` of `[...Out, ...In]`. */
export type Jacobian<Y, X> = Y extends Leaf
  ? X extends Leaf
    ? Tensor<[...ShapeOfLeaf<Y>, ...ShapeOfLeaf<X>], DTypeOfLeaf<Y>>
    : { [K in keyof X]: Jacobian<Y, X[K]> }
  : { [K in keyof Y]: Jacobian<Y[K], X> }

/** An element of a tuple, never where there is none; negative positions count from the end. */
export type ElementAt<T extends readonly unknown[], Index> = number extends T['length'] | Index
  ? T[number]
  : `${Index & number}` extends keyof T
    ? T[`${Index & number}` & keyof T]
    : `${Index & number}` extends `-${infer FromEnd extends number}`
      ? ElementFromEnd<T, FromEnd>
      : never

type ElementFromEnd<T extends readonly unknown[], Index, After extends readonly unknown[] = [0]> = T extends readonly [
  ...infer Before,
  infer Last,
]
  ? After['length'] extends Index
    ? Last
    : ElementFromEnd<Before, Index, [...After, 0]>
  : never

/** The same tree with another number of rows: tensors `[N, R...]` become `[B, R...]`. */
export type WithRows<T, B extends number = number> = T extends AnyTensor
  ? T extends Tensor<infer S, infer D extends DType>
    ? Tensor<S extends readonly [unknown, ...infer Row] ? [B, ...Row] : readonly number[], D>
    : never
  : { readonly [K in keyof T]: WithRows<T[K], B> }
