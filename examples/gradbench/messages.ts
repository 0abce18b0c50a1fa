import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Json } from './evaluation.js'
import { type Decoder, integer, record, text } from './reading.js'

/** What the asking side says. Of the kinds it may have, some need no more than to be answered. */
export type Message =
  | { readonly kind: 'start'; readonly id: number }
  | { readonly kind: 'define'; readonly id: number; readonly module: string }
  | {
      readonly kind: 'evaluate'
      readonly id: number
      readonly module: string
      readonly function: string
      readonly input: Json
    }
  | { readonly kind: 'other'; readonly id: number }

/** How long something took. */
export interface Timing {
  readonly name: string
  readonly nanoseconds: number
}

/** What the tool says to a message of the same number; null where the message had none that could be read. */
export interface Response {
  readonly id: number | null
  readonly tool?: string
  readonly success?: boolean
  readonly output?: Json
  readonly timings?: readonly Timing[]
  readonly error?: string
}

/** The response to what could not be done. */
export const refusal = (id: number | null, error: string): Response => ({ id, success: false, error })

const any: Decoder<Json> = right

const fields = {
  define: record({ module: text }),
  evaluate: record({ module: text, function: text, input: any }),
} as const

const parsed = (line: string | Uint8Array): Either<string, Json> => {
  try {
    return right(JSON.parse(typeof line === 'string' ? line : new TextDecoder('utf-8', { fatal: true }).decode(line)))
  } catch (error) {
    return left(`this is no JSON: ${error instanceof Error ? error.message : error}`)
  }
}

const named = record({ id: integer })
const ofKind = record({ kind: text })

/** A line as a message, or the response to a line that is none. */
export const parseMessage = (line: string | Uint8Array): Either<Response, Message> => {
  const json = parsed(line)
  if (isLeft(json)) return left(refusal(null, json.left))
  const name = named(json.right, 'message')
  if (isLeft(name)) return left(refusal(null, name.left))
  const { id } = name.right
  const found = ofKind(json.right, 'message')
  if (isLeft(found)) return left(refusal(id, found.left))
  const { kind } = found.right
  if (kind === 'start') return right({ kind, id })
  if (kind !== 'define' && kind !== 'evaluate') return right({ kind: 'other', id })
  const rest = fields[kind](json.right, 'message')
  return isLeft(rest) ? left(refusal(id, rest.left)) : right({ kind, id, ...rest.right } as Message)
}

/** How many timings are written at once: a run of a microsecond for a minute makes 60 million of them. */
const piece = 10_000

/** A response as a line of JSON, in pieces: a single string could not hold what the longest ones have. */
export function* showResponse({ timings, ...rest }: Response): Generator<string> {
  const text = JSON.stringify(rest)
  if (timings === undefined) {
    yield `${text}\n`
    return
  }
  yield `${text.slice(0, -1)},"timings":[`
  for (let at = 0; at < timings.length; at += piece)
    yield `${at === 0 ? '' : ','}${JSON.stringify(timings.slice(at, at + piece)).slice(1, -1)}`
  yield ']}\n'
}
