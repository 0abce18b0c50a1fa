import { type Either, isRight } from 'fp-ts/lib/Either.js'
import { formatError, joined, sizeError, unsupported } from '../bytes.js'
import type { DataError } from '../error.js'
import { attempt, fail } from '../fault.js'
import { crc32, unpack } from '../unpack.js'
import { filteredSize, type PngLayout, unfiltered } from './pngPixels.js'
import type { Raster } from './raster.js'

const format = 'png'
const malformed = (problem: string, offset?: number): never => fail(formatError(format, problem, offset))

const signature: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Whether bytes begin as those of a PNG do. */
export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, index) => bytes[index] === byte)

interface Chunk {
  readonly type: string
  readonly data: Uint8Array
  readonly offset: number
}

/** The chunks up to the last, each with the right checksum. */
const chunksOf = (bytes: Uint8Array): readonly Chunk[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const chunks: Chunk[] = []
  for (let offset = signature.length; ; ) {
    if (bytes.length - offset < 12) malformed('the file ends before its last chunk', offset)
    const length = view.getUint32(offset)
    if (length > bytes.length - offset - 12) malformed(`a chunk of ${length} bytes reaches past the end`, offset)
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8))
    if (!/^[A-Za-z]{4}$/.test(type)) malformed('the type of a chunk is not four letters', offset)
    if (crc32(bytes.subarray(offset + 4, offset + 8 + length)) !== view.getUint32(offset + 8 + length))
      malformed(`the checksum of chunk ${type} is wrong`, offset)
    chunks.push({ type, data: bytes.subarray(offset + 8, offset + 8 + length), offset })
    if (type === 'IEND') return chunks
    offset += 12 + length
  }
}

