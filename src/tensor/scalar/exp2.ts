import type { Arithmetic } from './arithmetic.js'
import { constants, fastTwoSum, leading, multiplySplit } from './doubleDouble.js'
import { clamp, scaledExp } from './exp.js'

/** log 2, split. */
const log2 = { high: 0.6931471824645996, low: -1.904654299957768e-9 } as const

/**
 * 2^x, within 0.65 ulp, or 0.85 where the result is subnormal; exact for an integral x.
 *
 * x = n + f, |f| <= 1/2, which is exact; 2^x = 2^n e^r with r = f log 2 as the sum of two, and e^r as in `exp`. Beyond the
 * clamp everything overflows or is less than half of the least subnormal.
 */
export const exp2 = <T>(o: Arithmetic<T>, x: T): T => {
  const clamped = clamp(o, x, -1076, 1024)
  const n = o.nearest(clamped)
  const f = o.sub(clamped, n)
  const head = leading(o, f)
  const r = multiplySplit(o, { high: head, low: o.sub(f, head) }, constants(o, log2))
  return scaledExp(o, fastTwoSum(o, r.high, r.low), n)
}
