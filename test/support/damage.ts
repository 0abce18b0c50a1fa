import { toTypedArray } from 'cotangent'
import { type DataError, showDataError } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { expect, it } from 'vitest'

/** Whole numbers below a bound, one after another: the same of every seed (splitmix32). */
const numbers = (seed: number): ((below: number) => number) => {
  let state = seed | 0
  return (below) => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * below)
  }
}

type Damage = (bytes: Uint8Array, below: (bound: number) => number) => Uint8Array

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

/** Places near the beginning more often: that is where headers are. */
const place = (length: number, below: (bound: number) => number): number =>
  below(2) === 0 ? below(length + 1) : below(Math.min(length, 64) + 1)

const extremes: readonly (readonly number[])[] = [
  [0x00, 0x00, 0x00, 0x00],
  [0xff, 0xff, 0xff, 0xff],
  [0x7f, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0x80, 0x00, 0x00, 0x00],
  [0x00, 0x00, 0x00, 0x80],
  [0x00, 0x00, 0x00, 0x10],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  [0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00],
  [...Buffer.from('9999999999')],
  [...Buffer.from('-1')],
  [...Buffer.from('__proto__')],
  [0xff],
  [0x00],
]

const damages: readonly Damage[] = [
  // Cut off.
  (bytes, below) => bytes.slice(0, place(bytes.length, below)),
  // Bits flipped.
  (bytes, below) => {
    const copy = bytes.slice()
    const flips = 1 + below(8)
    for (let flip = 0; flip < flips && copy.length > 0; flip++) copy[place(copy.length - 1, below)] ^= 1 << below(8)
    return copy
  },
  // A run of other bytes.
  (bytes, below) => {
    const copy = bytes.slice()
    const start = place(copy.length, below)
    const end = Math.min(copy.length, start + 1 + below(32))
    for (let at = start; at < end; at++) copy[at] = below(256)
    return copy
  },
  // Numbers, as sizes are, set to extremes.
  (bytes, below) => {
    const copy = bytes.slice()
    const value = extremes[below(extremes.length)]
    const start = place(copy.length, below)
    copy.set(value.slice(0, copy.length - start), start)
    return copy
  },
  // Bytes put in.
  (bytes, below) => {
    const at = place(bytes.length, below)
    const some = Uint8Array.from({ length: 1 + below(16) }, () => below(256))
    return joined(bytes.subarray(0, at), some, bytes.subarray(at))
  },
  // A part twice.
  (bytes, below) => {
    const start = place(bytes.length, below)
    const end = Math.min(bytes.length, start + 1 + below(64))
    return joined(bytes.subarray(0, end), bytes.subarray(start))
  },
  // A part left out.
  (bytes, below) => {
    const start = place(bytes.length, below)
    return joined(bytes.subarray(0, start), bytes.subarray(start + 1 + below(32)))
  },
]

/** The same bytes with one to three kinds of damage: the same for the same seed. */
export const damaged = (bytes: Uint8Array, seed: number): Uint8Array => {
  const below = numbers(seed)
  let result = bytes
  for (let times = [1, 1, 1, 2, 3][below(5)]; times > 0; times--) result = damages[below(damages.length)](result, below)
  return result
}

type Decoder<A> = (bytes: Uint8Array) => E.Either<DataError, A> | TaskEither<DataError, A>

interface FuzzOptions<A> {
  /** Why a value that was read is not sound; `undefined` where it is. Where left out, tensors are looked at. */
  readonly fault?: (value: A) => string | undefined
  /** What a decoder may take, garbage included: so many bytes for each byte it is given. */
  readonly bytesPerByte?: number
  /** And so many beside that, for its own needs. */
  readonly bytesAtLeast?: number
  /** Whether messages quote somebody else, who may say `undefined`. */
  readonly quoting?: boolean
  /** Processor time for one file, in milliseconds: far more than any should need. */
  readonly milliseconds?: number
}

const isTensor = (value: object): value is Parameters<typeof toTypedArray>[0] =>
  '_tag' in value && value._tag === 'Constant'

