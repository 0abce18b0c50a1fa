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

/** Seconds from a function to its graph, from there to that of the whole step, from there to its program, and all. */
export interface CompileTimes {
  readonly trace: number
  readonly differentiate: number
  readonly compile: number
  readonly all: number
}

/** The step with more hidden units than the workload has, its loss, and what it is called with. */
const stepWith = ({ workload, examples }: CompileArgument, more: number) => {
  const found = workloads.find(({ name }) => name === workload)
  if (found === undefined) throw new Error(`there is no workload ${workload}`)
  const { dtype, problem } = found
  const given = first(problem(examples), examples)
  const [inputs, hidden, ...rest] = given.network.sizes
  const network = { ...given.network, sizes: [inputs, hidden + more, ...rest] }
  const { batches } = dataOf(given, dtype)
  const layers = layersOf(network, new Float64Array(1e6).fill(0.01), dtype)
  return {
    layers,
    loss: lossOf(network, batches[0]),
    step: (each: typeof layers) => descend(network)(each, batches[0]),
  }
}

type Step = ReturnType<typeof stepWith>

/** What the first call of a compiled step costs beside the run of its program. */
const allOf = ({ layers, step }: Step): number => {
  const compiled = jit(step)
  const beginning = secondsOf(() => compiled(layers))
  return beginning - medianOf([1, 2, 3].map(() => secondsOf(() => compiled(layers))))
}

const timesOf = (given: Step): CompileTimes => {
  const { layers, loss, step } = given
  const trace = secondsOf(() => makeGraph(loss)(layers))
  const whole = secondsOf(() => makeGraph(step)(layers))
  const all = allOf(given)
  return { trace, differentiate: whole - trace, compile: all - whole, all }
}

/** The time of all at first, when nothing has run yet, and the times later in the same process. */
export const compileProbe = (argument: CompileArgument) => {
  const first = allOf(stepWith(argument, 0))
  const times = Array.from({ length: argument.times }, (_, more) => timesOf(stepWith(argument, more + 1)))
  const later = (part: keyof CompileTimes): number => medianOf(times.map((each) => each[part]))
  return {
    first,
    later: {
      trace: later('trace'),
      differentiate: later('differentiate'),
      compile: later('compile'),
      all: later('all'),
    },
  }
}