/** What a pixel's samples mean, by the number that the header has for it, and the depths that go with it. */
const colours: ReadonlyMap<number, { readonly channels: 1 | 2 | 3 | 4; readonly depths: readonly number[] }> = new Map([
  [0, { channels: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { channels: 3, depths: [8, 16] }],
  [3, { channels: 1, depths: [1, 2, 4, 8] }],
  [4, { channels: 2, depths: [8, 16] }],
  [6, { channels: 4, depths: [8, 16] }],
])

interface Header extends PngLayout {
  readonly channels: 1 | 2 | 3 | 4
  readonly colour: number
}

const headerOf = ({ type, data, offset }: Chunk, maxPixels: number): Header => {
  if (type !== 'IHDR' || data.length !== 13) malformed('the header is missing', offset)
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  const [depth, colour, compression, filter, interlace] = data.subarray(8)
  const kind = colours.get(colour)
  if (kind === undefined || !kind.depths.includes(depth))
    return malformed(`there is no colour ${colour} of ${depth} bits`, offset)
  if (compression !== 0 || filter !== 0 || interlace > 1) malformed('a method of the header is unknown', offset)
  if (width === 0 || height === 0) malformed(`an image of ${width} x ${height} pixels is none`, offset)
  if (width * height > maxPixels)
    fail(sizeError(format, `${width} x ${height} pixels are more than the ${maxPixels} allowed`))
  return { width, height, depth, colour, channels: kind.channels, interlaced: interlace === 1 }
}

/** The chunks' order as far as it matters, with unknown ones that a reader must know refused. */
const partsOf = (chunks: readonly Chunk[]) => {
  const one = (type: string): Uint8Array | undefined => {
    const found = chunks.filter((chunk) => chunk.type === type)
    if (found.length > 1) malformed(`there are two chunks ${type}`, found[1].offset)
    return found[0]?.data
  }
  one('IHDR')
  for (const { type } of chunks)
    if (/^[A-Z]/.test(type) && !['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type))
      fail(unsupported(format, `chunk ${type} must be understood, and is not`))
  const first = chunks.findIndex(({ type }) => type === 'IDAT')
  const last = chunks.findLastIndex(({ type }) => type === 'IDAT')
  const data = chunks.slice(first, last + 1)
  if (first < 0) malformed('there are no pixels')
  if (data.some(({ type }) => type !== 'IDAT')) malformed('the pixels are interrupted', chunks[first].offset)
  if (chunks.slice(last).some(({ type }) => type === 'PLTE' || type === 'tRNS'))
    malformed('the palette follows the pixels', chunks[last].offset)
  return { palette: one('PLTE'), transparency: one('tRNS'), packed: joined(data.map((chunk) => chunk.data)) }
}

/** A byte of deflate's becomes no more than this many: 258 from each two bits or less, by RFC 1951. */
const mostInflation = 1032

/** Exactly `size` bytes out of a zlib stream, which is stopped where there are more. */
const inflated = (packed: Uint8Array, size: number): Uint8Array => {
  if (size > mostInflation * packed.length) malformed(`${packed.length} bytes cannot hold the pixels`)
  const unpacked = unpack('zlib', packed, size)
  if (isRight(unpacked)) {
    const { length } = unpacked.right
    return length === size ? unpacked.right : malformed(`there are ${length} bytes of pixels where ${size} are due`)
  }
  return unpacked.left._tag === 'More'
    ? malformed(`there are more bytes of pixels than the ${size} due`)
    : malformed(`the pixels cannot be unpacked (${unpacked.left.problem})`)
}

type Samples = Uint8Array | Uint16Array

/** Colours looked up in the palette, with alpha where it has some. */
const looked = (places: Samples, palette: Uint8Array | undefined, alphas: Uint8Array | undefined): Samples => {
  if (palette === undefined || palette.length % 3 !== 0 || palette.length === 0 || palette.length > 768)
    return malformed('the palette is missing or damaged')
  const size = palette.length / 3
  if (alphas !== undefined && alphas.length > size) malformed('there are more alphas than colours in the palette')
  const channels = alphas === undefined ? 3 : 4
  const samples = new Uint8Array(places.length * channels)
  for (let pixel = 0; pixel < places.length; pixel++) {
    const place = places[pixel]
    if (place >= size) malformed(`there is no colour ${place} in a palette of ${size}`)
    for (let channel = 0; channel < 3; channel++) samples[pixel * channels + channel] = palette[3 * place + channel]
    if (alphas !== undefined) samples[pixel * 4 + 3] = place < alphas.length ? alphas[place] : 255
  }
  return samples
}

/** Alpha 0 for pixels of the one colour that is transparent, full for the others. */
const keyed = (samples: Samples, channels: number, key: Uint8Array, full: number): Samples => {
  if (key.length !== 2 * channels) malformed('the transparent colour has the wrong length')
  const colour = Array.from({ length: channels }, (_, channel) => key[2 * channel] * 256 + key[2 * channel + 1])
  const pixels = samples.length / channels
  const size = pixels * (channels + 1)
  const result = samples instanceof Uint16Array ? new Uint16Array(size) : new Uint8Array(size)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const own = samples.subarray(pixel * channels, (pixel + 1) * channels)
    result.set(own, pixel * (channels + 1))
    result[pixel * (channels + 1) + channels] = colour.every((sample, channel) => own[channel] === sample) ? 0 : full
  }
  return result
}

/** Samples of fewer than 8 bits brought to the range of 8, exactly. */
const widened = (samples: Samples, channels: number, depth: number): Samples => {
  const scale = 255 / (2 ** depth - 1)
  // The last channel of a keyed image is alpha, which is widened already.
  return depth >= 8 ? samples : samples.map((sample, at) => (channels === 2 && at % 2 === 1 ? sample : sample * scale))
}

/**
 * The image in a PNG (the specification's third edition, without animation): every colour type, depth and interlacing.
 * Nothing is made room for before the header's claim is held against the limit and the compressed bytes.
 */
export const decodePng = (bytes: Uint8Array, maxPixels: number): Either<DataError, Raster> =>
  attempt(() => {
    if (!isPng(bytes)) malformed('the signature is missing', 0)
    const chunks = chunksOf(bytes)
    const header = headerOf(chunks[0], maxPixels)
    const { palette, transparency, packed } = partsOf(chunks)
    const samples = unfiltered(header, inflated(packed, filteredSize(header)))
    const { width, height, depth, colour } = header
    const full = depth === 16 ? 65535 : 255
    const shaped = (channels: Raster['channels'], data: Samples): Raster => ({
      width,
      height,
      channels,
      full,
      samples: data,
    })
    if (colour === 3) return shaped(transparency === undefined ? 3 : 4, looked(samples, palette, transparency))
    if (transparency !== undefined && colour > 3) malformed('an image with alpha has a transparent colour')
    if (transparency === undefined) return shaped(header.channels, widened(samples, header.channels, depth))
    const channels = colour === 0 ? 2 : 4
    return shaped(channels, widened(keyed(samples, channels - 1, transparency, full), channels, depth))
  })
