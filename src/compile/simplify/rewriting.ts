import type { Apply, AttributesOf, Graph, PrimitiveName } from '../../graph/index.js'
import type { Tensor, TensorType } from '../../tensor/index.js'

/** An Apply of a known primitive. */
export interface Applied<P extends PrimitiveName> extends Apply {
  readonly attributes: AttributesOf<P>
}

/** Which outputs of a graph are wanted, and what stands for tensors inside it, whose applies then need not be. */
export interface Inlining {
  readonly wanted?: readonly boolean[]
  readonly bound?: ReadonlyMap<Tensor, Tensor>
}

/** A graph in the making: what rules make there is simplified in turn, and stands there once. */
export interface Rewriting {
  /** The result of a primitive that has one. */
  apply<P extends PrimitiveName>(name: P, attributes: AttributesOf<P>, ...operands: readonly Tensor[]): Tensor
  /** The results of an Apply that stays as it is; it has at least one. */
  keep<P extends PrimitiveName>(name: P, attributes: AttributesOf<P>, operands: readonly Tensor[]): readonly Tensor[]
  /** The outputs of a graph that stands here, its inputs standing for operands; of those not wanted, anything. */
  inline(graph: Graph, operands: readonly Tensor[], inlining?: Inlining): readonly Tensor[]
  /** Another graph, for an attribute. */
  trace(types: readonly TensorType[], make: (inside: Rewriting, inputs: readonly Tensor[]) => readonly Tensor[]): Graph
}

/** What an Apply with one result is instead, to the bit; undefined where the rule has nothing to say. */
export type Rule<P extends PrimitiveName> = (apply: Applied<P>, rewriting: Rewriting) => Tensor | undefined

/** The same of an Apply that holds graphs, and has results of which only some are wanted; of the others, anything. */
export type ControlRule<P extends PrimitiveName> = (
  apply: Applied<P>,
  rewriting: Rewriting,
  wanted: readonly boolean[],
) => readonly Tensor[] | undefined
