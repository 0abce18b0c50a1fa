import { binary, domain, type OperationCase, of, operation, unary } from './cases.js'

const { asinh, cosh, div, hypot, sinh } = operation

/** Hyperbolic functions and their inverses, lengths and reciprocals. */
export const hyperbolic: readonly OperationCase[] = [
  ...unary('sinh'),
  ...unary('cosh'),
  ...unary('asinh'),
  ...unary('asinh', -300, 300),
  ...unary('acosh', 1.3, 4),
  ...unary('atanh', -0.7, 0.7),
  ...unary('rsqrt', 0.3, 4),
  ...unary('reciprocal', 0.4, 3),
  ...unary('reciprocal', -3, -0.4),
  ...binary('hypot', [-3, 3], [0.4, 3]),
  ...binary('hypot', [-3, -0.4], [-3, 3]),
  of('hypot', (a, b) => hypot(a, hypot(b, 1)), domain([2, 1]), domain([3])),
  of('sinh', (x) => div(sinh(x), cosh(x)), domain([3])),
  of('asinh', (x) => asinh(sinh(x)), domain([3])),
]
