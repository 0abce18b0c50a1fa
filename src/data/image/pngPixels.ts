import { formatError } from '../bytes.js'
import { fail } from '../fault.js'

/** What the header of a PNG says that matters for its pixels. */
export interface PngLayout {
  readonly width: number
  readonly height: number
  /** Bits of a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number
  /** Samples of a pixel; 1 where they are places in a palette. */
  readonly channels: number
  readonly interlaced: boolean
}

/** A grid of pixels that is coded as an image of its own: the whole, or one of the seven of Adam7. */
interface Pass {
  readonly x: number
  readonly y: number
  readonly dx: number
  readonly dy: number
}

const whole: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }]

/** PNG specification, section 8.2. */
const adam7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
]

interface Grid extends Pass {
  readonly columns: number
  readonly rows: number
  readonly rowBytes: number
}

/** The grids that have any pixels, and how long a row of each is. */
const gridsOf = ({ width, height, depth, channels, interlaced }: PngLayout): readonly Grid[] =>
  (interlaced ? adam7 : whole)
    .map((pass) => {
      const columns = Math.max(0, Math.ceil((width - pass.x) / pass.dx))
      const rows = Math.max(0, Math.ceil((height - pass.y) / pass.dy))
      return { ...pass, columns, rows, rowBytes: Math.ceil((columns * channels * depth) / 8) }
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0)

/** How many bytes the pixels take before compression, the filter of each row included. */
export const filteredSize = (layout: PngLayout): number =>
  gridsOf(layout).reduce((sum, { rows, rowBytes }) => sum + rows * (1 + rowBytes), 0)

/** Of left, above and upper left the one that is nearest to left + above - upper left, in this order. */
const paeth = (left: number, above: number, corner: number): number => {
  const toLeft = Math.abs(above - corner)
  const toAbove = Math.abs(left - corner)
  const toCorner = Math.abs(left + above - 2 * corner)
  return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner
}

/** Undoes the filter of a row (section 9.2) in place; `above` is the row before it, or zeros. */
const unfilter = (filter: number, row: Uint8Array, above: Uint8Array, step: number): void => {
  if (filter > 4) fail(formatError('png', `there is no filter ${filter}`))
  if (filter === 0) return
  for (let at = 0; at < row.length; at++) {
    const left = at < step ? 0 : row[at - step]
    if (filter === 1) row[at] += left
    else if (filter === 2) row[at] += above[at]
    else if (filter === 3) row[at] += (left + above[at]) >> 1
    else row[at] += paeth(left, above[at], at < step ? 0 : above[at - step])
  }
}

/** The samples of a row: bits are counted from the highest of a byte on, two bytes are the higher one first. */
const sampleOf = (row: Uint8Array, at: number, depth: number): number => {
  if (depth === 8) return row[at]
  if (depth === 16) return row[2 * at] * 256 + row[2 * at + 1]
  const bit = at * depth
  return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1)
}

/** All samples of an image in rows from the top; the bytes, of which there are `filteredSize`, are used up. */
export const unfiltered = (layout: PngLayout, bytes: Uint8Array): Uint8Array | Uint16Array => {
  const { width, height, depth, channels } = layout
  const size = width * height * channels
  const samples = depth === 16 ? new Uint16Array(size) : new Uint8Array(size)
  const step = Math.max(1, (depth * channels) / 8)
  let offset = 0
  for (const { x, y, dx, dy, columns, rows, rowBytes } of gridsOf(layout)) {
    let above: Uint8Array = new Uint8Array(rowBytes)
    for (let r = 0; r < rows; r++) {
      const row = bytes.subarray(offset + 1, offset + 1 + rowBytes)
      unfilter(bytes[offset], row, above, step)
      offset += 1 + rowBytes
      above = row
      const start = (y + r * dy) * width
      for (let c = 0; c < columns; c++) {
        const pixel = (start + x + c * dx) * channels
        for (let channel = 0; channel < channels; channel++)
          samples[pixel + channel] = sampleOf(row, c * channels + channel, depth)
      }
    }
  }
  return samples
}
