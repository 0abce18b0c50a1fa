import { runPrecisely, widened } from '../../engine/index.js'
import {
  type Application,
  type Apply,
  constantOf,
  type Differential,
  type Environment,
  environmentOf,
  type Graph,
  noDerivative,
  traceBranch,
  zerosLike,
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

/** Goes back through a function: what its expressions stand for in, what comes back to the leaves out. */
type Way = (value: Environment) => readonly Differential[]

/** A function ready to be gone back through. */
export interface Program {
  readonly graph: Graph
  /** The tensors that depend on the leaves by floats. */
  readonly active: ReadonlySet<Tensor>
  /** What one way back costs, in elements worked on. */
  readonly work: number
  readonly run: (way: Way) => Gradient
  /** The gradient, without a mistake. */
  readonly right: Gradient
  /** The Applies to which numbers come back that are not all the same. */
  readonly uneven: ReadonlySet<Apply>
}

/** Every Apply costs as much as so many elements, however small its tensors are. */
const overhead = 500

/** How much more the precise engine costs, which goes forward every time too. */
const preciseCost = 8

const workOf = ({ applies }: Graph): number =>
  applies.reduce((sum, { primitive, operands, results }) => {
    const inner = primitive.name === 'matmul' ? (operands[0].shape.at(-1) ?? 1) : 1
    return sum + overhead + results.reduce((elements, { shape }) => elements + sizeOf(shape), 0) * (1 + inner)
  }, 0)

const entriesOf = (x: Constant): Float64Array => Float64Array.from(rowMajor(x) as ArrayLike<number>)

const isEven = (constant: Constant): boolean => {
  const elements = rowMajor(constant)
  return elements.every((element: number) => element === elements[0])
}

/** In the arithmetic of the tensors' own dtypes. */
const plainly =
  ({ inputs }: Graph, value: Environment) =>
  (way: Way): Gradient =>
    way(value).map((cotangent, index) =>
      cotangent === undefined
        ? new Float64Array(sizeOf(inputs[index].shape))
        : entriesOf(constantOf('diagnose', cotangent)),
    )

/** In 31 digits, for functions whose gradient keeps too few of 16, or of float32. */
const precisely =
  (graph: Graph, leaves: readonly Constant[]) =>
  (way: Way): Gradient => {
    const back = (inputs: readonly Tensor[]): readonly Tensor[] =>
      way(environmentOf(graph, inputs)).map((cotangent, index) => cotangent ?? zerosLike(inputs[index]))
    const traced = traceBranch('diagnose', back, graph.inputs)
    return runPrecisely(traced.graph, leaves.map(widened)).map(({ high }) => entriesOf(high))
  }

/** A function, with the value of its gradient; `digits` that its arithmetic keeps: those of its dtypes, or all. */
export const programOf = (graph: Graph, leaves: readonly Constant[], digits: 'own' | 'many'): Program => {
  const active = new Set<Tensor>(graph.inputs.filter(({ dtype }) => isFloat(dtype)))
  for (const { operands, results } of graph.applies)
    if (operands.some((operand) => active.has(operand)))
      for (const result of results) if (isFloat(result.dtype)) active.add(result)
  const value = environmentOf(graph, leaves)
  const uneven = new Set<Apply>()
  const run = plainly(graph, value)
  const path = { graph, active }
  const right = run(
    wayBack(path, [], undefined, (apply, cotangents) => {
      if (cotangents.some((each) => each !== undefined && !isEven(constantOf('diagnose', each)))) uneven.add(apply)
    }),
  )
  if (digits === 'own') return { ...path, run, right, uneven, work: workOf(graph) }
  const precise = precisely(graph, leaves)
  return { ...path, run: precise, right: precise(wayBack(path, [])), uneven, work: preciseCost * workOf(graph) }
}

/** How many times some of the detours are taken. */
export interface Gain {
  readonly gain: number
  readonly of: readonly Detour[]
}

/** The gradient of a program with some detours. */
export const sweep = (program: Program, detours: readonly Detour[], times?: Gain): Gradient =>
  program.run(wayBack(program, detours, times))

/** The way back through a function with some detours; `seen` is told what comes back to each Apply. */
const wayBack =
  (
    { graph, active }: Pick<Program, 'graph' | 'active'>,
    detours: readonly Detour[],
    times?: Gain,
    seen?: (apply: Apply, cotangents: readonly Differential[]) => void,
  ): Way =>
  (value) => {
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
      const back = backThrough(apply, cotangents, value, active)
      const pulled = (detour: Detour): Differential => {
        const { operand, pull } = detour
        const gain = times?.of.includes(detour) ? times.gain : 1
        if (gain === 0) return undefined
        const found = pull({ ...back, right: () => (operand === 'stretch' ? undefined : back.right(operand)) })
        return found && scaled(found, gain)
      }
      const here = detours.filter(({ at }) => at === apply)
      const past = here.find(({ operand }) => operand === 'stretch')
      if (past !== undefined) collect(past.onto, pulled(past))
      else
        apply.operands.forEach((operand, which) => {
          const detour = here.find((each) => each.operand === which)
          collect(operand, detour === undefined ? back.right(which) : pulled(detour))
        })
    }
    return graph.inputs.map((input) => collected.get(input))
  }

/** One step back by the right rule, operand by operand. */
const backThrough = (
  apply: Apply,
  cotangents: readonly Differential[],
  value: Environment,
  active: ReadonlySet<Tensor>,
) => {
  const { operands, results, attributes, primitive } = apply
  const application = { operands: operands.map(value), results: results.map(value), attributes }
  const needed = operands.map((operand) => active.has(operand))
  const pullbacks = primitive.vjp(application, needed)
  const right = (which: number): Differential => {
    const pullback = pullbacks[which]
    return pullback === noDerivative || !needed[which] ? undefined : pullback(cotangents)
  }
  return { application, cotangents, value, right }
}
