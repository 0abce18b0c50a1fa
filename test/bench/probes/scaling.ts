import { iterate, jit } from 'cotangent'
import { leastSeconds, secondsOf } from '../clock.js'
import { wholeTraining } from '../contestants/cotangent.js'
import { dataOf, descend, layersOf } from '../contestants/model.js'
import { first } from '../network.js'
import { workloads } from '../workloads/index.js'

const workload = (name: string) => {
  const found = workloads.find((each) => each.name === name)
  if (found === undefined) throw new Error(`there is no workload ${name}`)
  return found
}

export interface BatchArgument {
  readonly workload: string
  readonly batch: number
  /** How long a measurement is to take. */
  readonly seconds: number
}

/** Seconds a step in a loop inside a program, over all examples of a batch at once. */
export const batchProbe = ({ workload: name, batch, seconds }: BatchArgument): number => {
  const { dtype, problem: make } = workload(name)
  const problem = first(make(batch), batch)
  const { batches } = dataOf({ ...problem, batch }, dtype)
  const initial = layersOf(problem.network, problem.initial, dtype)
  const descending = (count: number) =>
    jit((layers: typeof initial) =>
      iterate((each: typeof initial) => descend(problem.network)(each, batches[0]), count, layers),
    )
  const few = descending(3)
  few(initial)
  const estimate = secondsOf(() => few(initial)) / 3
  if (estimate > seconds) return estimate
  const many = Math.ceil(seconds / estimate)
  const run = descending(many)
  run(initial)
  return leastSeconds(() => run(initial), 3) / many
}

export interface ScanArgument {
  readonly workload: string
  readonly steps: number
}

/** Seconds of a training of so many steps as one program: of the first call, which compiles, and of a later one. */
export const scanProbe = async ({ workload: name, steps }: ScanArgument) => {
  const { dtype, problem } = workload(name)
  const { train } = await wholeTraining(dtype).prepare(problem())
  const { seconds: beginning } = await train(steps)
  const later: number[] = []
  for (let run = 0; run < 3; run++) later.push((await train(steps)).seconds)
  return { first: beginning, later: Math.min(...later) }
}
