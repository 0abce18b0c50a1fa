import type { Graph, Primitive } from '../../graph/index.js'
import type { TensorType } from '../../tensor/index.js'
import type { Parts, Precise } from './precise.js'
import type { MadePairs } from './scalar/index.js'

/** One application of a primitive to precise operands. */
export interface Application<A> {
  readonly primitive: Primitive
  readonly operands: readonly Precise[]
  readonly attributes: A
  readonly types: readonly TensorType[]
  /** Runs a sub-graph. */
  readonly run: (graph: Graph, operands: readonly Precise[]) => readonly Precise[]
}

/** What else of an application decides what becomes of elements. */
export interface Setting<A> {
  readonly primitive: Primitive
  readonly attributes: A
  /** The type of the result, but for the shape. */
  readonly type: TensorType
}

/** A primitive whose result elements depend on the operands' elements at the same places. */
export interface Mapped<A> {
  readonly form: 'mapped'
  /**
   * The first `count` elements of the result, of those of the operands: in arrays of just so many, or in those of
   * `room`, which may be longer and is there for floats that are written again and again.
   */
  map(operands: readonly Parts[], count: number, setting: Setting<A>, room?: MadePairs): Parts
  evaluate(application: Application<A>): readonly Precise[]
}

/**
 * Any other, by what changes in the results where some elements of the operands change: elements that are copies of them
 * (`moved`), the sums (`summed`) or inner products (`multiplied`) that they go into, or, for all we know, everything.
 */
export interface Unmapped<A> {
  readonly form: 'moved' | 'summed' | 'multiplied' | 'whole'
  evaluate(application: Application<A>): readonly Precise[]
}

/** What a primitive means in precise arithmetic. */
export type Meaning<A> = Mapped<A> | Unmapped<A>
