import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { ArgumentError, checkIsOptions, type OptionNames, written } from '../../tensor/index.js'
import { defaultMaxBytes } from '../bytes.js'
import type { DataError } from '../error.js'
import { systemError } from '../files.js'
import type { Bounds } from './bounds.js'
import { type Failure, failureOf, transferError } from './exchange.js'
import { claim, release, sha256Of, sizeOfFile } from './partial.js'
import { isPrivateAddress } from './private.js'
import { type FetchProgress, type Reception, receive } from './receive.js'

/** A file to fetch. */
export interface FetchRequest {
  /** Its address, http or https. */
  readonly url: string
  /** The folder that it is kept in, which is made where there is none. */
  readonly folder: string
  /** Its name there; the last part of the address unless given. */
  readonly name?: string
  /** The SHA-256 that its bytes must have, in 64 hexadecimal digits. */
  readonly sha256?: string
}

const requestNames: OptionNames<FetchRequest> = { url: true, folder: true, name: true, sha256: true }

/** How a file is fetched. */
export interface FetchOptions {
  /** Is told how far it is, after every piece. */
  readonly onProgress?: (progress: FetchProgress) => void
  /** How often it is tried again after the first time; 3 unless given. */
  readonly retries?: number
  /** Milliseconds to wait before it is tried again, twice as long each time up to a minute; 500 unless given. */
  readonly delay?: number
  /** The most milliseconds without a byte; 30,000 unless given. */
  readonly timeout?: number
  /** The most milliseconds for all tries together; an hour unless given. */
  readonly deadline?: number
  /** How often an address may lead to another; 5 unless given. */
  readonly maxRedirects?: number
  /** The most bytes; 1 GiB unless given. */
  readonly maxBytes?: number
}

export const fetchNames: OptionNames<FetchOptions> = {
  onProgress: true,
  retries: true,
  delay: true,
  timeout: true,
  deadline: true,
  maxRedirects: true,
  maxBytes: true,
}

/** A file that is there. */
export interface Fetched {
  readonly path: string
  readonly bytes: number
  /** Its checksum. Where none was known, keep this one, and ask for it from the next time on. */
  readonly sha256: string
  /** Whether it was there before. */
  readonly cached: boolean
}

const operation = 'fetchFile'

const bounded = (name: string, value: number, least: number): number => {
  if (!Number.isSafeInteger(value) || value < least)
    throw new ArgumentError({ operation, problem: `${name} (${written(value)}) is no whole number from ${least} on` })
  return value
}

const checksumOf = (sha256: string | undefined): string | undefined => {
  if (sha256 !== undefined && !/^[0-9a-fA-F]{64}$/.test(sha256))
    throw new ArgumentError({ operation, problem: `the SHA-256 ${written(sha256)} is not 64 hexadecimal digits` })
  return sha256?.toLowerCase()
}

/** The address, if it is one that can be fetched from. */
const addressOf = (url: string): E.Either<DataError, URL> => {
  const address = URL.canParse(url) ? new URL(url) : undefined
  return address !== undefined && ['http:', 'https:'].includes(address.protocol)
    ? E.right(address)
    : E.left(transferError(url, 'this is no address on the web'))
}

/** A name that leads nowhere else than into its folder. */
const isName = (name: string): boolean => /^[\w.-][\w .+-]{0,199}$/.test(name) && !/^\.+$/.test(name)

const nameOf = ({ url, name }: FetchRequest, address: URL): E.Either<DataError, string> => {
  if (name !== undefined && !isName(name))
    throw new ArgumentError({ operation, problem: `${written(name)} is no name of a file` })
  const found = name ?? address.pathname.slice(address.pathname.lastIndexOf('/') + 1)
  return isName(found) ? E.right(found) : E.left(transferError(url, 'the address does not end in the name of a file'))
}

