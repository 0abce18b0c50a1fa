import { type FileHandle, open, rename } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import type { DataError } from '../error.js'
import type { Bounds } from './bounds.js'
import { connectionFailure, exchange, giveUp, transferError } from './exchange.js'
import { discard, type Partial, resumable, sha256Of, writeNote } from './partial.js'

/** How far a download has come. */
export interface FetchProgress {
  readonly url: string
  /** Bytes that are there, those of earlier tries included. */
  readonly received: number
  /** Bytes in all, where the server says how many. */
  readonly total?: number
}

/** What to receive, and where to. */
export interface Reception {
  readonly url: string
  readonly target: string
  readonly partial: Partial
  readonly sha256: string | undefined
  readonly maxBytes: number
  readonly onProgress: (progress: FetchProgress) => void
}

/** What is sent from some place on: the place, the length of the whole where it is known, and its version. */
interface Sent {
  readonly start: number
  readonly total: number | undefined
  readonly version: string | undefined
}

const tooLarge = (url: string, problem: string): DataError => ({
  _tag: 'SizeError',
  format: 'file',
  problem,
  path: url,
})

/** Answers that may be others after a while. */
const passing: readonly number[] = [408, 425, 429, 500, 502, 503, 504]

/** A version to name in If-Range: a weak tag does not tell bytes apart. */
const versionOf = ({ headers }: IncomingMessage): string | undefined =>
  headers.etag?.startsWith('"') ? headers.etag : headers['last-modified']

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined

const wholeOf = (response: IncomingMessage): Sent => ({
  start: 0,
  total: wholeNumber(response.headers['content-length']),
  version: versionOf(response),
})

/** The part that was asked for; nothing where it is another part, or of another version. */
const partOf = (
  response: IncomingMessage,
  asked: { readonly size: number; readonly version: string },
): Sent | undefined => {
  const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(response.headers['content-range'] ?? '')
  const version = versionOf(response)
  if (range === null || Number(range[1]) !== asked.size || (version !== undefined && version !== asked.version))
    return undefined
  const total = Number(range[2]) + 1
  return range[3] !== '*' && Number(range[3]) !== total
    ? undefined
    : { start: asked.size, total, version: asked.version }
}

/** What the answer is about to send; throws the failure where it is nothing that was asked for. */
const sentBy = async (
  { url, partial }: Reception,
  response: IncomingMessage,
  asked: { readonly size: number; readonly version: string } | undefined,
): Promise<Sent> => {
  const status = response.statusCode ?? 0
  const coding = response.headers['content-encoding']
  if (status === 200 || status === 206) {
    if (coding !== undefined && coding !== 'identity')
      return giveUp(
        transferError(url, `it is sent as ${coding.slice(0, 20)}, though as it is was asked for`, status),
        false,
      )
    const sent = status === 200 ? wholeOf(response) : asked === undefined ? undefined : partOf(response, asked)
    if (sent !== undefined) return sent
  }
  if (asked !== undefined && (status === 206 || status === 416)) {
    await discard(partial)
    return giveUp(transferError(url, 'the rest that was asked for is not to be had', status), true)
  }
  return giveUp(transferError(url, `the answer is ${status}`, status), passing.includes(status))
}

/** Writes what comes behind what is there; the number of bytes that are there then. */
const append = async (
  { url, maxBytes, onProgress }: Reception,
  response: IncomingMessage,
  file: FileHandle,
  { start, total }: Sent,
): Promise<number> => {
  let received = start
  for await (const piece of response as AsyncIterable<Uint8Array>) {
    if (total !== undefined && received + piece.length > total)
      giveUp(transferError(url, `more than the ${total} bytes announced are sent`), false)
    if (received + piece.length > maxBytes) giveUp(tooLarge(url, `there are more than ${maxBytes} bytes`), false)
    for (let written = 0; written < piece.length; ) {
      const { bytesWritten } = await file.write(piece, written, piece.length - written, received)
      written += bytesWritten
      received += bytesWritten
    }
    onProgress({ url, received, ...(total === undefined ? {} : { total }) })
  }
  return received
}

/** Errors of the network while the body comes; those of files and observers pass. */
const isOfNetwork = (response: IncomingMessage, cause: unknown): boolean => response.errored === cause

/** One try: asks for what is missing, or all, and puts the file in its place once it is whole and as it should be. */
export const receive = async (
  reception: Reception,
  bounds: Bounds,
): Promise<{ readonly bytes: number; readonly sha256: string }> => {
  const { url, target, partial, maxBytes } = reception
  const asked = await resumable(partial, url)
  const range: Readonly<Record<string, string>> =
    asked === undefined ? {} : { range: `bytes=${asked.size}-`, 'if-range': asked.version }
  const response = await exchange(url, range, bounds)
  // Its errors are met where it is read; one that is given up has none that matter.
  response.on('error', () => undefined)
  try {
    const sent = await sentBy(reception, response, asked)
    if ((sent.total ?? 0) > maxBytes)
      giveUp(tooLarge(url, `there are ${sent.total} bytes, more than ${maxBytes}`), false)
    const file = await open(partial.path, sent.start === 0 ? 'w' : 'r+')
    let received: number
    try {
      if (sent.start === 0) await writeNote(partial, url, sent.version)
      received = await append(reception, response, file, sent)
      await file.sync()
    } catch (cause) {
      if (isOfNetwork(response, cause)) connectionFailure(url, bounds, cause)
      throw cause
    } finally {
      await file.close()
    }
    if (!response.complete || (sent.total !== undefined && received !== sent.total))
      giveUp(transferError(url, `${received} bytes came where ${sent.total} were announced`), true)
    return await settle(reception, received, sent.start > 0, target)
  } finally {
    response.destroy()
  }
}

const settle = async (
  { partial, sha256 }: Reception,
  bytes: number,
  resumed: boolean,
  target: string,
): Promise<{ readonly bytes: number; readonly sha256: string }> => {
  const found = await sha256Of(partial.path)
  if (sha256 !== undefined && found !== sha256) {
    await discard(partial)
    // What was put together of two tries may be sound when it comes in one.
    return giveUp({ _tag: 'ChecksumError', path: target, expected: sha256, found }, resumed)
  }
  await rename(partial.path, target)
  await discard(partial)
  return { bytes, sha256: found }
}
