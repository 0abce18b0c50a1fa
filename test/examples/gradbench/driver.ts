import type { Json } from '../../../examples/gradbench/evaluation.js'
import type { Response } from '../../../examples/gradbench/messages.js'
import { deviationOf, isValid } from './deviation.js'

/** One evaluation of a function, and what is to come out. */
export interface Workload {
  readonly function: string
  readonly input: Json
  readonly description?: string
  readonly expected: Json
  /** By how much an output may deviate from that, where it is not what holds for the whole session. */
  readonly bound?: number
}

/** Someone to ask: a line for a line. */
export interface Tool {
  readonly ask: (line: string) => Promise<string>
}

/** What came of one workload, or of a session that ended before it. */
export type Outcome =
  | { readonly _tag: 'Success'; readonly deviation: number; readonly seconds: number; readonly compile: number }
  | { readonly _tag: 'Invalid'; readonly deviation: number }
  | { readonly _tag: 'Failure'; readonly error: string }
  | { readonly _tag: 'Undefined' }
  | { readonly _tag: 'ProtocolError'; readonly problem: string }

const protocolError = (problem: string): Outcome => ({ _tag: 'ProtocolError', problem })

/** A response that is one to this message; or what is wrong with it. */
const checked = (line: string, id: number): Response | string => {
  const response: Response = JSON.parse(line)
  if (response.id !== id) return `the response to ${id} has the number ${response.id}`
  if (response.success === true && response.error) return `success and the error ${response.error}`
  return response
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0

const lastingOf = ({ timings = [] }: Response, name: string): readonly number[] =>
  timings.filter((timing) => timing.name === name).map(({ nanoseconds }) => nanoseconds)

const limits = (input: Json): { readonly runs: number; readonly seconds: number } => {
  const given = (typeof input === 'object' && input !== null ? input : {}) as Record<string, number>
  return { runs: given.min_runs ?? 1, seconds: given.min_seconds ?? 0 }
}

/** What came of a workload that was answered with success. */
const judged = (response: Response, { input, expected }: Workload, bound: number): Outcome => {
  const { output, timings = [] } = response
  if (output === undefined) return protocolError('success without an output')
  if (!timings.every(({ nanoseconds }) => isCount(nanoseconds))) return protocolError('a time is no whole number')
  const runs = lastingOf(response, 'evaluate')
  const spent = runs.reduce((sum, each) => sum + each, 0)
  const asked = limits(input)
  if (runs.length < asked.runs || spent < asked.seconds * 1e9) return protocolError('too few runs')
  const deviation = deviationOf(output, expected)
  if (!(deviation <= bound && isValid(output, expected))) return { _tag: 'Invalid', deviation }
  const [compile = 0] = lastingOf(response, 'compile')
  return { _tag: 'Success', deviation, seconds: spent / 1e9 / runs.length, compile: compile / 1e9 }
}

/** A session as GradBench has it: `start`, `define`, and each workload with the judgement of what it gave, as it comes. */
export async function* playing(
  { ask }: Tool,
  module: string,
  workloads: Iterable<Workload>,
  bound = 0,
): AsyncGenerator<Outcome> {
  let id = -1
  const say = async (message: { readonly [key: string]: Json }): Promise<Response | string> => {
    id += 1
    return checked(await ask(JSON.stringify({ id, ...message })), id)
  }
  const start = await say({ kind: 'start', eval: module })
  if (typeof start === 'string') return yield protocolError(start)
  const define = await say({ kind: 'define', module })
  if (typeof define === 'string') return yield protocolError(define)
  if (define.success !== true) return yield { _tag: 'Undefined' }
  for (const workload of workloads) {
    const { function: name, input, description = name } = workload
    const response = await say({ kind: 'evaluate', module, function: name, input, description })
    if (typeof response === 'string') return yield protocolError(response)
    if (response.success !== true) {
      yield { _tag: 'Failure', error: response.error ?? '' }
      continue
    }
    const of = id
    const outcome = judged(response, workload, workload.bound ?? bound)
    yield outcome
    const heard = await say({ kind: 'analysis', of, valid: outcome._tag === 'Success' })
    if (typeof heard === 'string') return yield protocolError(heard)
  }
}

/** All outcomes of a session. */
export const play = async (
  tool: Tool,
  module: string,
  workloads: Iterable<Workload>,
  bound: number,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = []
  for await (const outcome of playing(tool, module, workloads, bound)) outcomes.push(outcome)
  return outcomes
}
