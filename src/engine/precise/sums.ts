import type { Pairs } from './precise.js'

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

/** Adds a sum of two numbers to the one at a place: off by 3 u^2 of both sizes at most. */
export const addTo = (room: Room, at: number, high: number, low: number): void => {
  const before = room.high[at]
  const sum = before + high
  const part = sum - before
  const rest = before - (sum - part) + (high - part) + (room.low[at] + low)
  // The sign of a zero, and what is infinite, stay as they are.
  if (rest === 0 || !Number.isFinite(rest)) {
    room.high[at] = sum
    room.low[at] = 0
    return
  }
  const whole = sum + rest
  room.high[at] = whole
  room.low[at] = rest - (whole - sum)
}

/** The float64 sum of the high parts, for what has no low part: infinity and NaN. */
const plainSum = ({ high }: Pairs, start: number, step: number, length: number): number => {
  let sum = 0
  for (let index = 0; index < length; index++) sum += high[start + index * step]
  return sum
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
    const sum = totalHigh + sumHigh
    const part = sum - totalHigh
    const rest = totalHigh - (sum - part) + (sumHigh - part) + (totalLow + sumLow)
    totalHigh = sum + rest
    totalLow = rest - (totalHigh - sum)
  }
  const isExact = Number.isFinite(totalHigh) && Number.isFinite(totalLow)
  room.high[at] = isExact ? totalHigh : plainSum(x, start, step, length)
  room.low[at] = isExact ? totalLow : 0
}
