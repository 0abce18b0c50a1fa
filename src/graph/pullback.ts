import { isFloat, type Tensor } from '../tensor/index.js'
import { accumulated } from './accumulation.js'
import type { Apply } from './expression.js'
import { onBehalfOf } from './locating.js'
import { type Differential, noDerivative } from './primitive.js'
import { type Environment, environmentOf, type Graph } from './trace.js'

/** The applies through which an output depends on a wanted input, and the tensors that lead there. */
const activeApplies = (graph: Graph, wanted: readonly boolean[]): ReadonlySet<Tensor | Apply> => {
  const active = new Set<Tensor | Apply>(graph.inputs.filter((input, index) => wanted[index] && isFloat(input.dtype)))
  for (const apply of graph.applies) {
    if (!apply.operands.some((operand) => active.has(operand))) continue
    active.add(apply)
    for (const result of apply.results) if (isFloat(result.dtype)) active.add(result)
  }
  return active
}

/** Which outputs depend on a wanted input by a path of floats. */
export const activeOutputs = (graph: Graph, wanted: readonly boolean[]): readonly boolean[] => {
  const active = activeApplies(graph, wanted)
  return graph.outputs.map((output) => active.has(output))
}

/** One step of going back through a graph: an apply whose results' cotangents are known hands them on to its operands. */
export interface PulledBack {
  readonly apply: Apply
  /** The cotangents of its results; undefined where nothing came back. */
  readonly cotangents: readonly Differential[]
  /** What each operand is handed; undefined where it takes no part. */
  readonly contributions: readonly Differential[]
  /** What each operand has been handed by then in all, this contribution included. */
  readonly sums: readonly Differential[]
}

/**
 * Cotangents of a graph's inputs (of those `wanted`), given those of its outputs and what its expressions stand for.
 * Cotangents of an expression that is used several times add up in the order in which its uses were made, last first.
 * `seen` is told of every step.
 */
export const pullbackIn = (
  graph: Graph,
  environment: Environment,
  cotangents: readonly Differential[],
  wanted: readonly boolean[] = graph.inputs.map(() => true),
  seen?: (step: PulledBack) => void,
): readonly Differential[] => {
  const active = activeApplies(graph, wanted)
  const collected = new Map<Tensor, Tensor>()
  const collect = (tensor: Tensor, cotangent: Differential): void => {
    if (cotangent === undefined || !active.has(tensor)) return
    collected.set(tensor, accumulated(collected.get(tensor), cotangent) as Tensor)
  }
  graph.outputs.forEach((output, index) => {
    collect(output, cotangents[index])
  })
  for (let index = graph.applies.length - 1; index >= 0; index--) {
    const apply = graph.applies[index]
    if (!active.has(apply)) continue
    const ofResults = apply.results.map((result) => collected.get(result))
    for (const result of apply.results) collected.delete(result)
    if (ofResults.every((cotangent) => cotangent === undefined)) continue
    const application = {
      operands: apply.operands.map(environment),
      results: apply.results.map(environment),
      attributes: apply.attributes,
    }
    const needed = apply.operands.map((operand) => active.has(operand))
    onBehalfOf(apply, () => {
      const pullbacks = apply.primitive.vjp(application, needed)
      const contributions: Differential[] = []
      const sums: Differential[] = []
      apply.operands.forEach((operand, which) => {
        const pullback = pullbacks[which]
        const contribution = pullback !== noDerivative && needed[which] ? pullback(ofResults) : undefined
        collect(operand, contribution)
        if (seen === undefined) return
        contributions.push(contribution)
        sums.push(contribution && collected.get(operand))
      })
      seen?.({ apply, cotangents: ofResults, contributions, sums })
    })
  }
  return graph.inputs.map((input) => collected.get(input))
}

/** A graph's outputs at `primals`, and the cotangents of its inputs for given ones of its outputs. */
export const pullback = (
  graph: Graph,
  primals: readonly Tensor[],
  cotangents: readonly Differential[],
  wanted?: readonly boolean[],
): readonly Differential[] => pullbackIn(graph, environmentOf(graph, primals), cotangents, wanted)
