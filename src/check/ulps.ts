import type { FloatDType } from '../tensor/index.js'

const view = new DataView(new ArrayBuffer(8))

/** The exponent of a finite number's leading binary digit; that of the smallest normal number for those below it. */
const exponentOf = (x: number): number => {
  view.setFloat64(0, x)
  return Math.max(((view.getUint32(0) >>> 20) & 0x7ff) - 1023, -1022)
}

/** The unit in the last place of a dtype at a number. */
export const unitAt = (dtype: FloatDType, x: number): number =>
  dtype === 'float64' ? 2 ** (exponentOf(x) - 52) : 2 ** (Math.max(exponentOf(x), -126) - 23)

/** The distance of two numbers in units in the last place of the larger one. */
export const ulpsBetween = (dtype: FloatDType, a: number, b: number): number =>
  a === b ? 0 : Math.abs(a - b) / unitAt(dtype, Math.max(Math.abs(a), Math.abs(b)))
