import { type Constant, layoutOf, sizeOf, type TensorType, view } from '../../tensor/index.js'
import { fromParts, type Pairs, type Precise, pairsOf, preciseOf } from './precise.js'
import { addParts, mulParts, rest } from './scalar/index.js'
import { addTo, blockLength, type Room, roomFor } from './sums.js'

/** Factors of products, each with its leading 26 bits, so that products of parts are exact (Dekker). */
export interface Factors {
  readonly high: Float64Array
  readonly leading: Float64Array
  readonly low: Float64Array
}

const splitter = 2 ** 27 + 1

/** A number rounded to 26 bits (Veltkamp); NaN above 2^996. */
export const leadingBits = (x: number): number => {
  const scaled = x * splitter
  return scaled - (scaled - x)
}

export const factorsOf = ({ high, low }: Pairs): Factors => {
  const leading = new Float64Array(high.length)
  for (let index = 0; index < high.length; index++) leading[index] = leadingBits(high[index])
  return { high, leading, low: low ?? new Float64Array(high.length) }
}

/** The same, one after another in full: for factors and products so large that errors are not finite. */
const dotUnusual = (
  a: Factors,
  aStart: number,
  b: Factors,
  bStart: number,
  length: number,
  room: Room,
  at: number,
): void => {
  room.high[at] = 0
  room.low[at] = 0
  for (let index = 0; index < length; index++) {
    const i = aStart + index
    const j = bStart + index
    const product = mulParts(a.high[i], a.low[i], b.high[j], b.low[j])
    addTo(room, at, product, rest[0])
  }
}

/**
 * Writes the inner product of two rows to a place. Products are exact but for what is below u^2 of them; they are added
 * up as `sumInto` does.
 */
export const dotInto = (
  a: Factors,
  aStart: number,
  b: Factors,
  bStart: number,
  length: number,
  room: Room,
  at: number,
): void => {
  const { high: aHigh, leading: aLeading, low: aLow } = a
  const { high: bHigh, leading: bLeading, low: bLow } = b
  let totalHigh = 0
  let totalLow = 0
  for (let from = 0; from < length; from += blockLength) {
    const end = Math.min(length, from + blockLength)
    let sumHigh = 0
    let sumLow = 0
    for (let index = from; index < end; index++) {
      const i = aStart + index
      const j = bStart + index
      const x = aHigh[i]
      const y = bHigh[j]
      const xLeading = aLeading[i]
      const yLeading = bLeading[j]
      const xRest = x - xLeading
      const yRest = y - yLeading
      const product = x * y
      const error = xLeading * yLeading - product + xLeading * yRest + xRest * yLeading + xRest * yRest
      const sum = sumHigh + product
      const part = sum - sumHigh
      sumLow += error + (x * bLow[j] + aLow[i] * y) + (sumHigh - (sum - part) + (product - part))
      sumHigh = sum
    }
    totalHigh = addParts(totalHigh, totalLow, sumHigh, sumLow)
    totalLow = rest[0]
  }
  if (!(Number.isFinite(totalHigh) && Number.isFinite(totalLow))) {
    dotUnusual(a, aStart, b, bStart, length, room, at)
    return
  }
  room.high[at] = totalHigh
  room.low[at] = totalLow
}

/** The last two axes exchanged. */
const transposed = (x: Constant): Constant => {
  const { strides, offset } = layoutOf(x)
  const last = x.shape.length - 1
  const exchanged = (axes: readonly number[]): number[] => [...axes.slice(0, -2), axes[last], axes[last - 1]]
  return view(x, exchanged(x.shape), exchanged(strides), offset)
}

/** The rows of a, and the columns of b as rows, ready to be multiplied. */
export const rowsAndColumns = ([a, b]: readonly Precise[]): readonly [rows: Factors, columns: Factors] => [
  factorsOf(pairsOf(a)),
  factorsOf(pairsOf(preciseOf(b, transposed(b.high), b.low && transposed(b.low)))),
]

/** [..., M, K] times [..., K, N]. */
export const matrixProduct = (operands: readonly Precise[], type: TensorType): Precise => {
  const [rowCount, columnCount] = type.shape.slice(-2)
  const inner = operands[0].shape[operands[0].shape.length - 1]
  const [rows, columns] = rowsAndColumns(operands)
  const room = roomFor(sizeOf(type.shape))
  const matrices = sizeOf(type.shape.slice(0, -2))
  for (let matrix = 0; matrix < matrices; matrix++)
    for (let j = 0; j < columnCount; j++)
      for (let i = 0; i < rowCount; i++) {
        const row = matrix * rowCount + i
        dotInto(rows, row * inner, columns, (matrix * columnCount + j) * inner, inner, room, row * columnCount + j)
      }
  return fromParts(type, room)
}
