import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import type { Compiled, Evaluation, Json } from './evaluation.js'
import { type Message, parseMessage, type Response, refusal, type Timing } from './messages.js'
import { type Decoder, integer, number, record } from './reading.js'

/** What a tool works with. */
export interface Setting {
  readonly evaluations: { readonly [module: string]: Evaluation }
  /** The time in nanoseconds, from anywhen on. */
  readonly now: () => number
}

/** How often a function is evaluated: at least so many times, and for so long in sum. */
interface Repeats {
  readonly runs: number
  readonly seconds: number
}

const has = (json: Json, name: string): boolean =>
  typeof json === 'object' && json !== null && Object.hasOwn(json, name)

/** A number that an input need not have. */
const optional =
  (name: string, decode: Decoder<number>, otherwise: number) =>
  (input: Json): Either<string, number> => {
    if (!has(input, name)) return right(otherwise)
    const read = record({ [name]: decode })(input)
    return isLeft(read) ? read : right(read.right[name])
  }

const readRuns = optional('min_runs', integer, 1)
const readSeconds = optional('min_seconds', number, 0)

const repeatsOf = (input: Json): Either<string, Repeats> => {
  const runs = readRuns(input)
  if (isLeft(runs)) return runs
  const seconds = readSeconds(input)
  return isLeft(seconds) ? seconds : right({ runs: runs.right, seconds: seconds.right })
}

/** What some work gives, and the whole nanoseconds that it took: one at least, so that repeating it comes to an end. */
const timed = <A>(name: string, now: Setting['now'], work: () => A): readonly [A, Timing] => {
  const start = now()
  const result = work()
  return [result, { name, nanoseconds: Math.max(1, Math.round(now() - start)) }]
}

/** Compiles a function, evaluates it as often as it is to be, and gives the last result. */
const evaluated = (compile: () => Compiled, { runs, seconds }: Repeats, now: Setting['now']) => {
  const [{ evaluate, output }, compilation] = timed('compile', now, compile)
  const timings = [compilation]
  let spent = 0
  do {
    const [, evaluation] = timed('evaluate', now, evaluate)
    timings.push(evaluation)
    spent += evaluation.nanoseconds
  } while (timings.length <= runs || spent < seconds * 1e9)
  return { output: output(), timings }
}

/** Where the first number is that JSON cannot write, such as NaN. */
const unwritable = (json: Json, at = 'output'): string | undefined => {
  if (typeof json === 'number') return Number.isFinite(json) ? undefined : `${at} is ${json}`
  if (typeof json !== 'object' || json === null) return undefined
  if (Array.isArray(json)) {
    // Millions of numbers are not to have a text each that tells where they are.
    const index = json.findIndex((part) => unwritable(part) !== undefined)
    return index < 0 ? undefined : unwritable(json[index], `${at}[${index}]`)
  }
  for (const [key, part] of Object.entries<Json>(json as { readonly [key: string]: Json })) {
    const found = unwritable(part, `${at}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

const ownOf = <A>(all: { readonly [name: string]: A }, name: string): A | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined

const evaluation = (
  { evaluations, now }: Setting,
  message: Extract<Message, { readonly kind: 'evaluate' }>,
): Response => {
  const { id, module, input } = message
  const functions = ownOf(evaluations, module)
  if (functions === undefined) return refusal(id, `there is no module ${JSON.stringify(module)}`)
  const prepare = ownOf(functions, message.function)
  if (prepare === undefined) return refusal(id, `${module} has no function ${JSON.stringify(message.function)}`)
  const repeats = repeatsOf(input)
  if (isLeft(repeats)) return refusal(id, repeats.left)
  const prepared = prepare(input)
  if (isLeft(prepared)) return refusal(id, prepared.left)
  const { output, timings } = evaluated(prepared.right, repeats.right, now)
  const wrong = unwritable(output)
  return wrong === undefined ? { id, success: true, output, timings } : refusal(id, wrong)
}

/** The response to a message. */
export const respond = (setting: Setting, message: Message): Response => {
  const { id, kind } = message
  if (kind === 'start') return { id, tool: 'cotangent' }
  if (kind === 'define')
    return ownOf(setting.evaluations, message.module) === undefined
      ? refusal(id, `there is no module ${JSON.stringify(message.module)}`)
      : { id, success: true }
  if (kind !== 'evaluate') return { id }
  try {
    return evaluation(setting, message)
  } catch (error) {
    return refusal(id, error instanceof Error ? error.message : 'what was thrown is no error')
  }
}

/** The response to a line. */
export const answer = (setting: Setting, line: string | Uint8Array): Response => {
  const message = parseMessage(line)
  return isLeft(message) ? message.left : respond(setting, message.right)
}
