import { float64Arithmetic } from '../../../tensor/index.js'
import { neg } from './arithmetic.js'
import { fastSum, type Pair, widen } from './pair.js'

const { nearest } = float64Arithmetic

/** Whether a number is an integer; infinities count as such, as they do in float64. */
export const isInteger = ({ high, low }: Pair): boolean => Math.floor(high) === high && Math.floor(low) === low

/** Whether an integer is odd: a high part with a low part that is not 0 may be odd too. */
export const isOdd = ({ high, low }: Pair): boolean => Math.abs(high % 2) !== Math.abs(low % 2)

/** The largest integer that is not above x. */
export const floor = ({ high, low }: Pair): Pair => {
  const whole = Math.floor(high)
  return whole === high ? withLow(high, Math.floor(low)) : widen(whole)
}

/** A sum whose high part is an integer, 0 with its sign. */
const withLow = (high: number, low: number): Pair => (low === 0 ? widen(high) : fastSum(high, low))

/** The least integer that is not below x; -0 where that is 0 and x is negative or -0. */
export const ceil = (x: Pair): Pair => neg(floor(neg(x)))

/** The integer next to x on the way to 0, with the sign of x. */
export const trunc = (x: Pair): Pair => (x.high < 0 ? ceil(x) : floor(x))

/** The nearest integer, the even one of two. */
export const round = ({ high, low }: Pair): Pair => {
  const whole = nearest(high)
  if (whole !== high) {
    // Half way only the low part says where to.
    if (Math.abs(high - whole) !== 0.5 || low === 0) return widen(whole)
    return low > 0 === whole < high ? widen(whole < high ? whole + 1 : whole - 1) : widen(whole)
  }
  const step = nearest(low)
  if (Math.abs(low - step) !== 0.5) return withLow(high, step)
  // Of the two integers around the one that is even with the high part.
  const isHighOdd = Math.abs(high % 2) === 1
  const isStepOdd = Math.abs(step % 2) === 1
  return withLow(high, isHighOdd === isStepOdd ? step : 2 * low - step)
}
