import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { chunk, formatError, sizeError, unsigned, unsupported } from './bytes.js'
import type { DataError } from './error.js'
import { crc32, unpack } from './unpack.js'

// Reading of our own: fflate believes an archive's sizes, allocates them, asks for no checksum, and lets files share bytes.

/** A file in an archive, as the directory describes it. */
interface Entry {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly checksum: number
  readonly packed: number
  readonly size: number
  /** Where its own header lies. */
  readonly offset: number
}

/** Where the directory lies, and what it has. */
interface Directory {
  readonly count: number
  readonly size: number
  readonly offset: number
}

/** What an archive's reader calls it in errors; npz is zip. */
type Format = string

const endSignature = 0x06054b50
const endLength = 22
/** After the end there is a comment, of at most 2^16 - 1 bytes. */
const longestEnd = endLength + 0xffff

/** A number of two or four bytes with all bits set stands for one that another record has. */
const elsewhere = (value: number, width: 2 | 4): boolean => value === 256 ** width - 1

const fields =
  (format: Format, bytes: Uint8Array, base: number) =>
  (offset: number, width: 2 | 4 | 8): E.Either<DataError, number> =>
    unsigned(format, bytes, base + offset, width, 'little')

const endOf = (format: Format, bytes: Uint8Array): E.Either<DataError, number> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = bytes.length - endLength; at >= Math.max(0, bytes.length - longestEnd); at--)
    if (view.getUint32(at, true) === endSignature && at + endLength + view.getUint16(at + 20, true) === bytes.length)
      return E.right(at)
  return E.left(formatError(format, 'the end of the directory is missing'))
}

/** The record of large archives (zip64), of which a locator before the end tells the place. */
const largeDirectory = (format: Format, bytes: Uint8Array, end: number): E.Either<DataError, Directory> => {
  if (end < 20) return E.left(formatError(format, 'the record of a large archive is missing'))
  const locator = fields(format, bytes, end - 20)
  return pipe(
    E.Do,
    E.bind('signature', () => locator(0, 4)),
    E.bind('record', () => locator(8, 8)),
    E.bind('mark', ({ record }) => fields(format, bytes, record)(0, 4)),
    E.filterOrElse(
      ({ signature, mark }) => signature === 0x07064b50 && mark === 0x06064b50,
      () => formatError(format, 'the record of a large archive is missing'),
    ),
    E.bind('count', ({ record }) => fields(format, bytes, record)(32, 8)),
    E.bind('size', ({ record }) => fields(format, bytes, record)(40, 8)),
    E.bind('offset', ({ record }) => fields(format, bytes, record)(48, 8)),
  )
}

const directoryOf = (format: Format, bytes: Uint8Array): E.Either<DataError, Directory> =>
  pipe(
    E.Do,
    E.bind('end', () => endOf(format, bytes)),
    E.bind('count', ({ end }) => fields(format, bytes, end)(10, 2)),
    E.bind('size', ({ end }) => fields(format, bytes, end)(12, 4)),
    E.bind('offset', ({ end }) => fields(format, bytes, end)(16, 4)),
    E.chain(({ end, count, size, offset }) =>
      elsewhere(count, 2) || elsewhere(size, 4) || elsewhere(offset, 4)
        ? largeDirectory(format, bytes, end)
        : E.right({ count, size, offset }),
    ),
  )

/** The numbers of 8 bytes in an entry's extra fields that stand for those that have no room in four, in their order. */
const largeNumbers = (format: Format, extra: Uint8Array): E.Either<DataError, readonly number[]> => {
  const field = fields(format, extra, 0)
  for (let at = 0; at + 4 <= extra.length; ) {
    const [id, length] = [extra[at] + 256 * extra[at + 1], extra[at + 2] + 256 * extra[at + 3]]
    const first = at + 4
    if (id === 1)
      return E.sequenceArray(Array.from({ length: Math.floor(length / 8) }, (_, index) => field(first + 8 * index, 8)))
    at = first + length
  }
  return E.right([])
}

const entryAt = (
  format: Format,
  bytes: Uint8Array,
  base: number,
): E.Either<DataError, readonly [entry: Entry, next: number]> => {
  const field = fields(format, bytes, base)
  return pipe(
    E.Do,
    E.bind('signature', () => field(0, 4)),
    E.filterOrElse(
      ({ signature }) => signature === 0x02014b50,
      () => formatError(format, 'no entry where the directory should have one', base),
    ),
    E.bind('flags', () => field(8, 2)),
    E.bind('method', () => field(10, 2)),
    E.bind('checksum', () => field(16, 4)),
    E.bind('sizes', () => E.sequenceArray([field(24, 4), field(20, 4), field(42, 4)])),
    E.bind('lengths', () => E.sequenceArray([field(28, 2), field(30, 2), field(32, 2)])),
    E.bind('name', ({ lengths }) => chunk(format, bytes, base + 46, lengths[0], 'a name')),
    E.bind('extra', ({ lengths }) => chunk(format, bytes, base + 46 + lengths[0], lengths[1], 'an extra field')),
    E.bind('large', ({ extra }) => largeNumbers(format, extra)),
    E.chain(({ flags, method, checksum, sizes, lengths, name, large }) => {
      const numbers = sizes.map((small, index) =>
        elsewhere(small, 4) ? large[sizes.slice(0, index).filter((each) => elsewhere(each, 4)).length] : small,
      )
      if (numbers.some((each) => each === undefined))
        return E.left(formatError(format, 'the sizes of a large entry are missing', base))
      const [size, packed, offset] = numbers
      // A byte order mark is a part of a name like any other.
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(name)
      const next = base + 46 + lengths[0] + lengths[1] + lengths[2]
      return E.right([{ name: text, flags, method, checksum, packed, size, offset }, next] as const)
    }),
  )
}

