import * as cotangent from '../../../../src/index.js'
import type { Tensor } from '../../../../src/tensor/index.js'
import * as exact from '../../../support/bigfloat.js'
import { around, logUniform, map, type Sampler, take, uniform } from '../samples.js'
import { drawn, listed, type Point, type Region, type Survey } from './survey.js'

/** The public operations with their types forgotten, so that one list names them. */
const operations = cotangent as unknown as Readonly<Record<string, (...operands: readonly unknown[]) => Tensor>>

/** A public operation on numbers. */
const ofNumbers =
  (name: string): Survey['f'] =>
  (...point) =>
    cotangent.item(operations[name](...point)) as number

/** The first element of what a public operation makes of a vector. */
const ofVector =
  (name: string): Survey['f'] =>
  (...point) => {
    const [first] = [cotangent.toArray(operations[name](cotangent.tensor(point as number[])))].flat() as number[]
    return first
  }

const one = exact.fromNumber(1)

const sigmoid = (x: exact.BigFloat): exact.BigFloat => exact.divide(one, exact.add(one, exact.exp(exact.negate(x))))
const softplus = (x: exact.BigFloat): exact.BigFloat => exact.log1p(exact.exp(x))
const isNegative = ({ significand }: exact.BigFloat): boolean => significand < 0n
const sumOfExp = (xs: readonly exact.BigFloat[]): exact.BigFloat => xs.map(exact.exp).reduce(exact.add)

/** The size of the largest operand, or 1. */
const largest = (...point: Point): number => Math.max(1, ...point.map(Math.abs))

/** Regions of a function whose interesting part are some units about 0, and which e^x takes over on the left. */
const ofGate = (ends: readonly number[], subnormal?: number): readonly Region[] => [
  drawn('moderate', uniform(-5, 5)),
  drawn('far left', uniform(-708, -5)),
  drawn('far right', uniform(5, 800)),
  drawn('near 0', logUniform(-1074, -2)),
  { ...drawn('where e^x is subnormal', uniform(-744, -708.4)), bound: subnormal },
  listed('at its ends', ...ends, 0, Number.MIN_VALUE, -Number.MIN_VALUE),
]

const mirrored = (region: Region): Region => ({
  ...region,
  points: (count) => region.points(count).map(([x]) => [-x]),
})

/** Points that are vectors of a length. */
const vector = (where: string, length: number, sampler: Sampler): Region => ({
  where,
  points: (count) => take(count, () => take(length, sampler)),
})

/**
 * What is composed of elementary functions, one element of it. Beside each region stands the greatest error among 40,000
 * points of it.
 */
