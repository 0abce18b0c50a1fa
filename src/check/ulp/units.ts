import { type Precise, rounded } from '../../engine/index.js'
import { type Constant, type FloatDType, float64Arithmetic, isFloat, rowMajor } from '../../tensor/index.js'

/** Significant bits after the first, and the least positive number, of each float dtype. */
const formats = {
  float64: { fraction: 2 ** -52, least: 2 ** -1074, leastNormal: 2 ** -1022 },
  float32: { fraction: 2 ** -23, least: 2 ** -149, leastNormal: 2 ** -126 },
} as const satisfies Readonly<Record<FloatDType, object>>

/** The unit in the last place of a finite number of a dtype: the distance to the next one of the same binary exponent. */
export const unitOf = (x: number, dtype: FloatDType): number => {
  const { fraction, least, leastNormal } = formats[dtype]
  const size = Math.abs(x)
  return size < leastNormal ? least : float64Arithmetic.power2(float64Arithmetic.exponent(size)) * fraction
}

/** The elements of a precise tensor, taken apart. */
export interface Exact {
  readonly high: ArrayLike<number>
  readonly low: ArrayLike<number> | undefined
  /** Rounded to the dtype. */
  readonly nearest: ArrayLike<number>
}

export const exactOf = (x: Precise): Exact => ({
  high: rowMajor(x.high),
  low: x.low && rowMajor(x.low),
  nearest: rowMajor(rounded(x)),
})

export const lowAt = ({ low }: Pick<Exact, 'low'>, at: number): number => (low === undefined ? 0 : low[at])

/** How far computed elements are from exact ones, in units in the last place of these; of whole numbers, the difference. */
export const errorsOf = (computed: Constant, exact: Exact): readonly number[] => {
  const { dtype } = computed
  return Array.from(rowMajor(computed), (value: number, at: number) => {
    const high = exact.high[at]
    if (!isFloat(dtype)) return Math.abs(value - high)
    // What is infinite is right if the exact value rounds to it.
    if (Object.is(value, exact.nearest[at]) && !Number.isFinite(value)) return 0
    if (!Number.isFinite(value) || !Number.isFinite(high)) return Number.POSITIVE_INFINITY
    return Math.abs(value - high - lowAt(exact, at)) / unitOf(high, dtype)
  })
}

/** How far exact elements have moved, in units in the last place of where they were. */
export const movementsOf = (before: Exact, after: Exact, dtype: Constant['dtype']): readonly number[] =>
  Array.from(before.high, (high, at) => {
    const distance = Math.abs(after.high[at] - high + (lowAt(after, at) - lowAt(before, at)))
    if (Number.isNaN(distance) || !isFloat(dtype)) return Object.is(after.high[at], high) ? 0 : Number.POSITIVE_INFINITY
    return Number.isFinite(high) ? distance / unitOf(high, dtype) : Number.POSITIVE_INFINITY
  })
