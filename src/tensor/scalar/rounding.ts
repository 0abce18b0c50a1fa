import type { Arithmetic } from './arithmetic.js'

/** The least integer that is not below x; -0 where that is 0 and x is negative or -0. */
export const ceil = <T>(o: Arithmetic<T>, x: T): T => o.neg(o.floor(o.neg(x)))

/** The integer next to x on the way to 0, with the sign of x. */
export const trunc = <T>(o: Arithmetic<T>, x: T): T => o.select(o.less(x, o.constant(0)), ceil(o, x), o.floor(x))