export const composed: readonly Survey[] = [
  {
    name: 'sigmoid',
    f: ofNumbers('sigmoid'),
    reference: sigmoid,
    bound: 2,
    regions: ofGate([-745, 36, 37, 800]), // 1.532, 1.023, 0.501, 1.468, 0.750, 0.429
  },
  {
    name: 'softplus',
    f: ofNumbers('softplus'),
    reference: softplus,
    bound: 2,
    regions: ofGate([-745, 36, 37, 800]), // 1.427, 1.032, 0.500, 1.193, 0.750, 0.429
  },
  {
    name: 'logSigmoid',
    f: ofNumbers('logSigmoid'),
    reference: (x) => exact.negate(softplus(exact.negate(x))),
    bound: 2,
    regions: ofGate([]).map(mirrored), // 1.427, 1.032, 0.500, 1.193, 0.750, 0.209
  },
  {
    name: 'silu',
    f: ofNumbers('silu'),
    reference: (x) => exact.multiply(x, sigmoid(x)),
    bound: 3,
    regions: ofGate([36, 37, 800, 999, 1001], 800), // 2.218, 2.026, 0.878, 2.217, 371.412, 0.556
  },
  {
    name: 'mish',
    f: ofNumbers('mish'),
    reference: (x) => exact.multiply(x, exact.tanh(softplus(x))),
    bound: 4,
    regions: ofGate([36, 37, 800, 999, 1001], 800), // 3.365, 2.702, 1.445, 2.031, 371.412, 0.400
  },
  {
    name: 'elu',
    f: ofNumbers('elu'),
    reference: (x) => (isNegative(x) ? exact.expm1(x) : x),
    bound: 0.9,
    regions: [
      drawn('moderate', uniform(-5, 5)), // 0.658
      drawn('near 0', logUniform(-1074, -2)), // 0.510
    ],
  },
  {
    name: 'logit',
    f: ofNumbers('logit'),
    reference: (p) => exact.log(exact.divide(p, exact.subtract(one, p))),
    bound: 3,
    regions: [
      drawn('everywhere', uniform(0, 1)), // 2.750
      drawn('near 0', map(logUniform(-1074, -1), Math.abs)), // 1.989
      drawn(
        'near 1/2',
        map(logUniform(-53, -2), (x) => 0.5 + x),
      ), // 2.767
      drawn(
        'near 1',
        map(logUniform(-53, -1), (x) => 1 - Math.abs(x)),
      ), // 1.408
      listed('where the formula changes', ...around(0.25), ...around(0.75)), // 1.742
    ],
  },
  {
    name: 'softsign',
    f: ofNumbers('softsign'),
    reference: (x) => exact.divide(x, exact.add(one, isNegative(x) ? exact.negate(x) : x)),
    bound: 1.5,
    regions: [
      drawn('moderate', uniform(-5, 5)), // 1.313
      drawn('everywhere', logUniform(-1074, 1023)), // 1.364
      listed('where the formula changes', ...around(1), ...around(-1)), // 0.500
    ],
  },
  {
    name: 'tanhShrink',
    f: ofNumbers('tanhShrink'),
    reference: (x) => exact.subtract(x, exact.tanh(x)),
    unit: (x) => x,
    bound: 1,
    regions: [
      drawn('moderate', uniform(-5, 5)), // 0.763
      drawn('near 0', logUniform(-50, -2)), // 0.521
    ],
  },
  {
    name: 'logAddExp',
    f: ofNumbers('logAddExp'),
    reference: (a, b) => exact.log(exact.add(exact.exp(a), exact.exp(b))),
    unit: largest,
    bound: 1.5,
    regions: [
      drawn('moderate', uniform(-5, 5), uniform(-5, 5, 7)), // 1.333
      drawn('large', uniform(-700, 700), uniform(-700, 700, 7)), // 0.500
    ],
  },
  {
    name: 'logSumExp',
    f: ofVector('logSumExp'),
    reference: (...xs) => exact.log(sumOfExp(xs)),
    unit: largest,
    bound: 3,
    regions: [
      vector('ten moderate', 10, uniform(-3, 3)), // 2.120
      vector('three moderate', 3, uniform(-3, 3)), // 1.840
      vector('three large', 3, uniform(-700, 700)), // 0.502
    ],
  },
  {
    name: 'logSoftmax',
    f: ofVector('logSoftmax'),
    reference: (...xs) => exact.subtract(xs[0], exact.log(sumOfExp(xs))),
    unit: largest,
    bound: 4.5,
    regions: [
      vector('ten moderate', 10, uniform(-3, 3)), // 3.513
      vector('three', 3, uniform(-20, 20)), // 2.084
      vector('three large', 3, uniform(-300, 300)), // 1.972
    ],
  },
  {
    // The difference to the largest is rounded, and e^x turns that error into one relative to its result.
    name: 'softmax',
    f: ofVector('softmax'),
    reference: (...xs) => exact.divide(exact.exp(xs[0]), sumOfExp(xs)),
    bound: 8,
    regions: [
      vector('ten moderate', 10, uniform(-3, 3)), // 6.485
      { ...vector('three of the size of 20', 3, uniform(-20, 20)), bound: 40 }, // 33.013
      { ...vector('three of the size of 300', 3, uniform(-300, 300)), bound: 600 }, // 506.844
    ],
  },
]
