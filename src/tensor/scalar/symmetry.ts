import type { Arithmetic } from './arithmetic.js'

/** An odd function's value at x, given that at |x|, which is not negative. */
export const oddFrom = <T>(o: Arithmetic<T>, x: T, ofSize: T): T => o.flipSign(ofSize, x)
