import type { Graph } from '../../graph/index.js'
import { type Plan, planOf, type Step } from './plan.js'
import type { Precise } from './precise.js'

/** The results of a step on operands. */
export const evaluateStep = (
  { primitive, meaning, attributes, types }: Step,
  operands: readonly Precise[],
): readonly Precise[] => meaning.evaluate({ primitive, operands, attributes, types, run: runPrecisely })

/** What all slots of a plan come to hold, those aside that are let go of after a step. */
const follow = (
  { inputs, constants, steps, slots }: Plan,
  operands: readonly Precise[],
  freed: (step: number) => readonly number[],
): readonly Precise[] => {
  const values = new Array<Precise | undefined>(slots)
  inputs.forEach((slot, index) => {
    values[slot] = operands[index]
  })
  for (const [slot, value] of constants) values[slot] = value
  steps.forEach((step, index) => {
    const results = evaluateStep(
      step,
      step.operands.map((slot) => values[slot] as Precise),
    )
    step.results.forEach((slot, which) => {
      values[slot] = results[which]
    })
    for (const slot of freed(index)) values[slot] = undefined
  })
  return values as readonly Precise[]
}

/** What all slots of a plan come to hold. */
export const runAll = (plan: Plan, operands: readonly Precise[]): readonly Precise[] => follow(plan, operands, () => [])

/**
 * The outputs of a graph in double-double arithmetic, where its inputs are `operands`: some 31 digits of every
 * intermediate result, also of float32 tensors, and the ways taken that those digits say.
 */
export const runPrecisely = (graph: Graph, operands: readonly Precise[]): readonly Precise[] => {
  const plan = planOf(graph)
  const values = follow(plan, operands, (step) => plan.freed[step])
  return plan.outputs.map((slot) => values[slot])
}
