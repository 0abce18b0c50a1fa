import type { Graph, Primitive } from '../../graph/index.js'
import type { TensorType } from '../../tensor/index.js'
import type { Precise } from './precise.js'

/** One application of a primitive to precise operands. */
export interface Application<A> {
  readonly primitive: Primitive
  readonly operands: readonly Precise[]
  readonly attributes: A
  readonly types: readonly TensorType[]
  /** Runs a sub-graph. */
  readonly run: (graph: Graph, operands: readonly Precise[]) => readonly Precise[]
}

/**
 * What changes in the results where some elements of the operands change: the elements at the same places (`mapped`), the
 * elements that are copies of them (`moved`), the sums and products that they go into, or for all we know everything.
 */
export type Form = 'mapped' | 'moved' | 'summed' | 'multiplied' | 'whole'

/** What a primitive means in precise arithmetic. */
export interface Meaning<A> {
  readonly form: Form
  evaluate(application: Application<A>): readonly Precise[]
}
