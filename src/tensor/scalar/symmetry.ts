import type { Arithmetic } from './arithmetic.js'

/** An odd function's value at x, given that at |x|; at 0 it is x, whose sign it keeps. */
export const oddFrom = <T>(o: Arithmetic<T>, x: T, ofSize: T): T => {
  const zero = o.constant(0)
  return o.select(o.equal(x, zero), x, o.select(o.less(x, zero), o.neg(ofSize), ofSize))
}
