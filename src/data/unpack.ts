import { Gunzip, Inflate } from 'fflate'
import * as E from 'fp-ts/lib/Either.js'
import { joined } from './bytes.js'
import { builtin } from './platform.js'

/** How bytes were packed: deflate, by itself or in the wrapping of one of these. */
export type Packing = 'gzip' | 'zlib' | 'deflate'

/** Why nothing is unpacked: more comes out than was allowed, or the bytes are broken. */
export type Unpackable = { readonly _tag: 'More' } | { readonly _tag: 'Broken'; readonly problem: string }

type Unpacked = E.Either<Unpackable, Uint8Array>

const broken = (problem: string): Unpackable => ({ _tag: 'Broken', problem })

/** A fault of the bytes; anything else that was thrown is one of the program, and thrown on. */
const codeOf = (cause: unknown): string | number => {
  if (!(cause instanceof Error) || !('code' in cause)) throw cause
  if (typeof cause.code !== 'string' && typeof cause.code !== 'number') throw cause
  return cause.code
}

type Zlib = typeof import('node:zlib')

/** By the system's zlib. */
const unpackBy = (zlib: Zlib, packing: Packing, bytes: Uint8Array, most: number): Unpacked => {
  const run = { gzip: zlib.gunzipSync, zlib: zlib.inflateSync, deflate: zlib.inflateRawSync }[packing]
  try {
    const chunkSize = Math.min(2 ** 20, Math.max(64, Math.min(most, 4 * bytes.length) + 1))
    const { buffer, byteOffset, length } = run(bytes, { maxOutputLength: most, chunkSize })
    return E.right(new Uint8Array(buffer, byteOffset, length))
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'ERR_BUFFER_TOO_LARGE') return E.left({ _tag: 'More' })
    // What zlib says of broken data begins so; the rest is no fault of the bytes.
    if (!String(code).startsWith('Z_')) throw cause
    return E.left(broken((cause as Error).message))
  }
}

/** So much goes in at once, of which a thousand times as much may come out before it is counted. */
const pieceLength = 2 ** 12

class More extends Error {}

/**
 * Without zlib, as in browsers. Of gzip the checksums are compared here; zlib's own are not, since whatever is packed so
 * has others around it.
 */
export const unpackPortably = (packing: Packing, bytes: Uint8Array, most: number): Unpacked => {
  const parts: Uint8Array[] = []
  let length = 0
  const take = (part: Uint8Array): void => {
    parts.push(part)
    length += part.length
    if (length > most) throw new More()
  }
  const members = [{ length: 0, end: 0 }]
  const stream = packing === 'gzip' ? new Gunzip(take) : new Inflate(take)
  if (stream instanceof Gunzip) stream.onmember = (end) => members.push({ length, end })
  const first = packing === 'zlib' ? 2 : 0
  if (packing === 'zlib' && ((bytes[0] & 15) !== 8 || (256 * bytes[0] + bytes[1]) % 31 !== 0))
    return E.left(broken('incorrect header check'))
  // Of nothing at all fflate makes nothing, and has no complaint.
  if (bytes.length <= first) return E.left(broken('unexpected end of file'))
  try {
    for (let at = first; at < bytes.length; at += pieceLength)
      stream.push(bytes.subarray(at, at + pieceLength), at + pieceLength >= bytes.length)
  } catch (cause) {
    if (cause instanceof More) return E.left({ _tag: 'More' })
    codeOf(cause)
    return E.left(broken((cause as Error).message))
  }
  const whole = joined(parts)
  members.push({ length, end: bytes.length })
  return packing === 'gzip' &&
    members.some((each, index) => index > 0 && !agrees(bytes, whole, members[index - 1], each))
    ? E.left(broken('incorrect data check'))
    : E.right(whole)
}

interface Place {
  readonly length: number
  readonly end: number
}

/** Whether what came out of a member of gzip is what the last 8 bytes of it say: its checksum, and its length. */
const agrees = (bytes: Uint8Array, whole: Uint8Array, from: Place, to: Place): boolean => {
  if (to.end - from.end < 18) return false
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + to.end - 8, 8)
  const content = whole.subarray(from.length, to.length)
  return trailer.getUint32(0, true) === crc32(content) && trailer.getUint32(4, true) === content.length % 2 ** 32
}

/** What comes out of packed bytes, in memory of its own: at most so many bytes. */
export const unpack = (packing: Packing, bytes: Uint8Array, most: number): Unpacked => {
  const zlib = builtin<Zlib>('node:zlib')
  return zlib === undefined ? unpackPortably(packing, bytes, most) : unpackBy(zlib, packing, bytes, most)
}

/** The remainders of all bytes, by the polynomial of ISO 3309 with its bits in reverse. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1
  return rest
})

/** The checksum of ISO 3309, without zlib. */
export const crc32Portably = (bytes: Uint8Array): number => {
  let rest = 0xffffffff
  for (let at = 0; at < bytes.length; at++) rest = remainders[(rest ^ bytes[at]) & 255] ^ (rest >>> 8)
  return ~rest >>> 0
}

/** The checksum that gzip, zip and PNG have. */
export const crc32 = (bytes: Uint8Array): number => builtin<Zlib>('node:zlib')?.crc32(bytes) ?? crc32Portably(bytes)
