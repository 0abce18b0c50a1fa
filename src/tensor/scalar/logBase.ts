import type { Arithmetic } from './arithmetic.js'
import { constants, type DoubleDouble, multiplySplit, split } from './doubleDouble.js'
import { logarithm, logarithmOr } from './log.js'

/** 1 / log 2 and 1 / log 10, split. */
const perLog2 = { high: 1.4426950514316559, low: -1.0542692476429138e-8 } as const
const perLog10 = { high: 0.4342944845557213, low: -2.6524694553078553e-9 } as const

/** log x in units of another logarithm: the product of two sums, rounded once. */
const inUnits = <T>(o: Arithmetic<T>, x: T, reciprocal: DoubleDouble<number>): T => {
  const { high, low } = multiplySplit(o, split(o, logarithm(o, x)), constants(o, reciprocal))
  return logarithmOr(o, x, o.add(high, low))
}

/** The binary logarithm of x, as good as `log`; exact where x is a power of 2. */
export const log2 = <T>(o: Arithmetic<T>, x: T): T => inUnits(o, x, perLog2)

/** The decimal logarithm of x, as good as `log`; exact where x is a power of 10. */
export const log10 = <T>(o: Arithmetic<T>, x: T): T => inUnits(o, x, perLog10)
