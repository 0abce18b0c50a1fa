import { ArgumentError, equalShapes, ShapeError, showType, type Tensor } from '../../tensor/index.js'
import { environmentOf } from '../trace.js'
import type { PrintedGraph } from './makeGraph.js'
import { leavesOf } from './trees.js'

/**
 * The value of everything in a graph that `makeGraph` made, at a list of arguments: of its inputs and of the results of
 * everything that is applied in it. Throws an ArgumentError where the arguments have not one tensor for each input, as those
 * of a graph that uses expressions from outside have not; a ShapeError where one is not of the input's type.
 *
 * @example
 * ```ts
 * import { graphValues, makeGraph, mul, sin, type Tensor, tensor } from 'cotangent'
 *
 * const graph = makeGraph((x: Tensor<[]>) => sin(mul(x, 2)))(tensor(0))
 * const values = graphValues(graph, [tensor(0.5)])
 * graph.applies.map(({ results }) => values.get(results[0])) // => [ 1.0, 0.8414709848078965 ]
 * ```
 */
export const graphValues = (graph: PrintedGraph, args: readonly unknown[]): ReadonlyMap<Tensor, Tensor> => {
  const operation = 'graphValues'
  const { leaves } = leavesOf(operation, args)
  if (leaves.length !== graph.inputs.length)
    throw new ArgumentError({
      operation,
      problem: `the arguments have ${leaves.length} tensors, and the graph ${graph.inputs.length} inputs`,
      remedy: 'Give the arguments that the graph was made for, and nothing else from outside to its function',
    })
  graph.inputs.forEach((input, index) => {
    const leaf = leaves[index]
    if (leaf.dtype !== input.dtype || !equalShapes(leaf.shape, input.shape))
      throw new ShapeError({
        operation,
        operands: [leaf],
        problem: `the graph was made for ${showType(input)} at ${graph.paths[index] ?? `input ${index}`}`,
        remedy: 'Make the graph anew for other shapes or dtypes',
      })
  })
  const environment = environmentOf(graph, leaves)
  const all = [...graph.inputs, ...graph.applies.flatMap(({ results }) => results)]
  return new Map(all.map((tensor) => [tensor, environment(tensor)]))
}
