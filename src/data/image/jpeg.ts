import type * as E from 'fp-ts/lib/Either.js'
import { decode } from 'jpeg-js'
import { formatError, joined, sizeError, unsupported } from '../bytes.js'
import type { DataError } from '../error.js'
import { attempt, fail } from '../fault.js'
import type { Raster } from './raster.js'

const format = 'jpeg'
const malformed = (problem: string, offset?: number): never => fail(formatError(format, problem, offset))

/** Whether bytes begin as those of a JPEG do. */
export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff

/** A marker with what belongs to it: its parameters, and for a scan the coded bytes after them. */
interface Segment {
  readonly marker: number
  readonly offset: number
  /** Where the parameters begin, and where they end. */
  readonly start: number
  readonly stop: number
  /** The end of everything that belongs to it. */
  readonly end: number
}

const startOfScan = 0xda
const endOfImage = 0xd9

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7

/** The end of a scan's coded bytes: where a marker begins that is neither a stuffed byte nor a restart. */
const endOfCoded = (bytes: Uint8Array, start: number): number => {
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next !== undefined && next !== 0 && next !== 0xff && !isRestart(next)) return at
  }
  return malformed('the file ends inside a scan', bytes.length)
}

/** The segments between the image's beginning and its end, both of which are there. */
const segmentsOf = (bytes: Uint8Array): readonly Segment[] => {
  const segments: Segment[] = []
  for (let offset = 2; ; ) {
    if (bytes[offset] !== 0xff) malformed('a marker is missing', offset)
    // Any number of bytes may fill the room before a marker.
    while (bytes[offset + 1] === 0xff) offset++
    const marker = bytes[offset + 1]
    if (marker === endOfImage) return segments
    if (marker === undefined || bytes.length - offset < 4) malformed('the file ends before the image does', offset)
    if (marker < 0xc0 || isRestart(marker) || marker === 0xd8) malformed('a marker is out of place', offset)
    const length = bytes[offset + 2] * 256 + bytes[offset + 3]
    const stop = offset + 2 + length
    if (length < 2 || stop > bytes.length) malformed(`a segment of ${length} bytes reaches past the end`, offset)
    const end = marker === startOfScan ? endOfCoded(bytes, stop) : stop
    segments.push({ marker, offset, start: offset + 4, stop, end })
    offset = end
  }
}

interface Frame {
  readonly width: number
  readonly height: number
  readonly components: readonly number[]
  /** The blocks of 8 x 8 samples of all components. */
  readonly blocks: number
}

/** Markers of frames, but those of tables, extensions and arithmetic conditioning between them. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

const frameOf = (bytes: Uint8Array, { marker, offset, start, stop }: Segment, maxPixels: number): Frame => {
  if (marker > 0xc2) fail(unsupported(format, 'this is neither a baseline, an extended nor a progressive image'))
  const [precision, h1, h0, w1, w0, count] = bytes.subarray(start, stop)
  if (stop - start < 6 || stop - start !== 6 + 3 * count) malformed('the frame has the wrong length', offset)
  if (precision !== 8) fail(unsupported(format, `samples of ${precision} bits are not read`))
  const [height, width] = [h1 * 256 + h0, w1 * 256 + w0]
  if (width === 0) malformed('the image has no width', offset)
  if (height === 0) fail(unsupported(format, 'the height is not in the header'))
  if (count !== 1 && count !== 3) fail(unsupported(format, `images of ${count} components are not read`))
  if (width * height > maxPixels)
    fail(sizeError(format, `${width} x ${height} pixels are more than the ${maxPixels} allowed`))
  const components = Array.from({ length: count }, (_, index) => bytes[start + 6 + 3 * index])
  const factors = Array.from({ length: count }, (_, index) => {
    const both = bytes[start + 7 + 3 * index]
    return [both >> 4, both & 15] as const
  })
  if (new Set(components).size !== count || factors.flat().some((factor) => factor < 1 || factor > 4))
    malformed('the components of the frame are not in order', offset)
  const [across, down] = [0, 1].map((axis) => Math.max(...factors.map((factor) => factor[axis])))
  const units = Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down))
  return { width, height, components, blocks: units * factors.reduce((sum, [h, v]) => sum + h * v, 0) }
}

/** The most scans of one image: ten times as many as progressive encoders make. */
const mostScans = 100

