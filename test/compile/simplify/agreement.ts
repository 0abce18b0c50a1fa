import { computations, simplify } from '../../../src/compile/index.js'
import { JointBodies } from '../../../src/compile/simplify/control/joining.js'
import { Interning } from '../../../src/compile/simplify/interning.js'
import { type Simplification, traced } from '../../../src/compile/simplify/rewriter.js'
import { simplification } from '../../../src/compile/simplify/simplification.js'
import { type Graph, interpret } from '../../../src/graph/index.js'
import { showGraph } from '../../../src/graph/show.js'
import type { Constant } from '../../../src/tensor/index.js'
import { areEqual, constantOf, outcomeOf, show, specialValues } from '../../engine/agreement.js'

/** How a simplified graph differs from the graph, at operands, or that it computes more; undefined where it does neither. */
export const fault = (
  graph: Graph,
  simplified: Graph,
  ...points: readonly (readonly Constant[])[]
): string | undefined => {
  if (computations(simplified) > computations(graph)) return `more computations:\n${showGraph(simplified)}`
  for (const operands of points) {
    const [expected, found] = [graph, simplified].map((each) =>
      outcomeOf(() => interpret(each, operands) as readonly Constant[]),
    )
    if (!areEqual(expected, found))
      return `on\n${show(operands)}\nthe graph gives\n${show(expected)}\nand simplified\n${show(found)}`
  }
  return undefined
}

/** Simplifies with one more rule, which comes before the others. */
export const simplifyWith = (rule: Simplification, graph: Graph): Graph =>
  traced(
    {
      interning: new Interning(),
      bodies: new JointBodies(),
      simplification: (apply, rewriting, wanted) =>
        rule(apply, rewriting, wanted) ?? simplification(apply, rewriting, wanted),
    },
    graph.inputs,
    (rewriting, inputs) => rewriting.inline(graph, inputs),
  )

/** The lines of a graph after the first, without types. */
export const linesOf = (graph: Graph): readonly string[] =>
  showGraph(graph)
    .split('\n')
    .slice(1)
    .map((line) => line.trim().replaceAll(/:?(float64|float32|int32|bool)\[[^\]]*\]/g, ''))

export const simplifiedLines = (graph: Graph): readonly string[] => linesOf(simplify(graph))

/** Operands of a graph whose elements are special, each beside each. */
export const specialPoints = (graph: Graph): readonly (readonly Constant[])[] => {
  return Array.from({ length: 60 }, (_, round) =>
    graph.inputs.map(({ shape, dtype }, which) => {
      const values = specialValues(dtype)
      // Strides that share no factor with one another, so that in time all pairs come up.
      return constantOf(dtype, shape, (index) => values[(index + round * (which === 0 ? 1 : 7)) % values.length])
    }),
  )
}