/** Tries until there is a result, a failure for good, or too many failures. */
const persist = async <A>(attempt: () => Promise<A>, retries: number, delay: number, signal: AbortSignal) => {
  for (let tries = 0; ; tries++) {
    try {
      return E.right(await attempt())
    } catch (thrown) {
      const failure: Failure = failureOf(thrown)
      if (!failure.again || tries >= retries || signal.aborted) return E.left(failure.error)
    }
    // Ended early where the time is up, which the next try will find.
    await sleep(Math.min(delay * 2 ** tries, 60_000), undefined, { signal }).catch(() => undefined)
  }
}

const cachedFile = async (path: string, sha256: string | undefined): Promise<Fetched | undefined> => {
  const bytes = await sizeOfFile(path)
  if (bytes === undefined) return undefined
  const found = await sha256Of(path)
  // One that is not as it should be is fetched again, and replaced by what comes.
  return sha256 === undefined || found === sha256 ? { path, bytes, sha256: found, cached: true } : undefined
}

/**
 * Fetches a file into a folder, unless it is there already; one that is there with another checksum than the one asked for
 * is replaced. It grows in a folder of its own, and is put in its place in one step once it is whole and its checksum is
 * right; a fetch that was cut off (it waits as `NAME.part`), or killed, goes on where it ended (HTTP Range), as long as
 * the server still has the same version of the file (If-Range), and begins anew otherwise. Of several that fetch the same
 * file at once each has its own copy until it is whole. Where no checksum is given the first copy is trusted, and its
 * checksum returned. A redirect from the web to this machine, or into a private network, is not followed. On the left a TransferError where the server
 * refuses, is silent, leads on without end or sends something else than it said; a ChecksumError for other bytes; a
 * SizeError for more than allowed; a SystemError where the system refuses to write. An ArgumentError for options out of
 * range.
 *
 * @example
 * ```ts
 * import { fetchFile, showDataError } from 'cotangent/data'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const fetching = fetchFile({ url: 'ftp://example.org/x.gz', folder: 'cache' }, { onProgress: console.log })
 * const result = await fetching()
 * pipe(result, E.match(showDataError, ({ path }) => path)) // => 'ftp://example.org/x.gz: this is no address on the web'
 * ```
 */
export const fetchFile = (request: FetchRequest, options: FetchOptions = {}): TE.TaskEither<DataError, Fetched> => {
  checkIsOptions('fetchFile', options, fetchNames)
  checkIsOptions('fetchFile', request, requestNames)
  const sha256 = checksumOf(request.sha256)
  const retries = bounded('retries', options.retries ?? 3, 0)
  const delay = bounded('delay', options.delay ?? 500, 0)
  const timeout = bounded('timeout', options.timeout ?? 30_000, 1)
  const deadline = Math.min(bounded('deadline', options.deadline ?? 3_600_000, 1), 2 ** 31 - 1)
  const maxRedirects = bounded('maxRedirects', options.maxRedirects ?? 5, 0)
  const maxBytes = bounded('maxBytes', options.maxBytes ?? defaultMaxBytes, 1)
  const place = E.chain((address: URL) => nameOf(request, address))(addressOf(request.url))

  const fetch = async (name: string): Promise<E.Either<DataError, Fetched>> => {
    const path = join(request.folder, name)
    await mkdir(request.folder, { recursive: true })
    const cached = await cachedFile(path, sha256)
    if (cached !== undefined) return E.right(cached)
    const partial = await claim(path)
    const controller = new AbortController()
    const alarm = setTimeout(() => controller.abort(), deadline)
    const bounds: Bounds = { timeout, maxRedirects, signal: controller.signal, isPrivate: isPrivateAddress }
    const reception: Reception = {
      url: request.url,
      target: path,
      partial,
      sha256,
      maxBytes,
      onProgress: options.onProgress ?? (() => undefined),
    }
    try {
      const received = await persist(() => receive(reception, bounds), retries, delay, controller.signal)
      return E.map((file: { readonly bytes: number; readonly sha256: string }) => ({ path, ...file, cached: false }))(
        received,
      )
    } finally {
      clearTimeout(alarm)
      await release(partial, path)
    }
  }
  return () =>
    E.isLeft(place)
      ? Promise.resolve(place)
      : fetch(place.right).catch((cause: unknown) => E.left(systemError(join(request.folder, place.right))(cause)))
}