/** The components of every scan, which must be those of the frame, and all of them. */
const checkScans = (bytes: Uint8Array, scans: readonly Segment[], frame: Frame): void => {
  if (scans.length > mostScans) fail(sizeError(format, `there are more than ${mostScans} scans`))
  const seen = new Set<number>()
  for (const { offset, start, stop } of scans) {
    const count = bytes[start]
    if (count < 1 || count > 4 || stop - start !== 4 + 2 * count) malformed('a scan has the wrong length', offset)
    for (let index = 0; index < count; index++) {
      const component = bytes[start + 1 + 2 * index]
      if (!frame.components.includes(component)) malformed('a scan has a component of its own', offset)
      seen.add(component)
    }
  }
  if (seen.size !== frame.components.length) malformed('a component of the image is missing')
  // The first coefficient of each block takes at least one bit.
  const coded = scans.reduce((sum, { stop, end }) => sum + end - stop, 0)
  if (frame.blocks > 8 * coded) malformed(`${coded} bytes cannot hold ${frame.blocks} blocks`)
}

const adobe = [0x41, 0x64, 0x6f, 0x62, 0x65]

/** Whether the three components are red, green and blue as they stand: an Adobe segment, or their names, say so. */
const isRgb = (bytes: Uint8Array, segments: readonly Segment[], { components }: Frame): boolean => {
  const note = segments.find(
    ({ marker, start, stop }) =>
      marker === 0xee && stop - start >= 12 && adobe.every((byte, index) => bytes[start + index] === byte),
  )
  if (note !== undefined) return bytes[note.start + 11] === 0
  return String.fromCharCode(...components) === 'RGB'
}

/** The image without what decoders need not look at: notes of applications, previews and comments. */
const stripped = (bytes: Uint8Array, segments: readonly Segment[]): Uint8Array =>
  joined([
    Uint8Array.of(0xff, 0xd8),
    ...segments
      .filter(({ marker }) => [0xc0, 0xc1, 0xc2, 0xc4, 0xda, 0xdb, 0xdd].includes(marker))
      .map(({ offset, end }) => bytes.subarray(offset, end)),
    Uint8Array.of(0xff, endOfImage),
  ])

/** What jpeg-js holds beside the samples, of which it keeps an Int32Array for each block. */
const megabytesFor = (frame: Frame): number =>
  Math.ceil((frame.blocks * 256 * 4 + frame.width * frame.height * 16) / 1e6) + 16

const pixelsOf = (bytes: Uint8Array, frame: Frame, rgb: boolean): Uint8Array => {
  try {
    const { data } = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      ...(rgb ? { colorTransform: false } : {}),
      maxResolutionInMP: Math.ceil((frame.width * frame.height) / 1e6),
      maxMemoryUsageInMB: megabytesFor(frame),
    })
    return data
  } catch (cause) {
    // It knows no errors of its own, and stumbles over damage as it comes: all of them are exceptions of the language.
    if (!(cause instanceof Error)) throw cause
    return malformed('the coded image is damaged')
  }
}

/**
 * The image in a JPEG: baseline, extended and progressive ones of 8 bits, gray or with three components. The file is
 * walked from marker to marker first, so that one that is cut off, or claims more than it can hold, is never decoded.
 */
export const decodeJpeg = (bytes: Uint8Array, maxPixels: number): E.Either<DataError, Raster> =>
  attempt(() => {
    if (!isJpeg(bytes)) malformed('the signature is missing', 0)
    const segments = segmentsOf(bytes)
    const frames = segments.filter(({ marker }) => isFrame(marker))
    if (frames.length !== 1) malformed(`there are ${frames.length} frames, not one`)
    const frame = frameOf(bytes, frames[0], maxPixels)
    const scans = segments.filter(({ marker }) => marker === startOfScan)
    checkScans(bytes, scans, frame)
    const pixels = pixelsOf(stripped(bytes, segments), frame, isRgb(bytes, segments, frame))
    const { width, height, components } = frame
    if (pixels.length !== 3 * width * height) malformed('the coded image is damaged')
    const samples =
      components.length === 3 ? pixels : Uint8Array.from({ length: width * height }, (_, at) => pixels[3 * at])
    return { width, height, channels: components.length === 3 ? 3 : 1, full: 255, samples }
  })
