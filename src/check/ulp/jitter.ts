import type { Precise } from '../../engine/index.js'
import { fromRowMajor, isFloat, rowMajor } from '../../tensor/index.js'
import { lowAt, unitOf } from './units.js'

/** So many directions are tried, in each of which every element moves up or down as if by chance. */
export const directions = 8

/** 32 bits that are as good as random, one mixture for each number (the finaliser of MurmurHash3). */
const mixed = (word: number): number => {
  let bits = word
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}

/**
 * Operands with every float moved by half a unit in its last place, each its own way; but for 0, NaN and infinities, and
 * for the largest number, where that is one.
 */
export const jittered = (operands: readonly Precise[], direction: number): readonly Precise[] => {
  let count = 0
  return operands.map((operand): Precise => {
    const { shape, dtype } = operand
    if (!isFloat(dtype)) return operand
    const before = { high: rowMajor(operand.high), low: operand.low && rowMajor(operand.low) }
    const [high, low] = [new Float64Array(before.high.length), new Float64Array(before.high.length)]
    for (let at = 0; at < high.length; at++) {
      const x = before.high[at]
      const up = mixed(Math.imul(count++, directions) + direction + 1) < 0
      const step = ((up ? 1 : -1) * unitOf(x, dtype)) / 2
      const moved = x + step
      if (x === 0 || !Number.isFinite(moved)) {
        high[at] = x
        low[at] = lowAt(before, at)
        continue
      }
      const rest = x - moved + step + lowAt(before, at)
      high[at] = moved + rest
      low[at] = rest - (high[at] - moved)
    }
    return { ...operand, high: fromRowMajor('float64', shape, high), low: fromRowMajor('float64', shape, low) }
  })
}
