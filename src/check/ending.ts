import type { AttributesOf, Graph } from '../graph/index.js'
import type { TracedHere } from './traced.js'

const isGraph = (x: unknown): x is Graph => typeof x === 'object' && x !== null && 'applies' in x

/** Whether a loop in a graph, or in one that it holds, goes on for as long as its operands say. */
const isUnbounded = ({ applies }: Graph): boolean =>
  applies.some(
    ({ primitive, attributes }) =>
      (primitive.name === 'whileLoop' && (attributes as AttributesOf<'whileLoop'>).maxSteps === undefined) ||
      Object.values(attributes as object).some((held) => isGraph(held) && isUnbounded(held)),
  )

/**
 * Whether a function that ends at the point may not end at another one: where it repeats something while the values say
 * so, in a `whileLoop` without `maxSteps`, or perhaps in a loop of JavaScript over values that it reads.
 */
export const mayNotEnd = ({ value, derivative, reads }: TracedHere): boolean =>
  reads || isUnbounded(value.graph) || isUnbounded(derivative.graph)
