import { environmentOf, type Graph, graphsWithin, pullbackIn, traceClosed, zerosLike } from '../../graph/index.js'
import { filled, isFloat, ShapeError } from '../../tensor/index.js'

/** A graph with the gradient of its output in those of its inputs that are `wanted`, as further outputs. */
export const withGradient = (graph: Graph, wanted: readonly boolean[]): Graph => {
  const { inputs, outputs } = graph
  const [output] = outputs
  if (outputs.length !== 1 || output.shape.length !== 0 || !isFloat(output.dtype))
    throw new ShapeError({
      operation: 'ulp',
      operands: outputs,
      problem: 'only a function to a scalar of a float dtype has a gradient',
      remedy: 'Reduce it with sum or mean, or leave the gradient out',
    })
  const differentiated = traceClosed(
    'ulp',
    (given) => {
      const environment = environmentOf(graph, given)
      const cotangents = pullbackIn(graph, environment, [filled(output.dtype, [], 1)], wanted)
      const gradients = inputs.map((input, index) => cotangents[index] ?? zerosLike(input))
      return [environment(output), ...gradients.filter((_, index) => wanted[index])]
    },
    inputs,
  )
  return differentiated.graph
}

/** How many operations a graph takes, those of the graphs in it counted, as often as a loop of known length repeats them. */
export const operationsIn = ({ applies }: Graph): number =>
  applies.reduce((count, apply) => {
    const held = graphsWithin(apply)
    const { length = 1 } = apply.attributes as { readonly length?: number }
    return count + (held.length === 0 ? 1 : length * held.reduce((sum, graph) => sum + operationsIn(graph), 0))
  }, 0)
