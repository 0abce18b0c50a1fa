import { lastOf } from 'cotangent/optim'
import type { Row } from './numbers.js'
import type { Watch } from './parts.js'

/** How far a training is: after so many steps, with the cost before steps 0, every, 2 every, ... and after the last. */
export interface Stage<S> {
  readonly step: number
  readonly costs: Row
  readonly state: S
}

/** A training that can be gone through from any of its stages on: what comes is the same as if it had never stopped. */
export interface Run<S> {
  readonly first: Stage<S>
  readonly after: (stage: Stage<S>) => Iterable<Stage<S>>
  /** How many steps there are, and how many from one stage to the next. */
  readonly total: number
  readonly every: number
}

/** A training as its stages: given a state and the number of steps before it, the states that follow at every stop. */
export const runOf = <S>(
  initial: S,
  cost: (state: S) => number,
  statesAfter: (state: S, step: number) => Iterable<S>,
  { total, every }: Pick<Run<S>, 'total' | 'every'>,
): Run<S> => ({
  first: { step: 0, costs: [cost(initial)], state: initial },
  *after(stage) {
    let { step, costs } = stage
    if (step >= total) return
    for (const state of statesAfter(stage.state, step)) {
      step = Math.min(step + every, total)
      costs = [...costs, cost(state)]
      yield { step, costs, state }
    }
  },
  total,
  every,
})

/** The cost after the last step of a stage. */
export const lastCost = ({ costs }: Stage<unknown>): number => costs[costs.length - 1]

/** The last stage of a training, which is gone through to its end. */
export const completed = <S>({ first, after, total, every }: Run<S>, watch: Watch): Stage<S> =>
  lastOf(watch(after(first), { total, every, loss: lastCost }), first)
