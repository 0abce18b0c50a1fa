import { type Constant, rowMajor, type Tensor } from '../../../src/tensor/index.js'
import { binary, from, type OperationCase, operation, unary, whole, withSettings } from './cases.js'

const elements = (x: Tensor): readonly number[] => Array.from<number>(rowMajor(x as Constant))

/** How far the quotient of at most 6 is from a whole number, in the numbers themselves. */
const fromMultiples = ([a, b]: readonly Constant[]): number => {
  const rests = operation.remainder(a, b)
  const missing = operation.sub(b, rests)
  const distances = [rests, missing].flatMap(elements).map((distance) => Math.abs(distance) / 8)
  return Math.min(Number.POSITIVE_INFINITY, ...distances)
}

const divisions = ['floorDiv', 'remainder'].flatMap((name) => [
  ...binary(name, [-3, 3], [0.5, 3], { kinkDistance: fromMultiples }),
  ...binary(name, [-3, 3], [-3, -0.5], { kinkDistance: fromMultiples }),
  ...binary(name, [-20, 20], [-3, 3], { dtype: 'int32' }),
])

/** Rounding to whole numbers, and division that leaves a rest. */
export const division: readonly OperationCase[] = [
  ...['floor', 'ceil', 'trunc'].flatMap((name) => unary(name, -3, 3, from(-3, -2, -1, 0, 1, 2, 3))),
  ...unary('round', -3, 3, from(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)),
  ...['floor', 'ceil', 'trunc', 'round'].flatMap((name) => withSettings(name, [whole([3], -9, 9)])),
  ...divisions,
]
