import { floorDivide as floorDivideKernel, remainder as remainderKernel } from '../../tensor/index.js'
import { binaryOf, elementwise, elementwiseCases, flat, type Interval } from '../elementwise.js'
import type { DomainCase, NoAttributes } from '../primitive.js'
import { addDifferentials, mul, neg } from './arithmetic.js'

const everyday: Interval = [-3, 3]

/** How far a and b may move, each as far, before a is another whole multiple of b. */
const multipleDistance = (a: number, b: number): number => {
  const below = Math.floor(a / b)
  const distance = (count: number): number => Math.abs(a - count * b) / (1 + Math.abs(count))
  return Math.min(distance(below), distance(below + 1))
}

/** Divisors of both signs, and pairs of whole numbers, of which some divisors are 0. */
const quotients: readonly DomainCase<NoAttributes>[] = [
  ...elementwiseCases([everyday, [0.5, 3]], multipleDistance),
  ...elementwiseCases([everyday, [-3, -0.5]], multipleDistance),
  ...elementwiseCases(
    [
      [-20, 20],
      [-3, 3],
    ],
    undefined,
    ['int32', 'int32'],
  ),
]

// --- floor(a / b) and what it leaves; derivatives jump where a is a multiple of b, and are those above it there

export const floorDivRecord = flat({ name: 'floorDiv', takes: 'number', kernel: floorDivideKernel, domain: quotients })
export const floorDiv = binaryOf(floorDivRecord)

// d(a - floor(a / b) b) = da - floor(a / b) db
export const remainderRecord = elementwise({
  name: 'remainder',
  takes: 'number',
  kernel: remainderKernel,
  jvp: ([da, db], [a, b]) => addDifferentials(da, db && neg(mul(floorDiv(a, b), db))),
  vjp: [(cotangent) => cotangent, (cotangent, [a, b]) => mul(cotangent, neg(floorDiv(a, b)))],
  domain: quotients,
})
export const remainder = binaryOf(remainderRecord)
