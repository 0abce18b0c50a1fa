import type { Graph } from '../../graph/index.js'
import type { Costs } from './group.js'
import { plan } from './plan.js'
import type { Step } from './step.js'

const plans = new WeakMap<Costs, WeakMap<Graph, readonly Step[]>>()

/** The steps of a graph, which may be written several times. */
export const planOf = (graph: Graph, costs: Costs): readonly Step[] => {
  const known = plans.get(costs) ?? new WeakMap<Graph, readonly Step[]>()
  plans.set(costs, known)
  const steps = known.get(graph) ?? plan(graph, costs)
  known.set(graph, steps)
  return steps
}
