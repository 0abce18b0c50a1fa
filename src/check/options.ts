import type { ScalarFunction } from './differences.js'

/** A function to a scalar together with its gradient, written by hand. */
export interface HandWritten<T> {
  readonly value: ScalarFunction<T>
  /** The gradient, in a tree like the argument. */
  readonly gradient: (x: T) => T
}

/** A function to a tensor or a tree of tensors. */
export type VectorFunction<T, R> = (x: T) => R

/**
 * A function to a tensor or a tree of tensors together with its Jacobian, written by hand: the tree of the result
 * holding trees of the argument, each leaf `[...Out, ...In]`, as `jacrev` gives it.
 */
export interface HandWrittenJacobian<T, R> {
  readonly value: VectorFunction<T, R>
  readonly jacobian: (x: T) => unknown
}

/** A function to a scalar together with its Hessian, written by hand: the tree of trees that `hessian` gives. */
export interface HandWrittenHessian<T> {
  readonly value: ScalarFunction<T>
  readonly hessian: (x: T) => unknown
}

/** One entry of a point by name: its leaf's path in the tree, and its index in the leaf. */
export interface Only {
  readonly path: string
  readonly index: readonly number[]
}

/** What a function is evaluated in: `precise` in double-double arithmetic, the others in the leaves' own dtypes. */
export type CheckEngine = 'precise' | 'wasm' | 'reference'

/** What `gradcheck`, `jacobiancheck` and `hessiancheck` can be told. */
export interface GradcheckOptions {
  /**
   * `precise`, the default, evaluates function and derivative with some 31 digits, so that no tolerance is to be chosen;
   * the others measure the noise of the leaves' own arithmetic, and their `resolution` says how much of it is too much.
   */
  readonly engine?: CheckEngine
  /** The mode of the analytic derivative, `reverse` if not given. */
  readonly mode?: 'reverse' | 'forward'
  /** 2: the second derivatives too. */
  readonly order?: 1 | 2
  /** Also that the gradients of a batch, by `vmap`, are the gradients of its examples. */
  readonly batched?: boolean
  /**
   * Random projections instead of entry by entry: so many that an entry off by more than 2^-20 of the largest one is
   * missed with the chance `misses` at most, 2^-40 if not given.
   */
  readonly fast?: boolean | { readonly misses: number }
  /** One entry to look at alone: the leaf's path in the tree, and the element's index in the leaf. */
  readonly only?: Only
  /** How many points to draw from an arbitrary, 100 if not given. */
  readonly runs?: number
  /** Where random points and projections come from: the same seed, the same ones; 0 if not given. */
  readonly seed?: number
  /** The drawn point to look at alone, as the text of a failure gives it. */
  readonly replayPath?: string
  /**
   * Of the engines that are not precise: the error that must not go unseen (2^-10 if not given), relative to the largest
   * entry of the gradient or to the function's values around the point, whichever is larger.
   */
  readonly resolution?: number
}
