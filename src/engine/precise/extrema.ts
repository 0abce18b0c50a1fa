import { type AttributesOf, rowsToReduce } from '../../graph/index.js'
import { allocate, fromRowMajor, isFloat, sizeOf } from '../../tensor/index.js'
import type { Unmapped } from './meaning.js'
import { evaluateApart } from './moving.js'
import { fromParts, lowOf, type Pairs, type Precise } from './precise.js'
import { roomFor } from './sums.js'

/** Rows of elements along some axes. */
interface Rows extends Pairs {
  readonly low: Float64Array
  readonly length: number
}

const rowsOf = (x: Precise, axes: readonly number[]): Rows => {
  const { data: high, length } = rowsToReduce(x.high, axes)
  return { high, low: rowsToReduce(lowOf(x), axes).data, length } as Rows
}

/** Whether the element at a place is beyond another, in the direction of a sign. */
type Beats = (rows: Rows, challenger: number, champion: number) => boolean

const beyond =
  (sign: 1 | -1): Beats =>
  ({ high, low }, challenger, champion) => {
    const [a, b] = [sign * high[challenger], sign * high[champion]]
    return a > b || (a === b && sign * low[challenger] > sign * low[champion])
  }

/** Where the first NaN of a row is, or else the first element that no other beats. */
const bestOf = (rows: Rows, start: number, beats: Beats): number => {
  let best = start
  for (let at = start + 1; at < start + rows.length; at++)
    if (beats(rows, at, best) || (Number.isNaN(rows.high[at]) && !Number.isNaN(rows.high[best]))) best = at
  return best
}

const extremum = (sign: 1 | -1): Unmapped<AttributesOf<'reduceMax'>> => {
  // Of zeros of both signs it matters which comes first.
  const beats = beyond(sign)
  const beatsWithZeros: Beats = (rows, challenger, champion) => {
    const [a, b] = [rows.high[challenger], rows.high[champion]]
    return beats(rows, challenger, champion) || (a === 0 && b === 0 && sign / a > sign / b)
  }
  return {
    form: 'whole',
    evaluate: (application) => {
      const { operands, attributes, types } = application
      const [x] = operands
      if (!isFloat(x.dtype)) return evaluateApart(application)
      const rows = rowsOf(x, attributes.axes)
      const room = roomFor(sizeOf(types[0].shape))
      for (let row = 0; row < room.high.length; row++) {
        const best = bestOf(rows, row * rows.length, beatsWithZeros)
        room.high[row] = rows.high[best]
        room.low[row] = rows.low[best]
      }
      return [fromParts(types[0], room)]
    },
  }
}

export const reduceMax = extremum(1)
export const reduceMin = extremum(-1)

const extremeIndex = (sign: 1 | -1): Unmapped<AttributesOf<'argmax'>> => {
  const beats = beyond(sign)
  return {
    form: 'whole',
    evaluate: (application) => {
      const { operands, attributes, types } = application
      const [x] = operands
      if (!isFloat(x.dtype)) return evaluateApart(application)
      const rows = rowsOf(x, [attributes.axis])
      const indices = allocate('int32', sizeOf(types[0].shape))
      for (let row = 0; row < indices.length; row++) {
        const start = row * rows.length
        indices[row] = bestOf(rows, start, beats) - start
      }
      const { shape, dtype } = types[0]
      const high = fromRowMajor('int32', shape, indices)
      return [{ shape, dtype, high, low: undefined }]
    },
  }
}

export const argmax = extremeIndex(1)
export const argmin = extremeIndex(-1)
