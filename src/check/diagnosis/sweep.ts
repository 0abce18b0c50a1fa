import {
  type Application,
  type Apply,
  constantOf,
  type Differential,
  type Environment,
  environmentOf,
  type Graph,
  noDerivative,
} from '../../graph/index.js'
import { type Constant, filled, isFloat, rowMajor, sizeOf, type Tensor } from '../../tensor/index.js'
import type { Gradient } from './evidence.js'
import { plus, scaled } from './tensors.js'

/** What a pullback has before it. */
export interface Context {
  readonly application: Application<unknown>
  readonly cotangents: readonly Differential[]
  /** What each expression of the function is. */
  readonly value: Environment
  /** What the right rule gives. */
  readonly right: () => Differential
}

/** Another way back than the right one: from one Apply to one of its operands, or past others to `onto`. */
export interface Detour {
  readonly at: Apply
  /** The operand, or `stretch` where `at` is the last of several Applies which are left out. */
  readonly operand: number | 'stretch'
  readonly onto: Tensor
  readonly pull: (context: Context) => Differential
}

/** A function ready to be gone back through. */
export interface Program {
  readonly graph: Graph
  readonly leaves: readonly Constant[]
  readonly value: Environment
  /** The tensors that depend on the leaves by floats. */
  readonly active: ReadonlySet<Tensor>
  /** What one way back costs, in elements worked on. */
  readonly work: number
  /** The gradient, without a mistake. */
  readonly right: Gradient
  /** The Applies to which numbers come back that are not all the same. */
  readonly uneven: ReadonlySet<Apply>
}

/** Every Apply costs as much as so many elements, however small its tensors are. */
const overhead = 500

const workOf = ({ applies }: Graph): number =>
  applies.reduce((sum, { primitive, operands, results }) => {
    const inner = primitive.name === 'matmul' ? (operands[0].shape.at(-1) ?? 1) : 1
    return sum + overhead + results.reduce((elements, { shape }) => elements + sizeOf(shape), 0) * (1 + inner)
  }, 0)

export const programOf = (graph: Graph, leaves: readonly Constant[]): Program => {
  const active = new Set<Tensor>(graph.inputs.filter(({ dtype }) => isFloat(dtype)))
  for (const { operands, results } of graph.applies)
    if (operands.some((operand) => active.has(operand)))
      for (const result of results) if (isFloat(result.dtype)) active.add(result)
  const path = { graph, leaves, value: environmentOf(graph, leaves), active, work: workOf(graph) }
  const uneven = new Set<Apply>()
  const right = sweep(path, [], undefined, (apply, cotangents) => {
    if (cotangents.some((each) => each !== undefined && !isEven(constantOf('diagnose', each)))) uneven.add(apply)
  })
  return { ...path, right, uneven }
}

const isEven = (constant: Constant): boolean => {
  const elements = rowMajor(constant)
  return elements.every((element: number) => element === elements[0])
}

/** How many times some of the detours are taken. */
export interface Gain {
  readonly gain: number
  readonly of: readonly Detour[]
}

/** The gradient of a program with some detours. */
export const sweep = (
  program: Pick<Program, 'graph' | 'value' | 'active'>,
  detours: readonly Detour[],
  times?: Gain,
  seen?: (apply: Apply, cotangents: readonly Differential[]) => void,
): Gradient => {
  const { graph, value, active } = program
  const collected = new Map<Tensor, Tensor>()
  const collect = (tensor: Tensor, cotangent: Differential): void => {
    if (cotangent === undefined || !active.has(tensor)) return
    const before = collected.get(tensor)
    collected.set(tensor, before === undefined ? cotangent : plus(before, cotangent))
  }
  const [output] = graph.outputs
  collect(output, filled(output.dtype, output.shape, 1))
  for (const apply of graph.applies.toReversed()) {
    const cotangents = apply.results.map((result) => collected.get(result))
    if (cotangents.every((cotangent) => cotangent === undefined)) continue
    seen?.(apply, cotangents)
    const here = detours.filter(({ at }) => at === apply)
    const application = {
      operands: apply.operands.map(value),
      results: apply.results.map(value),
      attributes: apply.attributes,
    }
    const needed = apply.operands.map((operand) => active.has(operand))
    const pullbacks = apply.primitive.vjp(application, needed)
    const rightOf = (which: number): Differential => {
      const pullback = pullbacks[which]
      return pullback === noDerivative || !needed[which] ? undefined : pullback(cotangents)
    }
    const pulled = (detour: Detour): Differential => {
      const { operand, pull } = detour
      const gain = times?.of.includes(detour) ? times.gain : 1
      if (gain === 0) return undefined
      const right = (): Differential => (operand === 'stretch' ? undefined : rightOf(operand))
      const found = pull({ application, cotangents, value, right })
      return found && scaled(found, gain)
    }
    const past = here.find(({ operand }) => operand === 'stretch')
    if (past !== undefined) {
      collect(past.onto, pulled(past))
      continue
    }
    apply.operands.forEach((operand, which) => {
      const detour = here.find((each) => each.operand === which)
      collect(operand, detour === undefined ? rightOf(which) : pulled(detour))
    })
  }
  return graph.inputs.map((input) => {
    const cotangent = collected.get(input)
    return cotangent === undefined
      ? new Float64Array(sizeOf(input.shape))
      : Float64Array.from(rowMajor(constantOf('diagnose', cotangent)) as ArrayLike<number>)
  })
}
