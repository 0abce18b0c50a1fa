import {
  type Apply,
  applyPrimitive,
  environmentOf,
  type Graph,
  noDerivative,
  primitives,
  traceBranch,
} from '../src/graph/index.js'
import { isFloat, type Tensor } from '../src/tensor/index.js'
import { countOf, elementsOf, inner, type TensorMap } from './maps.js'
import { localErrors, type Manner, ours } from './roundings.js'
import { holdsGraphs, unrolled } from './unroll.js'

/**
 * The map traced at a point into straight-line primitives, whose every intermediate value is there to be looked at:
 * traced as a branch is, so that what is computed from constants alone is among them.
 */
const straightLine = (map: TensorMap, primals: readonly Tensor[]): Graph => {
  const { graph } = traceBranch('laws', map, primals, primals)
  return graph.applies.some(holdsGraphs)
    ? traceBranch('laws', (inputs) => unrolled(graph, inputs), primals, primals).graph
    : graph
}

/** Error per error: what a unit error in each element of an intermediate result does to the whole. */
type Sensitivities = ReadonlyMap<Tensor, Tensor>

const plus = (a: Tensor | undefined, b: Tensor): Tensor =>
  a === undefined ? b : applyPrimitive(primitives.add, {}, [a, b])[0]

const sensitivitiesOf = (
  graph: Graph,
  environment: (tensor: Tensor) => Tensor,
  weights: readonly Tensor[],
): Sensitivities => {
  const found = new Map<Tensor, Tensor>()
  const collect = (tensor: Tensor, cotangent: Tensor | undefined): void => {
    if (cotangent !== undefined && isFloat(tensor.dtype)) found.set(tensor, plus(found.get(tensor), cotangent))
  }
  graph.outputs.forEach((output, index) => {
    collect(output, weights[index])
  })
  for (const apply of graph.applies.toReversed()) {
    const ofResults = apply.results.map((result) => found.get(result))
    if (ofResults.every((sensitivity) => sensitivity === undefined)) continue
    const { primitive, attributes } = apply
    const application = {
      operands: apply.operands.map(environment),
      results: apply.results.map(environment),
      attributes,
    }
    const wanted = apply.operands.map(({ dtype }) => isFloat(dtype))
    const pullbacks = primitive.vjp(application, wanted)
    apply.operands.forEach((operand, index) => {
      const pullback = pullbacks[index]
      if (pullback !== noDerivative && wanted[index]) collect(operand, pullback(ofResults))
    })
  }
  return found
}

/** What is known of the rounding in the inner product of some weights and a map's computed values. */
export interface Rounded {
  /** The inner product. */
  readonly value: number
  /** How far it may be from that of the exact values. */
  readonly noise: number
  /** How far it moves, at most, for each unit roundoff by which every element of `direction` is off. */
  readonly slack: number
}

/** A map's values at a point, and what is known of their rounding, for any weights. */
export interface RoundedMap {
  readonly outputs: readonly Tensor[]
  readonly along: (weights: readonly Tensor[], direction?: readonly Tensor[]) => Rounded
}

/** What is known of the rounding of a map at a point, in an engine's manner: see `roundedInner`. */
export const roundedMap = (map: TensorMap, primals: readonly Tensor[], manner: Manner = ours): RoundedMap => {
  const graph = straightLine(map, primals)
  const environment = environmentOf(graph, primals)
  const outputs = graph.outputs.map(environment)
  const known = new Map<Tensor, readonly number[] | undefined>()
  const errorsOf = (apply: Apply, which: number, result: Tensor): readonly number[] | undefined => {
    if (!known.has(result))
      known.set(result, localErrors(apply, apply.operands.map(environment), which, environment(result), manner))
    return known.get(result)
  }
  const along = (weights: readonly Tensor[], direction: readonly Tensor[] = []): Rounded => {
    const sensitivities = sensitivitiesOf(graph, environment, weights)
    let noise = 0
    for (const apply of graph.applies)
      for (const [which, result] of apply.results.entries()) {
        const sensitivity = sensitivities.get(result)
        if (sensitivity === undefined) continue
        const errors = errorsOf(apply, which, result)
        if (errors !== undefined) noise += weighted(elementsOf([sensitivity]), errors)
      }
    const { value, magnitude } = inner(weights, outputs)
    const slack = direction.reduce((sum, tangent, index) => {
      const sensitivity = sensitivities.get(graph.inputs[index])
      return sensitivity === undefined ? sum : sum + weighted(elementsOf([sensitivity]), elementsOf([tangent]))
    }, 0)
    return { value, noise: noise + countOf(outputs) * 2 ** -53 * magnitude, slack }
  }
  return { outputs, along }
}

/**
 * The inner product <w, f(x)> as it is computed, and a bound on its rounding error, to first order: each intermediate
 * result r_k is off by e_k, some unit roundoffs of its magnitude (see `roundings`), which moves the whole by
 * d<w, f>/dr_k e_k. So the error is at most
 *
 *   sum_k |d<w, f>/dr_k| . e_k  +  n u sum_i |w_i f_i|
 *
 * where the last term is for the inner product itself, of n terms. The sensitivities come from one reverse pass. For one
 * correctly rounded operation it is u |f|. What is computed from constants alone counts as well: two ways to one derivative
 * may compute other constants, and round them elsewhere.
 *
 * @example
 * ```ts
 * import { mul, tensor } from 'cotangent'
 * import { roundedInner } from 'cotangent/laws'
 *
 * const { value, noise } = roundedInner(([x, y]) => [mul(x, y)], [tensor(3), tensor(0.1)], [tensor(1)])
 * Math.abs(value - 0.3) <= noise // => true
 * ```
 */
export const roundedInner = (
  map: TensorMap,
  primals: readonly Tensor[],
  weights: readonly Tensor[],
  direction: readonly Tensor[] = [],
): Rounded => roundedMap(map, primals).along(weights, direction)

/** The sum of |a_i b_i|; where nothing is sensitive, an error may be of any size. */
const weighted = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, element, index) => (element === 0 ? sum : sum + Math.abs(element * b[index])), 0)
