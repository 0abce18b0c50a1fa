import { crc32, deflateSync } from 'node:zlib'

/** A chunk of a PNG with its length and checksum. */
export const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const result = Buffer.alloc(typed.length + 8)
  result.writeUInt32BE(data.length, 0)
  typed.copy(result, 4)
  result.writeUInt32BE(crc32(typed), typed.length + 4)
  return result
}

export const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** The header chunk. */
export const header = (width: number, height: number, depth: number, colour: number, interlace = 0): Uint8Array => {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([depth, colour, 0, 0, interlace], 8)
  return chunk('IHDR', data)
}

/** A PNG of the given chunks between its signature and its end. */
export const png = (...chunks: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat([signature, ...chunks, chunk('IEND', new Uint8Array())]))

/** The chunk of pixels whose bytes, filters included, are given. */
export const pixels = (bytes: readonly number[] | Uint8Array): Uint8Array =>
  chunk('IDAT', deflateSync(Uint8Array.from(bytes)))

/** The rows of a grid of samples as PNG has them, unfiltered: a filter byte, then the bits from the highest on. */
const packedRows = (rows: readonly (readonly number[])[], depth: number): readonly number[] =>
  rows
    .filter((row) => row.length > 0)
    .flatMap((row) => {
      const bits = row.map((sample) => sample.toString(2).padStart(depth, '0')).join('')
      return [0, ...(bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2))]
    })

/** For each place of an 8 by 8 tile the pass of Adam7 it belongs to, as the specification draws it. */
const tile = ['16462646', '77777777', '56565656', '77777777', '36463646', '77777777', '56565656', '77777777']

/** The bytes of a grid of samples of one channel, whole or interlaced. */
export const coded = (grid: readonly (readonly number[])[], depth: number, interlaced: boolean): readonly number[] =>
  interlaced
    ? [1, 2, 3, 4, 5, 6, 7].flatMap((pass) =>
        packedRows(
          grid.map((row, y) => row.filter((_, x) => tile[y % 8][x % 8] === String(pass))),
          depth,
        ),
      )
    : packedRows(grid, depth)

/** A segment of a JPEG. */
export const segment = (marker: number, ...data: readonly number[]): readonly number[] => [
  0xff,
  marker,
  (data.length + 2) >> 8,
  (data.length + 2) & 255,
  ...data,
]

/** Bits as a scan has them: filled with ones, and every ff followed by 00. */
const scanBits = (bits: string): readonly number[] =>
  (bits.match(/.{1,8}/g) ?? [])
    .map((byte) => Number.parseInt(byte.padEnd(8, '1'), 2))
    .flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]))

interface SmallJpeg {
  readonly width?: number
  readonly height?: number
  /** Progressive: a scan of the first coefficients, another of all others. */
  readonly progressive?: boolean
  /** The difference of each block's first coefficient to the one before, -7..7 without 0, quantised by 8. */
  readonly differences: readonly number[]
  readonly before?: readonly number[]
}

/**
 * A gray JPEG whose blocks are flat, coded by hand: differences of 1 to 3 bits have the codes 00, 01 and 10, the end of a
 * block 0.
 */
export const flatJpeg = ({
  width = 8,
  height = 8,
  progressive = false,
  differences,
  before = [],
}: SmallJpeg): Uint8Array => {
  const quantisation = segment(0xdb, 0, ...Array<number>(64).fill(8))
  const frame = segment(progressive ? 0xc2 : 0xc0, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0)
  const dc = segment(0xc4, 0x00, 0, 3, ...Array<number>(14).fill(0), 1, 2, 3)
  const ac = segment(0xc4, 0x10, 1, ...Array<number>(15).fill(0), 0x00)
  const first = (difference: number): string => {
    const size = Math.abs(difference).toString(2).length
    const value = difference > 0 ? difference : difference + 2 ** size - 1
    return ['00', '01', '10'][size - 1] + value.toString(2).padStart(size, '0')
  }
  const scans = progressive
    ? [
        ...segment(0xda, 1, 1, 0x00, 0, 0, 0),
        ...scanBits(differences.map(first).join('')),
        ...segment(0xda, 1, 1, 0x00, 1, 63, 0),
        ...scanBits('0'.repeat(differences.length)),
      ]
    : [
        ...segment(0xda, 1, 1, 0x00, 0, 63, 0),
        ...scanBits(differences.map((difference) => `${first(difference)}0`).join('')),
      ]
  return Uint8Array.from([0xff, 0xd8, ...before, ...quantisation, ...frame, ...dc, ...ac, ...scans, 0xff, 0xd9])
}
