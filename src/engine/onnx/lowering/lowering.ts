import type { Graph } from '../../../graph/index.js'
import type { TensorType } from '../../../tensor/index.js'
import type { Emitter } from './emitter.js'
import type { Value } from './value.js'

/** An application of a primitive whose operands are in the model. */
export interface Application<A> {
  readonly operands: readonly Value[]
  readonly attributes: A
  readonly results: readonly TensorType[]
  /** Whether nothing else uses an operand, nor what it is a rearrangement of. */
  readonly isAlone: (operand: number) => boolean
  /** Adds what a graph computes of these operands to a model; gives the graph's outputs. */
  readonly within: (emit: Emitter, graph: Graph, operands: readonly Value[]) => readonly Value[]
}

/** Adds the operators that a primitive is to a model; gives its results. */
export type Lowering<A> = (emit: Emitter, application: Application<A>) => readonly Value[]
