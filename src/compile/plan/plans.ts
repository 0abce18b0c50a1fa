import type { Graph } from '../../graph/index.js'
import type { Costs } from './group.js'
import { plan } from './plan.js'
import type { Step } from './step.js'

const plans = new WeakMap<Graph, readonly Step[]>()

/** The steps of a graph, which may be written several times. */
export const planOf = (graph: Graph, costs: Costs): readonly Step[] => {
  const steps = plans.get(graph) ?? plan(graph, costs)
  plans.set(graph, steps)
  return steps
}
