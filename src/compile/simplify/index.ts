import type { Graph } from '../../graph/index.js'
import type { ArithmeticName } from '../latitude.js'
import { JointBodies } from './control/joining.js'
import { Interning } from './interning.js'
import { traced } from './rewriter.js'
import { simplifications } from './simplification.js'

export { computations, graphsWithin } from './computations.js'

/**
 * A graph of the same inputs and, to the bit where arithmetic is exact, the same outputs, which computes less: equal
 * applies stand there once, constants are computed, algebra that is exact is done, loops keep only what changes in them, those that
 * go along are one, and functions that stand
 * for their graphs are these graphs. What fails when it is run still does, with the same error.
 */
export const simplify = (graph: Graph, arithmetic: ArithmeticName = 'exact'): Graph =>
  traced(
    { interning: new Interning(), simplification: simplifications[arithmetic], bodies: new JointBodies() },
    graph.inputs,
    (rewriting, inputs) => rewriting.inline(graph, inputs),
  )
