import {
  type ArgumentOptions,
  expressionOf,
  locatingErrors,
  type MakeSweep,
  PrintedGraph,
  type PulledBack,
  pullbackIn,
} from '../graph/index.js'
import { filled, leafPaths, type Tensor, withOptions } from '../tensor/index.js'
import { argumentPositions, checkScalar } from './reverse.js'
import { type AnyFunction, argumentNames, type Run, runBound } from './run.js'

/** How a gradient comes about: the function's graph, the value of everything in it, and the way back through it. */
export interface ReverseSweep {
  /** The function as `grad` follows it; its inputs are the leaves of the arguments that are differentiated. */
  readonly graph: PrintedGraph
  /** What each input and each result of `graph` is, and the output. */
  readonly values: ReadonlyMap<Tensor, Tensor>
  /** The derivative of the output by each of them, in its shape; what the output does not depend on has none. */
  readonly cotangents: ReadonlyMap<Tensor, Tensor>
  /** The steps in their order, from the output to the inputs. */
  readonly steps: readonly PulledBack[]
}

/** Where the leaves stand among all arguments. */
const pathsOf = ({ input }: Run, positions: readonly number[]): readonly string[] =>
  input._tag === 'List' ? input.items.flatMap((item, index) => leafPaths(item, `[${positions[index]}]`)) : []

const sweepOf = (run: Run, positions: readonly number[]): ReverseSweep => {
  const graph = new PrintedGraph(run.graph, pathsOf(run, positions))
  const [output] = graph.outputs
  const all = [...graph.inputs, ...graph.applies.flatMap(({ results }) => results), output]
  const one = filled(output.dtype, [], 1)
  const cotangents = new Map<Tensor, Tensor>()
  const steps: PulledBack[] = []
  const ofInputs = pullbackIn(run.graph, run.environment, [one], undefined, (step) => {
    steps.push(step)
    step.apply.results.forEach((result, index) => {
      const cotangent = step.cotangents[index]
      if (cotangent !== undefined) cotangents.set(result, cotangent)
    })
  })
  graph.inputs.forEach((input, index) => {
    const cotangent = ofInputs[index]
    if (cotangent !== undefined) cotangents.set(input, cotangent)
  })
  if (expressionOf(output)._tag !== 'Constant') cotangents.set(output, one)
  return { graph, values: new Map(all.map((tensor) => [tensor, run.environment(tensor)])), cotangents, steps }
}

/**
 * What `grad` does, step by step: the graph of a function to a float scalar `[]`, the value and the cotangent of every
 * intermediate result, and in which order operations hand cotangents on to what they were applied to. Cotangents of what
 * is used several times add up. Options and errors are those of `grad`; within a transform, values and cotangents are
 * expressions, and so a derivative by an intermediate result can be differentiated, compiled and printed itself.
 *
 * @example
 * ```ts
 * import { mul, reverseSweep, sin, square, type Tensor, tensor } from 'cotangent'
 *
 * const f = (x: Tensor<[], 'float64'>) => mul(square(x), sin(x))
 * const { graph, cotangents, steps } = reverseSweep(f)(tensor(2))
 * steps.map(({ apply }) => apply.primitive.name) // => [ 'mul', 'sin', 'mul' ]
 * steps.map(({ contributions }) => contributions.length) // => [ 2, 1, 2 ]
 * cotangents.get(graph.inputs[0]) // => 1.9726023611141572
 * ```
 */
export const reverseSweep: MakeSweep<ReverseSweep> = withOptions(
  'reverseSweep',
  1,
  argumentNames,
  (f: AnyFunction, { argnums = 0 }: ArgumentOptions = {}) =>
    (...args: readonly unknown[]): ReverseSweep =>
      locatingErrors(() => {
        const positions = argumentPositions('reverseSweep', argnums, args.length)
        const run = runBound('reverseSweep', f, args, positions)
        checkScalar('reverseSweep', run, false)
        return sweepOf(run, positions)
      }),
)
