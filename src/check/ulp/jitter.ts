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

/** Operands with every float other than 0 moved by half a unit in its last place, each its own way. */
export const jittered = (operands: readonly Precise[], direction: number): readonly Precise[] => {
  let count = 0
  return operands.map((operand): Precise => {
    const { shape, dtype } = operand
    if (!isFloat(dtype)) return operand
    const before = { high: rowMajor(operand.high), low: operand.low && rowMajor(operand.low) }
    const [high, low] = [new Float64Array(before.high.length), new Float64Array(before.high.length)]
    for (let at = 0; at < high.length; at++) {
      const x = before.high[at]
      const isFixed = x === 0 || !Number.isFinite(x)
      const up = mixed(Math.imul(count++, directions) + direction + 1) < 0
      const step = isFixed ? 0 : ((up ? 1 : -1) * unitOf(x, dtype)) / 2
      high[at] = x + step
      low[at] = isFixed ? 0 : x - high[at] + step + lowAt(before, at)
    }
    return { ...operand, high: fromRowMajor('float64', shape, high), low: fromRowMajor('float64', shape, low) }
  })
}
