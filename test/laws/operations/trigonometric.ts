import { type Constant, rowMajor } from '../../../src/tensor/index.js'
import { binary, domain, type OperationCase, operation, unary } from './cases.js'

/** How far points are from the cut of the angle along the negative x-axis; of coordinates of equal shape. */
const fromCut = ([y, x]: readonly Constant[]): number => {
  const [ys, xs] = [rowMajor(y), rowMajor(x)]
  return Math.min(Number.POSITIVE_INFINITY, ...Array.from(ys, (each, at) => Math.max(Math.abs(each), xs[at])))
}

/** Trigonometric functions and their inverses. */
export const trigonometric: readonly OperationCase[] = [
  ...unary('sin', -7, 7),
  ...unary('cos', -7, 7),
  ...unary('tan', -1.2, 1.2),
  ...unary('asin', -0.9, 0.9),
  ...unary('acos', -0.9, 0.9),
  ...unary('atan'),
  // To the right of the y-axis, above the x-axis, and all around.
  ...binary('atan2', [-3, 3], [0.3, 3]),
  ...binary('atan2', [0.3, 3], [-3, 3]),
  {
    name: 'atan2',
    f: (y, x) => [operation.atan2(y, x)],
    domains: [domain([2, 2]), domain([2, 2])],
    kinkDistance: fromCut,
  },
]