const entriesOf = (
  format: Format,
  bytes: Uint8Array,
  { count, size, offset }: Directory,
): E.Either<DataError, readonly Entry[]> => {
  const entries: Entry[] = []
  let at = offset
  for (let index = 0; index < count; index++) {
    const entry = entryAt(format, bytes, at)
    if (E.isLeft(entry)) return entry
    entries.push(entry.right[0])
    at = entry.right[1]
  }
  return at - offset === size
    ? E.right(entries)
    : E.left(formatError(format, `the directory has ${at - offset} bytes, not ${size}`, offset))
}

/** Where an entry's packed bytes lie: behind its own header, whose name and extra field may differ in length. */
const placeOf = (format: Format, bytes: Uint8Array, { offset }: Entry): E.Either<DataError, number> => {
  const field = fields(format, bytes, offset)
  return pipe(
    E.sequenceArray([field(0, 4), field(26, 2), field(28, 2)]),
    E.chain(([signature, name, extra]) =>
      signature === 0x04034b50
        ? E.right(offset + 30 + name + extra)
        : E.left(formatError(format, 'no header where an entry should begin', offset)),
    ),
  )
}

/** An entry's bytes, in memory of their own; what they were packed to is no larger than the directory says. */
const unpacked = (format: Format, bytes: Uint8Array, entry: Entry): E.Either<DataError, Uint8Array> => {
  const { name, method, packed, size, checksum, flags } = entry
  const shown = JSON.stringify(name)
  if ((flags & 1) === 1) return E.left(unsupported(format, `${shown} is encrypted`))
  if (method !== 0 && method !== 8) return E.left(unsupported(format, `${shown} is packed by method ${method}`))
  return pipe(
    placeOf(format, bytes, entry),
    E.chain((place) => chunk(format, bytes, place, packed, shown)),
    E.chain((body) => (method === 0 ? E.right(body.slice()) : inflated(format, body, size, shown))),
    E.filterOrElse(
      (content) => content.length === size,
      (content) => formatError(format, `${shown} has ${content.length} bytes, not ${size}`, entry.offset),
    ),
    E.filterOrElse(
      (content) => crc32(content) === checksum,
      () => formatError(format, `the checksum of ${shown} is wrong`, entry.offset),
    ),
  )
}

const inflated = (format: Format, body: Uint8Array, size: number, shown: string): E.Either<DataError, Uint8Array> =>
  pipe(
    // One byte more than it should be, for what is too long to show.
    unpack('deflate', body, size + 1),
    E.mapLeft((reason) =>
      reason._tag === 'More'
        ? formatError(format, `more than ${size} bytes come out of ${shown}`)
        : formatError(format, `${shown}: ${reason.problem}`),
    ),
  )

/** Deflate makes no more than so many bytes of one. */
const mostOfOne = 1032

/**
 * The files in an archive, in its order. Before anything is unpacked the sizes are added up: all files together must be
 * within the limit, be packed to no more than the archive has (so they cannot share its bytes, by which a small archive
 * could hold much), and come out as no more than deflate can make of that.
 */
export const filesIn = (
  format: Format,
  bytes: Uint8Array,
  limit: number,
): E.Either<DataError, ReadonlyMap<string, Uint8Array>> =>
  pipe(
    directoryOf(format, bytes),
    E.chain((directory) => entriesOf(format, bytes, directory)),
    E.chain((entries) => {
      const total = entries.reduce((sum, { size }) => sum + size, 0)
      const packed = entries.reduce((sum, entry) => sum + entry.packed, 0)
      if (total > limit) return E.left(sizeError(format, `the files take ${total} bytes, more than ${limit}`))
      if (packed > bytes.length || total > mostOfOne * packed)
        return E.left(formatError(format, `files of ${total} bytes cannot lie in an archive of ${bytes.length}`))
      if (new Set(entries.map(({ name }) => name)).size < entries.length)
        return E.left(formatError(format, 'two files have the same name'))
      return pipe(
        entries,
        E.traverseArray((entry) =>
          pipe(
            unpacked(format, bytes, entry),
            E.map((content) => [entry.name, content] as const),
          ),
        ),
        E.map((files) => new Map(files)),
      )
    }),
  )
