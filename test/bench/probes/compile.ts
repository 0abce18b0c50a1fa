import { setFlagsFromString } from 'node:v8'
import { explain, makeGraph } from 'cotangent'
import { medianOf, secondsOf } from '../clock.js'
import { dataOf, descend, layersOf, lossOf } from '../contestants/model.js'
import { workloads } from '../workloads/index.js'

export interface CompileArgument {
  /** The workload whose step is compiled, with all of its examples or so many. */
  readonly workload: string
  readonly examples?: number
  /** How often, each time with another number of hidden units, as what was compiled before is known. */
  readonly times: number
}

/** Seconds from a function to its graph, from there to that of the whole step, from there to its program, and all. */
export interface CompileTimes {
  readonly trace: number
  readonly differentiate: number
  readonly compile: number
  readonly all: number
}

/** What compiling the step takes where it has more hidden units than the workload. */
const timesWith = ({ workload, examples }: CompileArgument) => {
  const found = workloads.find(({ name }) => name === workload)
  if (found === undefined) throw new Error(`there is no workload ${workload}`)
  const { dtype } = found
  const problem = found.problem(examples)
  const [inputs, hidden, ...rest] = problem.network.sizes
  const [batch] = dataOf(problem, dtype).batches
  return (more: number): CompileTimes => {
    const network = { ...problem.network, sizes: [inputs, hidden + more, ...rest] }
    const layers = layersOf(network, new Float64Array(1e6).fill(0.01), dtype)
    const { trace: whole, simplify, compile } = explain(descend(network))(layers, batch).times
    const all = (whole + simplify + compile) / 1000
    const trace = secondsOf(() =>
      makeGraph((each: typeof layers, examples: typeof batch) => lossOf(network, examples)(each))(layers, batch),
    )
    return { trace, differentiate: whole / 1000 - trace, compile: (simplify + compile) / 1000, all }
  }
}

/** The time of all at first, when nothing has run yet, and the times later in the same process. */
export const compileProbe = (argument: CompileArgument) => {
  // Functions are compiled when they are first called, which would count as running them.
  setFlagsFromString('--no-wasm-lazy-compilation')
  const times = timesWith(argument)
  const first = times(0).all
  const later = Array.from({ length: argument.times }, (_, more) => times(more + 1))
  const middle = (part: keyof CompileTimes): number => medianOf(later.map((each) => each[part]))
  return {
    first,
    later: {
      trace: middle('trace'),
      differentiate: middle('differentiate'),
      compile: middle('compile'),
      all: middle('all'),
    },
  }
}
