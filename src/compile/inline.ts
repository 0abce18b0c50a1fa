import { expressionOf, type Graph, isConstant, type Result } from '../graph/index.js'
import type { Tensor } from '../tensor/index.js'
import type { Assembly, Destinations } from './assembly.js'
import { lowerChain, slicesFor } from './chain/chain.js'
import { lowerNest } from './fused/nest.js'
import { copy } from './nests/copy.js'
import { liesAt, type Place } from './place.js'
import { planOf } from './plan/plans.js'
import { appliesOf, type Chain, type Step } from './plan/step.js'
import { lowerBlock } from './unrolled/block.js'

/** How often each expression is used: by the steps, of which some compute the same, and as an output. */
const countUses = (steps: readonly Step[], outputs: readonly Tensor[]): Map<Tensor, number> => {
  const uses = new Map<Tensor, number>()
  const count = (tensor: Tensor): void => {
    uses.set(tensor, (uses.get(tensor) ?? 0) + 1)
  }
  for (const step of steps) for (const { operands } of appliesOf(step)) operands.forEach(count)
  outputs.forEach(count)
  return uses
}

/**
 * Writes the code of a graph whose inputs lie at given places, and tells where its outputs then lie: at the
 * destinations where that takes no copy. It takes over one hold on every input, and gives one on every output.
 */
export const inline = (
  assembly: Assembly,
  graph: Graph,
  inputs: readonly Place[],
  destinations: Destinations = [],
): readonly Place[] => {
  const steps = planOf(graph, assembly.lowerings)
  const uses = countUses(steps, graph.outputs)
  const places = new Map<Tensor, Place>()
  const wanted = new Map<Tensor, Place>()
  graph.outputs.forEach((output, index) => {
    const destination = destinations[index]
    if (destination !== undefined && !wanted.has(output)) wanted.set(output, destination)
  })
  /** Takes over one hold on a place. */
  const settle = (tensor: Tensor, place: Place): void => {
    if (uses.has(tensor)) places.set(tensor, place)
    else assembly.release(place)
  }
  const placed = (tensor: Tensor): Place | undefined => places.get(expressionOf(tensor))
  const find = (tensor: Tensor): Place => {
    const expression = expressionOf(tensor)
    return isConstant(expression) ? assembly.constant(expression) : (placed(expression) as Place)
  }
  const use = (tensor: Tensor): void => {
    const left = (uses.get(tensor) as number) - 1
    uses.set(tensor, left)
    const place = places.get(tensor)
    if (left > 0 || place === undefined) return
    assembly.release(place)
    places.delete(tensor)
  }
  graph.inputs.forEach((input, index) => {
    settle(input, inputs[index])
  })
  const want = (result: Result): Place | undefined => wanted.get(result)
  /** Where the results of a step lie once its code is written. */
  const lowered = (step: Exclude<Step, Chain>): ReadonlyMap<Result, Place> => {
    if (step.kind === 'block') return lowerBlock(assembly, step, find, want)
    if (step.kind === 'nest') return lowerNest(assembly, step, find, want)
    const { operands, results } = step.apply
    const made = assembly.lower(step.apply, operands.map(find), results.map(want))
    return new Map(results.map((result, index) => [result, made[index]]))
  }
  /** A chain that does not pay is done link by link. */
  const write = (step: Step): void => {
    if (step.kind !== 'chain') {
      writePart(step, () => lowered(step))
      return
    }
    const slices = slicesFor(assembly, step, find)
    if (slices === undefined) step.links.forEach(write)
    else writePart(step, () => lowerChain(assembly, step, slices, find, want))
  }
  const writePart = (step: Step, lower: () => ReadonlyMap<Result, Place>): void => {
    assembly.paginate()
    assembly.part(step, placed, () => {
      const made = lower()
      for (const [result, place] of made) settle(result, place)
      return made
    })
    for (const { operands } of appliesOf(step)) operands.forEach(use)
  }
  steps.forEach(write)
  const outputs = graph.outputs.map((output) => assembly.hold(find(output)))
  graph.outputs.forEach(use)
  return outputs
}

/**
 * Writes the code of a graph so that its outputs come to lie at the destinations, of which it must read none but those
 * of inputs that it works on in place.
 */
export const inlineInto = (
  assembly: Assembly,
  graph: Graph,
  inputs: readonly Place[],
  destinations: readonly Place[],
): void => {
  const held = inputs.map((input) => assembly.hold(input))
  inline(assembly, graph, held, destinations).forEach((output, index) => {
    if (!liesAt(output, destinations[index])) copy(assembly, output, destinations[index])
    assembly.release(output)
  })
}
