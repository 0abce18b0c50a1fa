import { type Outcome, playing, type Workload } from '../../../examples/gradbench/driver.js'
import type { Spawned } from '../../../examples/gradbench/spawned.js'
import type { Entry } from '../entry.js'
import { peakOf } from './memory.js'
import { questionsOf, type Repeats } from './questions.js'

/** What came of a question, or that no answer came. */
export type Result = Outcome | { readonly _tag: 'Timeout' } | { readonly _tag: 'Ended'; readonly problem: string }

/** What came of a function of an evaluation at an input. */
export interface Answer {
  readonly evaluation: string
  readonly function: string
  readonly description: string
  readonly result: Result
  /** What the result may deviate by. */
  readonly bound: number
  /** Bytes that the tool held at most while it was about it, where that is known. */
  readonly memory: number | undefined
}

class NoAnswer extends Error {}

/** The same tool, which fails with NoAnswer once an answer takes longer than so many seconds. */
const limited = (tool: Spawned, seconds: number) => ({
  ask: async (line: string): Promise<string> => {
    let timer: NodeJS.Timeout | undefined
    const over = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        tool.stop()
        reject(new NoAnswer())
      }, seconds * 1000)
    })
    try {
      return await Promise.race([tool.ask(line), over])
    } finally {
      clearTimeout(timer)
    }
  },
})

/** How many seconds GradBench waits for an answer. */
const limit = 600

const problemOf = (error: unknown): Result =>
  error instanceof NoAnswer
    ? { _tag: 'Timeout' }
    : { _tag: 'Ended', problem: error instanceof Error ? error.message : String(error) }

/** Asks a tool all of an evaluation; where its session ends before that, the last answer says how, and others are missing. */
export async function* answersOf(
  entry: Entry,
  start: () => Spawned,
  repeats: Repeats,
  seconds = limit,
): AsyncGenerator<Answer> {
  const questions = questionsOf(entry, repeats)
  let asked = -1
  let bound = 0
  function* workloads(): Generator<Workload> {
    for (const [index, { workload }] of questions.entries()) {
      asked = index
      const made = workload()
      bound = made.bound ?? 0
      yield made
    }
  }
  const tool = start()
  const answer = (result: Result): Answer => {
    const { function: name, description } = questions[Math.max(asked, 0)]
    const alive = result._tag !== 'Timeout' && result._tag !== 'Ended' && tool.pid !== undefined
    const memory = alive ? peakOf(tool.pid) : undefined
    return { evaluation: entry.name, function: name, description, result, bound, memory }
  }
  try {
    for await (const outcome of playing(limited(tool, seconds), entry.name, workloads())) yield answer(outcome)
  } catch (error) {
    yield answer(problemOf(error))
  }
  const { code, rest, complaints } = await tool.end()
  if (asked === questions.length - 1 && (code !== 0 || rest.length > 0 || complaints !== ''))
    yield answer({ _tag: 'Ended', problem: `it ended with ${code}, ${[...rest, complaints].join('; ')}` })
}
