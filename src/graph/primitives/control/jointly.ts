import { isFloat, type Tensor, type TensorType } from '../../../tensor/index.js'
import { type Differential, noDerivative, type Pullback } from '../../primitive.js'
import { pullback } from '../../pullback.js'
import { type Graph, traceClosed } from '../../trace.js'
import { explicit } from '../arithmetic.js'
import { bits, chosen, cut, derivedGraph, isPresent, placed, presence } from './derived.js'

/**
 * Pullbacks of operands whose cotangents come out of one computation, `all`: the first that is called makes it, the
 * others find it made.
 */
export const jointly = (
  operands: readonly TensorType[],
  all: (cotangents: readonly Differential[]) => readonly Differential[],
): readonly (Pullback | typeof noDerivative)[] => {
  let from: readonly Differential[] = []
  let pulled: readonly Differential[] | undefined
  return operands.map(({ dtype }, index) => {
    if (!isFloat(dtype)) return noDerivative
    return (cotangents) => {
      if (pulled === undefined || cotangents.some((cotangent, which) => cotangent !== from[which])) {
        pulled = all(cotangents)
        from = cotangents
      }
      return pulled[index]
    }
  })
}

/**
 * The graph that takes those cotangents of a graph's outputs that are present, and its operands, to the cotangents of
 * the operands `wanted`; it computes again what it needs of the graph itself.
 */
export const pullbackGraph = (
  graph: Graph,
  operands: readonly Tensor[],
  cotangents: readonly Differential[],
  wanted: readonly boolean[],
  trace = traceClosed,
): Graph => {
  const given = cotangents.filter(isPresent)
  const flags = cotangents.map((cotangent) => cotangent !== undefined)
  return derivedGraph(
    graph,
    `pullback of ${presence(cotangents)} to ${bits(wanted)}`,
    () => [...given, ...operands],
    (inputs) => {
      const [d, primals] = cut(inputs, given.length, operands.length)
      const pulled = pullback(graph, primals, placed(d, flags), wanted)
      return chosen(
        primals.map((primal, index) => explicit(pulled[index], primal)),
        wanted,
      )
    },
    trace,
  )
}
