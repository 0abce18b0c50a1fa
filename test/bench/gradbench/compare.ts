import { deviationOf, isValid } from '../../examples/gradbench/deviation.js'
import { inTurn } from '../inTurn.js'
import { type Effort, interleaved, type Times } from '../measure.js'
import type { Contestant, Runner } from './contestant.js'
import type { Entry } from './entry.js'

/** What is allowed to results in float64, max|theirs - ours| / max|ours|, of sums that are added up in another order. */
const tolerance = 1e-9

/** Beside results that are all zeros, as those of k-means are where each point is a centroid, nothing is relative. */
const deviationBeside = (ours: readonly number[], theirs: readonly number[]): number =>
  ours.every((each) => each === 0) && ours.length === theirs.length
    ? theirs.reduce((most, each) => Math.max(most, Math.abs(each)), 0)
    : deviationOf(theirs, ours)

/** How someone did at one function of one workload. */
export interface Comparison {
  readonly workload: string
  readonly function: string
  readonly name: string
  /** Of one evaluation. */
  readonly seconds: Times
  readonly compile?: number
  /** From what comes first. */
  readonly deviation: number
  readonly agrees: boolean
}

interface Entered {
  readonly contestant: Contestant
  readonly runner: Runner
  readonly output: readonly number[]
  /** Evaluations of a timed run. */
  readonly times: number
  /** The seconds of one, where it took so long already that there is no other. */
  readonly known?: number
}

/** Makes ready, and chooses how many evaluations a timed run takes. */
const enter = async (
  contestant: Contestant,
  name: string,
  input: Parameters<Contestant['prepare']>[1],
  { budget, slice }: Effort,
): Promise<Entered> => {
  const runner = await contestant.prepare(name, input)
  const first = await runner.evaluate(1)
  const entered = { contestant, runner, output: await runner.output() }
  if (first > 4 * budget) return { ...entered, times: 1, known: first }
  const again = await runner.evaluate(1)
  // Some of what is quick needs many runs until its code is the fastest that it gets.
  const warm = Math.max(1, Math.ceil(slice / again))
  const times = Math.max(1, Math.ceil((slice / (await runner.evaluate(warm))) * warm))
  return { ...entered, times }
}

const compareOne = async (
  contestants: readonly Contestant[],
  { description, input }: Entry['workloads'][number],
  name: string,
  effort: Effort,
): Promise<readonly Comparison[]> => {
  const given = input()
  const entered = await inTurn(contestants, (contestant) => enter(contestant, name, given, effort))
  const timed = await interleaved(
    entered.map(
      ({ runner, times, known }) =>
        async () =>
          known ?? (await runner.evaluate(times)),
    ),
    effort,
  )
  for (const { runner } of entered) runner.close()
  return entered.map(({ contestant, runner, output, times }, index): Comparison => {
    const { min, median, count } = timed[index]
    const ours = entered[0].output
    const deviation = deviationBeside(ours, output)
    return {
      workload: description,
      function: name,
      name: contestant.name,
      seconds: { min: min / times, median: median / times, count },
      ...(runner.compile !== undefined && { compile: runner.compile }),
      deviation,
      // In float32 a sum of many terms can be off by more than the benchmark's small numbers: its own rule counts.
      agrees: contestant.dtype === 'float64' ? deviation <= tolerance : isValid(output, ours),
    }
  })
}

/** Times all contestants side by side at every function of every workload, or of the first alone. */
export const compare = async (
  { workloads, functions }: Entry,
  contestants: readonly Contestant[],
  effort: Effort,
  quick: boolean,
): Promise<readonly Comparison[]> => {
  const rounds = workloads
    .slice(0, quick ? 1 : undefined)
    .flatMap((workload) => functions.map((name) => [workload, name] as const))
  return (await inTurn(rounds, ([workload, name]) => compareOne(contestants, workload, name, effort))).flat()
}
