import { type Constant, filled, layoutOf } from './constant.js'
import type { FloatDType, TypedArray } from './dtype.js'
import { type DoubleDouble, quotient, squareRoot } from './scalar/doubleDouble.js'
import { float64Arithmetic } from './scalar/index.js'
import type { Shape } from './shape.js'

/** A real number, whether a float or not: the float64 nearest to it, and what that leaves. */
export interface Real {
  readonly high: number
  readonly low: number
}

/** The irrational numbers in elementary functions and their derivatives. */
export const irrationals = {
  ln2: { high: Math.LN2, low: 2.3190468138462996e-17 },
  ln10: { high: Math.LN10, low: -2.1707562233822494e-16 },
  /** 1 / ln 2. */
  log2e: { high: Math.LOG2E, low: 2.0355273740931033e-17 },
  /** 1 / ln 10. */
  log10e: { high: Math.LOG10E, low: 1.098319650216765e-17 },
  /** 2 / sqrt(pi), the slope of erf at 0. */
  erfSlope: { high: 1.1283791670955126, low: 1.533545961316588e-17 },
} as const satisfies Readonly<Record<string, Real>>

/** A float64 itself: in a tensor of float32 it may be rounded, and yet is meant. */
export const itself = (high: number): Real => ({ high, low: 0 })

/** Without a rest where that cannot be worked out: near the ends of the range, where products with it overflow. */
const bounded = ({ high, low }: DoubleDouble<number>): Real => (Number.isFinite(low) ? { high, low } : itself(high))

/** 1 / x. */
export const reciprocalOf = (x: number): Real => bounded(quotient(float64Arithmetic, itself(1), itself(x)))

/** The square root of a number that is not negative. */
export const rootOf = (x: number): Real => bounded(squareRoot(float64Arithmetic, itself(x)))

const meanings = new WeakMap<TypedArray, Real>()

/** A constant that repeats a real number, rounded to its dtype as any other; what it was rounded from is known. */
export const filledNear = (dtype: FloatDType, shape: Shape, number: Real): Constant => {
  const constant = filled(dtype, shape, number.high)
  meanings.set(layoutOf(constant).data, number)
  return constant
}

/** The number that a constant stands for that was made by `filledNear`, or is a view of such. */
export const realOf = (constant: Constant): Real | undefined => meanings.get(layoutOf(constant).data)
