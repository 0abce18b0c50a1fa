import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DataError, type Fetched, type FetchOptions, type FetchRequest, fetchFile } from 'cotangent/data'
import type { Either } from 'fp-ts/lib/Either.js'
import { afterAll, beforeEach, expect } from 'vitest'

const workshop = mkdtempSync(join(tmpdir(), 'cotangent-fetch-'))
afterAll(() => rmSync(workshop, { recursive: true, force: true }))

/** The folder of the test that runs. */
export let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(workshop, 'cache-'))
})

/** Bytes without a pattern that a mistake of place could go unnoticed in. */
export const body = Buffer.from(
  Uint8Array.from({ length: 300_000 }, (_, at) => (Math.imul(at, 2654435761) >>> 13) & 255),
)
export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
export const sha256 = digest(body)
export const other = Buffer.from(body).reverse()

export const quick: FetchOptions = { delay: 1, timeout: 2000, retries: 3 }

export const get = (
  request: Omit<FetchRequest, 'folder'>,
  options: FetchOptions = {},
): Promise<Either<DataError, Fetched>> => fetchFile({ folder, ...request }, { ...quick, ...options })()

export const left = (result: Either<DataError, Fetched>): DataError => {
  if (result._tag === 'Right') throw new Error('it was fetched')
  return result.left
}

/** The file is there, is what it should be, and nothing else is. */
export const expectWhole = (result: Either<DataError, Fetched>, bytes: Uint8Array = body): void => {
  expect(result).toEqual({
    _tag: 'Right',
    right: { path: join(folder, 'x.bin'), bytes: bytes.length, sha256: digest(bytes), cached: false },
  })
  expect(readdirSync(folder)).toEqual(['x.bin'])
  expect(Buffer.compare(readFileSync(join(folder, 'x.bin')), bytes)).toBe(0)
}

export const nothingWasPut = (): void => expect(existsSync(join(folder, 'x.bin'))).toBe(false)

export interface Serving {
  readonly bytes?: Uint8Array
  readonly etag?: string
  readonly modified?: string
}

/** A lawful answer: the part asked for where the version is still the same, else the whole. */
export const serve = (
  request: IncomingMessage,
  response: ServerResponse,
  { bytes = body, etag, modified }: Serving = {},
  sendOnly = Infinity,
): void => {
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
  const same = request.headers['if-range'] === (etag ?? modified)
  const start = range !== null && same ? Number(range[1]) : 0
  const part = bytes.subarray(start)
  response.writeHead(start > 0 ? 206 : 200, {
    ...(etag === undefined ? {} : { etag }),
    ...(modified === undefined ? {} : { 'last-modified': modified }),
    'content-length': part.length,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
  })
  if (part.length <= sendOnly) response.end(part)
  else response.write(part.subarray(0, sendOnly), () => response.socket?.destroy())
}