/** What is wrong with the tensors of a value of records, maps and lists. */
export const faultOfTensors = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined
  if (!isTensor(value)) {
    const inner: readonly unknown[] = value instanceof Map ? [...value.values()] : Object.values(value)
    return inner.map(faultOfTensors).find((fault) => fault !== undefined)
  }
  const shape = value.shape as readonly number[]
  const elements = toTypedArray(value)
  const size = shape.reduce((product, extent) => product * extent, 1)
  if (elements.length !== size) return `${elements.length} elements for the shape [${shape.join(', ')}]`
  if (value.dtype === 'bool' && elements.some((element: number) => element > 1)) return 'a bool that is neither 0 nor 1'
  return undefined
}

const tags: readonly string[] = [
  'ChecksumError',
  'SystemError',
  'FormatError',
  'SizeError',
  'UnsupportedError',
] satisfies DataError['_tag'][]

const faultOfError = (error: DataError, quoting: boolean): string | undefined => {
  if (!tags.includes(error._tag)) return `an error of the kind ${error._tag}`
  return !quoting && /undefined|\[object|NaN/.test(showDataError(error))
    ? `a message that says ${showDataError(error)}`
    : undefined
}

const memory = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const processorTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** What a decoder does wrong with one file; throws what the decoder throws. */
export const faultOfDecoding = async <A>(
  decode: Decoder<A>,
  bytes: Uint8Array,
  {
    fault = faultOfTensors,
    bytesPerByte = 64,
    bytesAtLeast = 2 ** 23,
    milliseconds = 5000,
    quoting = false,
  }: FuzzOptions<A> = {},
): Promise<{ readonly fault?: string; readonly read: boolean; readonly error?: DataError }> => {
  const before = bytes.slice()
  const [startTime, startMemory] = [processorTime(), memory()]
  const decoded = decode(bytes)
  const result = typeof decoded === 'function' ? await decoded() : decoded
  const [time, taken] = [processorTime() - startTime, memory() - startMemory]
  const allowed = bytesPerByte * bytes.length + bytesAtLeast
  const problem =
    time > milliseconds
      ? `it took ${Math.round(time)} ms`
      : taken > allowed
        ? `it took ${taken} bytes for ${bytes.length}, more than ${allowed}`
        : Buffer.compare(bytes, before) !== 0
          ? 'it changed the bytes it was given'
          : E.isLeft(result)
            ? faultOfError(result.left, quoting)
            : fault(result.right)
  return { fault: problem, read: E.isRight(result), ...(E.isLeft(result) ? { error: result.left } : {}) }
}

/**
 * A test: a decoder reads its samples, and of `count` damaged ones none makes it throw, reject, run on, take memory out
 * of proportion, change its argument or give an unsound value. A failure names the sample and the seed.
 */
export const fuzz = <A>(
  name: string,
  decode: Decoder<A>,
  samples: readonly Uint8Array[],
  count: number,
  options?: FuzzOptions<A>,
): void =>
  it(`${name}: ${count} damaged files`, { timeout: 240_000 }, async () => {
    const faults: string[] = []
    const attempt = async (what: string, bytes: Uint8Array): Promise<boolean> => {
      try {
        const { fault, read } = await faultOfDecoding(decode, bytes, options)
        if (fault !== undefined) faults.push(`${what}: ${fault}`)
        return read
      } catch (cause) {
        faults.push(`${what}: it threw ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)
        return false
      }
    }
    for (const [index, sample] of samples.entries())
      expect(await attempt(`sample ${index}`, sample), `sample ${index} is read`).toBe(true)
    let refused = 0
    for (let seed = 0; seed < count && faults.length < 5; seed++) {
      const index = seed % samples.length
      if (!(await attempt(`damaged(samples[${index}], ${seed})`, damaged(samples[index], seed)))) refused++
    }
    expect(faults).toEqual([])
    expect(refused, 'damage that was noticed').toBeGreaterThan(count / 10)
  })
