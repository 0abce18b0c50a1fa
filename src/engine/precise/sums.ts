import type { Pairs } from './precise.js'
import { addParts, rest } from './scalar/index.js'

/** Sums of two numbers that are being written. */
export interface Room {
  readonly high: Float64Array
  readonly low: Float64Array
}

export const roomFor = (size: number): Room => ({ high: new Float64Array(size), low: new Float64Array(size) })

/**
 * So many terms are added up with one rounding of the low part for each; what blocks come to is added up in full. With u
 * the unit roundoff and A the sum of the terms' sizes, n terms in blocks of L are off by (L^2 / 2 + 3 n / L) u^2 A at
 * most: within a block the k-th addition rounds a low part of up to k u A.
 */
export const blockLength = 32

/** Adds a sum of two numbers to the one at a place. */
export const addTo = (room: Room, at: number, high: number, low: number): void => {
  room.high[at] = addParts(room.high[at], room.low[at], high, low)
  room.low[at] = rest[0]
}

/** The same, one after another in full: for sums whose errors are not finite. */
const sumUnusual = (
  { high, low }: Pairs,
  start: number,
  step: number,
  length: number,
  room: Room,
  at: number,
): void => {
  room.high[at] = 0
  room.low[at] = 0
  for (let index = 0; index < length; index++) {
    const place = start + index * step
    addTo(room, at, high[place], low === undefined ? 0 : low[place])
  }
}

/** Writes the sum of every `step`-th element from `start` to a place. */
export const sumInto = (x: Pairs, start: number, step: number, length: number, room: Room, at: number): void => {
  const { high, low } = x
  let totalHigh = 0
  let totalLow = 0
  for (let from = 0; from < length; from += blockLength) {
    const end = Math.min(length, from + blockLength)
    let sumHigh = 0
    let sumLow = 0
    for (let index = from; index < end; index++) {
      const place = start + index * step
      const term = high[place]
      const sum = sumHigh + term
      const part = sum - sumHigh
      const error = sumHigh - (sum - part) + (term - part)
      sumLow += low === undefined ? error : error + low[place]
      sumHigh = sum
    }
    totalHigh = addParts(totalHigh, totalLow, sumHigh, sumLow)
    totalLow = rest[0]
  }
  if (!(Number.isFinite(totalHigh) && Number.isFinite(totalLow))) {
    sumUnusual(x, start, step, length, room, at)
    return
  }
  room.high[at] = totalHigh
  room.low[at] = totalLow
}
