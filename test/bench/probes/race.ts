import { contestantsOf, type Versions } from '../contestants/index.js'
import type { Effort } from '../measure.js'
import { race } from '../race.js'
import { workloads } from '../workloads/index.js'

export interface RaceArgument {
  readonly workload: string
  /** How many examples there are at most; all where that is not said. */
  readonly examples?: number
  readonly effort: Effort
  readonly versions?: Versions
}

/** How all contestants do on a workload. */
export const raceProbe = async ({ workload: name, examples, effort, versions }: RaceArgument) => {
  const workload = workloads.find((each) => each.name === name)
  if (workload === undefined) throw new Error(`there is no workload ${name}`)
  const { compared, training } = workload
  return race(contestantsOf(workload, versions), { problem: workload.problem(examples), compared, training, effort })
}
