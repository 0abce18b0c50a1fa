import { type Constant, filled, layoutOf } from './constant.js'
import type { FloatDType, TypedArray } from './dtype.js'
import type { Shape } from './shape.js'

/** A number that is no float of the dtype where it is used: the float64 nearest to it, and what that leaves. */
export interface Irrational {
  readonly high: number
  readonly low: number
}

/** The irrational numbers in derivatives of elementary functions. */
export const irrationals = {
  ln2: { high: Math.LN2, low: 2.3190468138462996e-17 },
  ln10: { high: Math.LN10, low: -2.1707562233822494e-16 },
  /** 1 / ln 2. */
  log2e: { high: Math.LOG2E, low: 2.0355273740931033e-17 },
  /** 1 / ln 10. */
  log10e: { high: Math.LOG10E, low: 1.098319650216765e-17 },
  /** 2 / sqrt(pi), the slope of erf at 0. */
  erfSlope: { high: 1.1283791670955126, low: 1.533545961316588e-17 },
} as const satisfies Readonly<Record<string, Irrational>>

/** The high part of a number that has no more than 26 bits (T. J. Dekker, Numer. Math. 18 (1971) 224-242). */
const leading = (x: number): number => {
  const spread = (2 ** 27 + 1) * x
  return spread - (spread - x)
}

/** What x y leaves that is rounded to `product`. */
const restOf = (x: number, y: number, product: number): number => {
  const [a, b] = [leading(x), leading(y)]
  return a * b - product + a * (y - b) + (x - a) * b + (x - a) * (y - b)
}

/** 1 / x to some 31 digits; of what is too large or too small for that, to 16. */
export const reciprocalOf = (x: number): Irrational => {
  const high = 1 / x
  const product = high * x
  const low = (1 - product - restOf(high, x, product)) / x
  return { high, low: Number.isFinite(low) ? low : 0 }
}

const meanings = new WeakMap<TypedArray, Irrational>()

/** A constant that repeats an irrational number, rounded to its dtype as any other; what it was rounded from is known. */
export const filledNear = (dtype: FloatDType, shape: Shape, number: Irrational): Constant => {
  const constant = filled(dtype, shape, number.high)
  meanings.set(layoutOf(constant).data, number)
  return constant
}

/** The number that a constant stands for that was made by `filledNear`, or is a view of such. */
export const irrationalOf = (constant: Constant): Irrational | undefined => meanings.get(layoutOf(constant).data)
