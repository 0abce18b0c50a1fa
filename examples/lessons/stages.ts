import type { Row } from './numbers.js'

/** How far a training is: after so many steps, with the costs before steps 0, every, 2 every, ... and that after the last. */
export interface Stage<P> {
  readonly step: number
  readonly costs: Row
  readonly params: P
}

/** How a training is followed: in strides of so many steps, to a last step, with a look at the cost at each stop. */
export interface Strides<P> {
  readonly every: number
  readonly total: number
  readonly cost: (params: P) => number
}

export const firstStage = <P>(params: P, cost: (params: P) => number): Stage<P> => ({
  step: 0,
  costs: [cost(params)],
  params,
})

/** The stages that follow one, as the states of the training come. */
export function* stagesAfter<P>(
  from: Stage<P>,
  states: Iterable<{ readonly params: P }>,
  { every, total, cost }: Strides<P>,
): Generator<Stage<P>, void> {
  let stage = from
  for (const { params } of states) {
    stage = { step: Math.min(stage.step + every, total), costs: [...stage.costs, cost(params)], params }
    yield stage
  }
}

/** The cost where a training is. */
export const lastCost = <P>({ costs }: Stage<P>): number => costs[costs.length - 1]
