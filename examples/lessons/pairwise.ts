import type { Row } from './numbers.js'

/** Adds eight running sums, and the numbers left over to that one by one: NumPy's way with up to 128 numbers. */
const ofBlock = (values: Row): number => {
  const whole = values.length - (values.length % 8)
  if (whole === 0) return values.reduce((sum, value) => sum + value, 0)
  const r = values.slice(0, 8)
  const sums = r.map((first, lane) => {
    let sum = first
    for (let index = lane + 8; index < whole; index += 8) sum += values[index]
    return sum
  })
  const head = sums[0] + sums[1] + (sums[2] + sums[3]) + (sums[4] + sums[5] + (sums[6] + sums[7]))
  return values.slice(whole).reduce((sum, value) => sum + value, head)
}

const ofChunk = (values: Row): number => {
  if (values.length <= 128) return ofBlock(values)
  const half = Math.floor(values.length / 2)
  const cut = half - (half % 8)
  return ofChunk(values.slice(0, cut)) + ofChunk(values.slice(cut))
}

/**
 * The mean of numbers, added up in the order in which NumPy adds: chunks of 8192, halved down to 128 numbers. A sum in
 * another order may differ in its last digit, and the lessons print all of them.
 */
export const numpyMean = (values: Row): number => {
  let sum = 0
  for (let start = 0; start < values.length; start += 8192) sum += ofChunk(values.slice(start, start + 8192))
  return sum / values.length
}
