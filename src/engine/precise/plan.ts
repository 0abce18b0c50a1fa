import {
  type AttributesOf,
  constantOf,
  type Graph,
  isConstant,
  type Primitive,
  type PrimitiveName,
} from '../../graph/index.js'
import type { Tensor, TensorType } from '../../tensor/index.js'
import type { Meaning } from './meaning.js'
import { type Precise, widened } from './precise.js'
import { meanings } from './table.js'

/** One application of a primitive, to the values in some slots. */
export interface Step {
  readonly primitive: Primitive
  readonly attributes: unknown
  readonly meaning: Meaning<unknown>
  readonly operands: readonly number[]
  readonly results: readonly number[]
  readonly types: readonly TensorType[]
}

/** A graph as steps on numbered slots, called graphs written out within it. */
export interface Plan {
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly constants: readonly (readonly [slot: number, value: Precise])[]
  readonly steps: readonly Step[]
  /** Of each step, the slots that no later one reads and that are no outputs. */
  readonly freed: readonly (readonly number[])[]
  readonly slots: number
}

/** What is called, as it is. */
const inlinedGraph = (attributes: unknown): Graph =>
  (attributes as AttributesOf<'call' | 'customJvp' | 'customVjp'>).graph

const freedBy = (steps: readonly Step[], kept: ReadonlySet<number>): readonly (readonly number[])[] => {
  const seen = new Set(kept)
  return steps
    .toReversed()
    .map(({ operands, results }) => {
      const last = [...new Set([...operands, ...results])].filter((slot) => !seen.has(slot))
      for (const slot of last) seen.add(slot)
      return last
    })
    .reverse()
}

const makePlan = (graph: Graph): Plan => {
  const steps: Step[] = []
  const constants = new Map<Tensor, number>()
  let slots = 0
  const slotOfConstant = (tensor: Tensor): number => {
    const slot = constants.get(tensor) ?? slots++
    constants.set(tensor, slot)
    return slot
  }
  const include = ({ inputs, applies, outputs }: Graph, given: readonly number[]): readonly number[] => {
    const slotOf = new Map<Tensor, number>(inputs.map((input, index) => [input, given[index]]))
    const define = (results: readonly Tensor[], defined: readonly number[]): void => {
      for (const [index, result] of results.entries()) slotOf.set(result, defined[index])
    }
    const find = (tensor: Tensor): number => slotOf.get(tensor) ?? slotOfConstant(tensor)
    for (const { primitive, attributes, operands, results } of applies) {
      const from = operands.map(find)
      const meaning = meanings[primitive.name as PrimitiveName]
      if (meaning === 'inlined') {
        define(results, include(inlinedGraph(attributes), from))
        continue
      }
      const to = results.map(() => slots++)
      define(results, to)
      const types = results.map(({ shape, dtype }) => ({ shape, dtype }))
      steps.push({ primitive, attributes, meaning: meaning as Meaning<unknown>, operands: from, results: to, types })
    }
    return outputs.map(find)
  }
  const inputs = graph.inputs.map(() => slots++)
  const outputs = include(graph, inputs)
  const values = [...constants].map(
    ([tensor, slot]) => [slot, widened(isConstant(tensor) ? tensor : constantOf('runPrecisely', tensor))] as const,
  )
  const kept = new Set([...outputs, ...constants.values()])
  return { inputs, outputs, constants: values, steps, freed: freedBy(steps, kept), slots }
}

const plans = new WeakMap<Graph, Plan>()

/** The plan of a graph, made once. */
export const planOf = (graph: Graph): Plan => {
  const plan = plans.get(graph) ?? makePlan(graph)
  plans.set(graph, plan)
  return plan
}
