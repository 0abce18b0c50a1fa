import { jit, makeGraph } from 'cotangent'
import { medianOf, secondsOf } from '../clock.js'
import { dataOf, descend, layersOf, lossOf } from '../contestants/model.js'
import { first } from '../network.js'
import { workloads } from '../workloads/index.js'

export interface CompileArgument {
  /** The workload whose step is compiled, with so many examples that its run does not count much. */
  readonly workload: string
  readonly examples: number
  /** How often, each time with another number of hidden units, as what was compiled before is known. */
  readonly times: number
}

/** Seconds from a function to its graph, from there to that of the whole step, and from there to its program. */
export interface CompileTimes {
  readonly trace: number
  readonly differentiate: number
  readonly compile: number
}

const timesWith = ({ workload, examples }: CompileArgument, more: number): CompileTimes => {
  const found = workloads.find(({ name }) => name === workload)
  if (found === undefined) throw new Error(`there is no workload ${workload}`)
  const { dtype, problem } = found
  const given = first(problem(examples), examples)
  const [inputs, hidden, ...rest] = given.network.sizes
  const network = { ...given.network, sizes: [inputs, hidden + more, ...rest] }
  const { batches } = dataOf(given, dtype)
  const layers = layersOf(network, new Float64Array(1e6).fill(0.01), dtype)
  const step = (each: typeof layers) => descend(network)(each, batches[0])
  const trace = secondsOf(() => makeGraph(lossOf(network, batches[0]))(layers))
  const whole = secondsOf(() => makeGraph(step)(layers))
  const compiled = jit(step)
  const beginning = secondsOf(() => compiled(layers))
  const run = medianOf([1, 2, 3].map(() => secondsOf(() => compiled(layers))))
  return { trace, differentiate: whole - trace, compile: beginning - whole - run }
}

/** The times at first, and later in the same process. */
export const compileProbe = (argument: CompileArgument) => {
  const all = Array.from({ length: argument.times }, (_, more) => timesWith(argument, more))
  const later = (part: keyof CompileTimes): number => medianOf(all.slice(1).map((times) => times[part]))
  return {
    first: all[0],
    later: { trace: later('trace'), differentiate: later('differentiate'), compile: later('compile') },
  }
}
