import { type Graph, graphsWithin } from '../../graph/index.js'
import type { ArithmeticName } from '../latitude.js'
import { JointBodies } from './control/joining.js'
import { mayFail } from './failing.js'
import { Interning } from './interning.js'
import { Needs } from './needs.js'
import { traced } from './rewriter.js'
import { simplifications } from './simplification.js'

export { computations } from './computations.js'

const simplifiedOnce = (graph: Graph, arithmetic: ArithmeticName): Graph =>
  traced(
    { interning: new Interning(), simplification: simplifications[arithmetic], bodies: new JointBodies() },
    graph.inputs,
    (rewriting, inputs) => rewriting.inline(graph, inputs),
  )

/** Whether something that holds graphs runs only because it may fail: what used its results has become simpler. */
const hasUnused = ({ applies, outputs }: Graph): boolean => {
  const needs = new Needs(applies.filter(mayFail))
  for (const output of outputs) needs.add(output)
  return applies.some((apply) => graphsWithin(apply).length > 0 && !apply.results.some((result) => needs.has(result)))
}

/**
 * A graph of the same inputs and, to the bit where arithmetic is exact, the same outputs, which computes less: equal
 * applies stand there once, constants are computed, algebra that is exact is done, loops keep only what changes in them,
 * those that go along are one, and functions that stand for their graphs are these graphs. What fails when it is run
 * still does, with the same error.
 */
export const simplify = (graph: Graph, arithmetic: ArithmeticName = 'exact'): Graph => {
  const simple = simplifiedOnce(graph, arithmetic)
  return hasUnused(simple) ? simplifiedOnce(simple, arithmetic) : simple
}
