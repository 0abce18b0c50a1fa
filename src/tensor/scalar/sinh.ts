import type { Arithmetic } from './arithmetic.js'
import { fastTwoSum } from './doubleDouble.js'
import { countLog2, scale, withoutLog2 } from './exp.js'
import { evaluate, polynomial } from './polynomial.js'
import { oddFrom } from './symmetry.js'

/**
 * (cosh r - 1 - r^2/2) / r^4 and (sinh r - r) / r^3 in z = r^2 for |r| <= 0.34658: minimax for the errors relative to
 * cosh r and sinh r, found as the polynomial of `exp`. Those errors: 2^-70.0 and 2^-61.7.
 */
const ofCosh = polynomial(
  0.041666666666666685,
  0.0013888888888873264,
  2.480158734928167e-5,
  2.7557251718552155e-7,
  2.0921810610587265e-9,
)
const ofSinh = polynomial(
  0.16666666666666677,
  0.008333333333321376,
  0.00019841269886867186,
  2.755724337643651e-6,
  2.5109355047933923e-8,
)

/** Beyond this both overflow. */
const overflowing = 711

/**
 * (e^a + sign e^-a) / 2 for a >= 0, within 0.8 ulp.
 *
 * a = n log 2 + r, |r| <= log(2)/2, and u = sign 4^-n:
 *
 *     2^(n-1) ((1 + u) cosh r + (1 - u) sinh r),  cosh r = 1 + r^2/2 + ..., sinh r = r + r^3/6 + ...
 *
 * of which (1 + u) + r - u r, the products being exact, is added with its errors. Where n = 0, that is cosh r or sinh r
 * alone, and nothing cancels.
 */
const halfSum = <T>(o: Arithmetic<T>, size: T, sign: 1 | -1): T => {
  const a = o.minimum(size, o.constant(overflowing))
  const n = countLog2(o, a)
  const r = withoutLog2(o, a, n)
  const z = o.mul(r.high, r.high)
  const square = o.mul(z, z)
  const half = o.constant(0.5)
  const coshTail = o.add(o.mul(half, z), o.mul(square, evaluate(o, ofCosh, z, square)))
  const sinhTail = o.mul(o.mul(r.high, z), evaluate(o, ofSinh, z, square))

  const decay = o.power2(o.maximum(o.mul(n, o.constant(-2)), o.constant(-1022)))
  const u = sign === 1 ? decay : o.neg(decay)
  const one = o.constant(1)
  const [ofEven, ofOdd] = [o.add(one, u), o.sub(one, u)]
  const base = fastTwoSum(o, one, u)
  const first = fastTwoSum(o, base.high, r.high)
  const second = fastTwoSum(o, first.high, o.neg(o.mul(u, r.high)))
  const restOfR = o.mul(r.low, o.add(ofOdd, o.mul(ofEven, r.high)))
  const rest = o.add(base.low, o.add(first.low, o.add(second.low, restOfR)))
  const tail = o.add(o.mul(ofEven, coshTail), o.mul(ofOdd, sinhTail))
  return scale(o, o.add(second.high, o.add(tail, rest)), o.sub(n, one))
}

/** sinh x, within 0.8 ulp; odd to the bit. */
export const sinh = <T>(o: Arithmetic<T>, x: T): T => oddFrom(o, x, halfSum(o, o.abs(x), -1))

/** cosh x, within 0.8 ulp; even to the bit. */
export const cosh = <T>(o: Arithmetic<T>, x: T): T => halfSum(o, o.abs(x), 1)
