import { type Apply, applyPrimitive, expressionOf, type Graph, keepingSites, traceBranch } from '../../graph/index.js'
import { atSite, type Tensor } from '../../tensor/index.js'

/** What a call of a compiled or checkpointed function computes, as if it were written in its place. */
const unfold = (graph: Graph, operands: readonly Tensor[]): readonly Tensor[] => {
  const values = new Map<Tensor, Tensor>(graph.inputs.map((input, index) => [input, operands[index]]))
  const standsFor = (tensor: Tensor): Tensor => values.get(tensor) ?? tensor
  for (const apply of graph.applies) {
    const results = applied(apply, apply.operands.map(standsFor))
    apply.results.forEach((result, index) => {
      values.set(result, results[index])
    })
  }
  return graph.outputs.map(standsFor)
}

const applied = (apply: Apply, operands: readonly Tensor[]): readonly Tensor[] => {
  const { primitive, attributes, site } = apply
  const body = (): readonly Tensor[] =>
    primitive.name === 'call'
      ? unfold((attributes as { readonly graph: Graph }).graph, operands)
      : applyPrimitive(primitive, attributes, operands)
  return site === undefined ? body() : atSite(site, body)
}

/** Whether a graph was made of lines that it knows. */
const hasSites = ({ applies }: Graph): boolean => applies.some(({ site }) => site !== undefined)

/**
 * A graph with what it calls in place of the calls, and the user's lines where it has any. As in a branch, nothing is
 * computed meanwhile: constants of float32 are to keep their digits.
 */
export const unfolded = (graph: Graph): Graph => {
  const body = (): Graph => traceBranch('diagnose', (inputs) => unfold(graph, inputs), graph.inputs).graph
  return hasSites(graph) ? keepingSites(body) : body()
}

/** The Apply that makes a tensor; undefined of constants and inputs. */
export const makerOf = (tensor: Tensor): Apply | undefined => {
  const expression = expressionOf(tensor)
  return expression._tag === 'Result' ? expression.apply : undefined
}
