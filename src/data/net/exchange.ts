import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { DataError } from '../error.js'
import type { Bounds } from './bounds.js'
import { guardedLookup, literalRefusal, privateCode } from './private.js'

/** A failed try: what went wrong, and whether it may go better the next time. */
export interface Failure {
  readonly error: DataError
  readonly again: boolean
}

/** Marks the failures that exchanges throw at those who asked for them. */
const mark = Symbol('failure')

/** Ends a try with a failure. */
export const giveUp = (error: DataError, again: boolean): never => {
  throw { [mark]: { error, again } satisfies Failure }
}

/** The failure that was thrown; what else was thrown is passed on. */
export const failureOf = (thrown: unknown): Failure => {
  if (typeof thrown === 'object' && thrown !== null && mark in thrown) return thrown[mark] as Failure
  throw thrown
}

/** A refusal, or something that was not agreed on. */
export const transferError = (url: string, problem: string, status?: number): DataError => ({
  _tag: 'TransferError',
  url,
  problem,
  ...(status === undefined ? {} : { status }),
})

const outOfTime = (url: string): DataError => transferError(url, 'it took longer than allowed in all')

/** Why a connection ended before its time, in words for what happens most. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'the connection is refused'],
  ['ECONNRESET', 'the connection was cut'],
  ['ENOTFOUND', 'there is no such host'],
  ['EAI_AGAIN', 'the name of the host cannot be looked up'],
  [privateCode, 'it leads from the web into a private network'],
])

/** What a broken connection throws, as a failure that may go better the next time. */
export const connectionFailure = (url: string, { signal, timeout }: Bounds, cause: unknown): never => {
  if (!(cause instanceof Error)) throw cause
  if (signal.aborted) return giveUp(outOfTime(url), false)
  if (cause.message === silence) return giveUp(transferError(url, `nothing came for ${timeout} ms`), true)
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  // Errors of connections and of the protocol have codes; those of programs have none.
  if (code === undefined) throw cause
  const error = transferError(url, reasons.get(code) ?? `the connection failed (${code})`)
  return giveUp(error, code !== privateCode)
}

const silence = 'silence'

/** The beginning of an answer, and whether it comes from the web rather than from a private network. */
interface Answer {
  readonly response: IncomingMessage
  readonly isOfWeb: boolean
}

const respond = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  { timeout, signal, isPrivate }: Bounds,
  guarded: boolean,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const refusal = guarded ? literalRefusal(url.hostname, isPrivate) : undefined
    if (refusal !== undefined) return reject(refusal)
    const request = url.protocol === 'https:' ? requestSecure : requestPlain
    const asked = request(url, {
      // A connection of its own, so that nothing is left over from an exchange before.
      agent: false,
      headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'cotangent' },
      timeout,
      ...(guarded ? { lookup: guardedLookup(isPrivate) } : {}),
    })
    let open: { readonly destroy: (cause: Error) => unknown } = asked
    const stop = (): void => {
      open.destroy(new Error(silence))
    }
    signal.addEventListener('abort', stop)
    asked.on('close', () => signal.removeEventListener('abort', stop))
    asked.on('timeout', stop)
    asked.on('error', reject)
    asked.on('response', (response) => {
      // What goes wrong with the connection from here on reaches the reader of the body.
      open = response
      const remote = response.socket.remoteAddress
      asked.on('error', (cause) => response.destroy(cause))
      resolve({ response, isOfWeb: remote === undefined || !isPrivate(remote) })
    })
    asked.end()
  })

const redirects: readonly number[] = [301, 302, 303, 307, 308]

/** Where to go from an answer; only on the web, and from a secure place to none that is not. */
const nextOf = (from: URL, { headers, statusCode }: IncomingMessage): URL => {
  const refuse = (problem: string): never => giveUp(transferError(from.href, problem, statusCode), false)
  if (headers.location === undefined) return refuse('it leads on, but not where to')
  if (!URL.canParse(headers.location, from)) return refuse('it leads to what is no address')
  const next = new URL(headers.location, from)
  if (next.protocol !== 'https:' && (next.protocol !== 'http:' || from.protocol === 'https:'))
    return refuse(`it leads to ${next.protocol.slice(0, -1)}, which is not followed`)
  return next
}

/** The answer to a request, after redirects; a body waits to be read. Throws failures. */
export const exchange = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  bounds: Bounds,
): Promise<IncomingMessage> => {
  // Whoever asks for an address of a private network may; a server on the web may not send us there.
  let onWeb = false
  for (let from = new URL(url), steps = 0; ; steps++) {
    if (bounds.signal.aborted) return giveUp(outOfTime(url), false)
    const answer: Answer = await respond(from, headers, bounds, onWeb).catch((cause) =>
      connectionFailure(from.href, bounds, cause),
    )
    onWeb ||= answer.isOfWeb
    const { response } = answer
    if (!redirects.includes(response.statusCode ?? 0)) return response
    response.on('error', () => undefined).destroy()
    if (steps >= bounds.maxRedirects)
      return giveUp(transferError(url, `it leads on more than ${bounds.maxRedirects} times`), false)
    from = nextOf(from, response)
  }
}
