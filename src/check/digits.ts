import type { Precise } from '../engine/index.js'
import { type Constant, fromRowMajor, rowMajor, sizeOf } from '../tensor/index.js'

// Numbers of some 31 digits, as unevaluated sums of two: the little arithmetic that differences of them need.

/** The elements of tensors one after another, as sums high + low. */
export interface Digits {
  readonly high: ArrayLike<number>
  readonly low: ArrayLike<number>
}

/** The elements of one tensor. */
const digitsOfOne = ({ high, low, shape }: Precise): Digits => ({
  high: rowMajor(high),
  low: low === undefined ? new Float64Array(sizeOf(shape)) : rowMajor(low),
})

/** The elements of several tensors, one after another. */
export const digitsOf = (tensors: readonly Precise[]): Digits => {
  if (tensors.length === 1) return digitsOfOne(tensors[0])
  const all = tensors.map(digitsOfOne)
  const joined = (part: keyof Digits): Float64Array => {
    const elements = new Float64Array(all.reduce((total, each) => total + each[part].length, 0))
    let start = 0
    for (const each of all) {
      elements.set(each[part], start)
      start += each[part].length
    }
    return elements
  }
  return { high: joined('high'), low: joined('low') }
}

/** What a + b is rounded, and what that leaves (D. E. Knuth, The Art of Computer Programming, 4.2.2, Theorem B). */
export const twoSum = (a: number, b: number): readonly [sum: number, rest: number] => {
  const sum = a + b
  const part = sum - a
  return [sum, a - (sum - part) + (b - part)]
}

/** The difference of the elements at one place, rounded. */
export const differenceAt = (a: Digits, b: Digits, index: number): number => {
  const [difference, rest] = twoSum(a.high[index], -b.high[index])
  const whole = difference + (rest + (a.low[index] - b.low[index]))
  // Of infinite ones the rest is no number.
  return Number.isFinite(difference) ? whole : difference
}

/** The differences of all elements, rounded. */
export const differencesOf = (a: Digits, b: Digits): Float64Array => {
  const differences = new Float64Array(a.high.length)
  for (let index = 0; index < differences.length; index++) differences[index] = differenceAt(a, b, index)
  return differences
}

/** A step added to a number of 31 digits. */
export const stepped = (high: number, low: number, step: number): readonly [high: number, low: number] => {
  const [sum, rest] = twoSum(high, step)
  return Number.isFinite(sum) ? twoSum(sum, rest + low) : [sum, 0]
}

/** Float tensors with t times a step added to every element. */
export const advanced = (
  tensors: readonly Precise[],
  steps: readonly ArrayLike<number>[],
  t: number,
): readonly Precise[] =>
  tensors.map((x, which) => {
    const { high, low } = digitsOfOne(x)
    const [newHigh, newLow] = [new Float64Array(high.length), new Float64Array(high.length)]
    for (let index = 0; index < high.length; index++) {
      const [sum, rest] = stepped(high[index], low[index], t * steps[which][index])
      newHigh[index] = sum
      newLow[index] = rest
    }
    const part = (data: Float64Array): Constant => fromRowMajor('float64', x.shape, data)
    return { shape: x.shape, dtype: x.dtype, high: part(newHigh), low: part(newLow) }
  })

/** Whether all elements are the same, any NaN like any other. */
export const same = (a: Digits, b: Digits): boolean => {
  if (a.high.length !== b.high.length) return false
  for (let index = 0; index < a.high.length; index++)
    if (!Object.is(a.high[index], b.high[index]) || !Object.is(a.low[index], b.low[index])) return false
  return true
}
