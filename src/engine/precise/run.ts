import type { Graph } from '../../graph/index.js'
import type { Plan, Step } from './plan.js'
import { planOf } from './plan.js'
import type { Precise } from './precise.js'

/** The results of a step on operands. */
export const evaluateStep = (
  { primitive, meaning, attributes, types }: Step,
  operands: readonly Precise[],
): readonly Precise[] => meaning.evaluate({ primitive, operands, attributes, types, run: runPrecisely })

/** What the slots of a plan hold before its first step. */
export const startOf = ({ inputs, constants, slots }: Plan, operands: readonly Precise[]): (Precise | undefined)[] => {
  const values = new Array<Precise | undefined>(slots)
  inputs.forEach((slot, index) => {
    values[slot] = operands[index]
  })
  for (const [slot, value] of constants) values[slot] = value
  return values
}

/**
 * The outputs of a graph in double-double arithmetic, where its inputs are `operands`: some 31 digits of every
 * intermediate result, also of float32 tensors, and the ways taken that those digits say.
 */
export const runPrecisely = (graph: Graph, operands: readonly Precise[]): readonly Precise[] => {
  const plan = planOf(graph)
  const values = startOf(plan, operands)
  plan.steps.forEach((step, index) => {
    const results = evaluateStep(
      step,
      step.operands.map((slot) => values[slot] as Precise),
    )
    step.results.forEach((slot, which) => {
      values[slot] = results[which]
    })
    for (const slot of plan.freed[index]) values[slot] = undefined
  })
  return plan.outputs.map((slot) => values[slot] as Precise)
}
