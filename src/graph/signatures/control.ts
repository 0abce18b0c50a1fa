import type {
  AnyTensor,
  DTypeRefused,
  ElementOfStack,
  Guard,
  Nothing,
  ReturnedTree,
  ShapeMismatch,
  ShapeOf,
  StackOf,
  StackSize,
  Tree,
} from '../../tensor/index.js'

/** What a loop keeps for its reverse-mode derivative. */
export interface CheckpointOption {
  /**
   * Without it the carry before every step is kept, and the rest of a step made again. A whole number K keeps the carry
   * before every K-th step, and makes those of K steps again from one of these at a time: of n steps, n / K + K carries are
   * there at once, for one more forward step each step. `true` takes K = sqrt(n), rounded up, so that memory grows with
   * the square root of n. Values and first derivatives are the same, to the bit.
   */
  readonly checkpoint?: boolean | number
}

/**
 * How many steps a scan takes where it has nothing to take from, whether it goes from the last to the first, and what it
 * keeps for reverse mode.
 */
export interface ScanOptions<N = number> extends CheckpointOption {
  readonly length?: N
  readonly reverse?: boolean
}

/** The number of steps: the size of what is scanned, or that of the option. */
type Steps<Xs, N> = Xs extends Nothing | readonly [] ? N : StackSize<Xs>

/**
 * `scan(f, init, xs)`: a loop over the first axis of all leaves of `xs`, from carry and element to carry and result:
 * the last carry, and the results stacked. Without anything to take from, `xs` is null and `length` says how often.
 */
export type Scan = <
  const C extends Tree,
  const Xs extends Tree | Nothing,
  Y extends ReturnedTree | Nothing,
  N extends number = number,
>(
  f: (carry: C, x: ElementOfStack<Xs>) => readonly [C, Y],
  init: C,
  xs: Xs,
  options?: ScanOptions<N>,
) => [carry: C, ys: StackOf<Y, Steps<Xs, N>>]

/** `cond(predicate, onTrue, onFalse, ...operands)`: the result of the branch that the truth value chooses. */
export type Cond = <X extends AnyTensor, P extends Tree[], Y extends ReturnedTree>(
  predicate: X & Guard<DTypeRefused<X, 'bool'> | ShapeMismatch<ShapeOf<X>, []>>,
  onTrue: (...operands: P) => Y,
  onFalse: (...operands: P) => Y,
  ...operands: P
) => Y

/** An upper bound of the number of steps, which reverse-mode derivatives need, and what is kept for these. */
export interface WhileOptions extends CheckpointOption {
  readonly maxSteps?: number
}

/** `whileLoop(condition, body, init)`: the first of init, body(init), ... for which the condition does not hold. */
export type WhileLoop = <const C extends Tree, X extends AnyTensor>(
  condition: ((carry: C) => X) & Guard<DTypeRefused<X, 'bool'> | ShapeMismatch<ShapeOf<X>, []>>,
  body: (carry: C) => C,
  init: C,
  options?: WhileOptions,
) => C

/** `iterate(f, n, init)`: f applied n times. */
export type Iterate = <const C extends Tree>(f: (carry: C) => C, n: number, init: C, options?: CheckpointOption) => C
