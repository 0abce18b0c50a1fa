import { type Apply, type Graph, type Input, isConstant } from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { mayFail } from '../failing.js'
import { isView } from '../matching.js'
import type { Needs } from '../needs.js'
import type { Rewriting } from '../rewriting.js'

/** What is the same in every step of a loop: constants, inputs `known` outside, and what is computed of these alone. */
export class Invariants {
  readonly #tensors: Set<Tensor>
  readonly #applies: Apply[] = []

  /** What may fail is no invariant: the loop might not come to it. */
  constructor({ applies }: Graph, known: Known, needs: Needs) {
    this.#tensors = new Set<Tensor>(known.keys())
    for (const apply of applies) {
      if (!needs.runs(apply) || mayFail(apply) || !apply.operands.every((operand) => this.has(operand))) continue
      this.#applies.push(apply)
      for (const result of apply.results) this.#tensors.add(result)
    }
  }

  has(tensor: Tensor): boolean {
    return isConstant(tensor) || this.#tensors.has(tensor)
  }

  /**
   * The applies to be done before the loop: all that compute something, and of the views, which cost nothing inside,
   * those of which something is computed, or that are asked for.
   */
  hoisted(asked: readonly Tensor[]): readonly Apply[] {
    const demanded = new Set(asked)
    const chosen: Apply[] = []
    for (const apply of this.#applies.toReversed()) {
      if (isView(apply.primitive) && !demanded.has(apply.results[0])) continue
      chosen.push(apply)
      for (const operand of apply.operands) demanded.add(operand)
    }
    return chosen.reverse()
  }
}

/** What inputs stand for outside, where that does not change. */
export type Known = ReadonlyMap<Input, Tensor>

/** What stands around a loop for what is inside: of what is used there, and of what is asked for. */
export interface Hoisting {
  readonly bound: ReadonlyMap<Tensor, Tensor>
  readonly asked: readonly Tensor[]
  readonly isIdle: boolean
}

/** Does before a loop what its graph would do in every step, `outputs` being wanted inside, and `asked` outside. */
export const hoist = (
  rewriting: Rewriting,
  graph: Graph,
  known: Known,
  needs: Needs,
  invariants: Invariants,
  outputs: readonly Tensor[],
  asked: readonly Tensor[] = [],
): Hoisting => {
  const applies = invariants.hoisted(asked)
  const outside = new Set(applies)
  const inside = graph.applies.filter((apply) => needs.runs(apply) && !outside.has(apply))
  const used = new Set<Tensor>([...inside.flatMap(({ operands }) => operands), ...outputs])
  const crossing = applies.flatMap(({ results }) => results.filter((result) => used.has(result)))
  const inputs = [...known.keys()]
  const values = rewriting.inline({ inputs, applies, outputs: [...crossing, ...asked] }, [...known.values()])
  const bound = new Map<Tensor, Tensor>([...known].filter(([input]) => used.has(input)))
  crossing.forEach((result, index) => {
    bound.set(result, values[index])
  })
  return { bound, asked: values.slice(crossing.length), isIdle: applies.length === 0 }
}
