import { type AttributesOf, type Graph, graphsWithin } from '../graph/index.js'
import type { TracedHere } from './traced.js'

/** Whether a loop in a graph, or in one that it holds, goes on for as long as its operands say. */
const isUnbounded = ({ applies }: Graph): boolean =>
  applies.some(
    (apply) =>
      (apply.primitive.name === 'whileLoop' &&
        (apply.attributes as AttributesOf<'whileLoop'>).maxSteps === undefined) ||
      graphsWithin(apply).some(isUnbounded),
  )

/**
 * Whether a function that ends at the point may not end at another one: where it repeats something while the values say
 * so, in a `whileLoop` without `maxSteps`, or perhaps in a loop of JavaScript over values that it reads.
 */
export const mayNotEnd = ({ value, derivative, reads }: TracedHere): boolean =>
  reads || isUnbounded(value.graph) || isUnbounded(derivative.graph)
