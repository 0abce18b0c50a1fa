import { acosh, asinh, atanh, cosh, hypot, rsqrt, sinh } from '../../../../src/tensor/scalar/index.js'
import * as exact from '../../../support/bigfloatHyperbolic.js'
import { around, logUniform, map, positive, take, uniform } from '../samples.js'
import { drawn, listed, ofKernel, type Region, type Survey } from './survey.js'

/** Where sums of exponentials change their reduction: from n log 2 to (n + 1) log 2. */
const halfways = [0.5, 1.5, 25.5, 26.5, 1024.5].flatMap((n) => around(n * Math.LN2))

/** The greatest size of which both are finite. */
const greatest = 710.4758600739439

const beside1 = (low: number, high: number) => map(logUniform(low, high), (x) => 1 + Math.abs(x))

/** Pairs of which the second is about 2^-k of the first, k going up to 60. */
const ofRatios: Region = {
  where: 'of all ratios',
  points: (count) => {
    const ratios = uniform(1, 2, 13)
    return take(count, logUniform(-950, 1023)).map((x, index) => [x, (x * ratios()) / 2 ** (index % 61)])
  },
}

/** Hyperbolic functions and lengths. Beside each region stands the greatest error among 100,000 points of it. */
export const hyperbolic: readonly Survey[] = [
  {
    name: 'sinh',
    f: ofKernel(sinh),
    reference: exact.sinh,
    bound: 0.8,
    regions: [
      drawn('unreduced', uniform(-0.3466, 0.3466)), // 0.580
      drawn('just reduced', uniform(0.3465, 0.5)), // 0.749
      drawn('moderate', uniform(-5, 5)), // 0.680
      drawn('where e^-x is lost', uniform(15, 22)), // 0.623
      drawn('everywhere', uniform(-greatest, greatest)), // 0.621
      drawn('near 0', logUniform(-1074, -2)), // 0.500
      listed('where the reduction changes', ...halfways), // 0.596
      listed('at its ends', ...around(greatest, 40)), // 0.103
    ],
  },
  {
    name: 'cosh',
    f: ofKernel(cosh),
    reference: exact.cosh,
    bound: 0.65,
    regions: [
      drawn('unreduced', uniform(-0.3466, 0.3466)), // 0.531
      drawn('just reduced', uniform(0.3465, 0.5)), // 0.620
      drawn('moderate', uniform(-5, 5)), // 0.618
      drawn('where e^-x is lost', uniform(15, 22)), // 0.610
      drawn('everywhere', uniform(-greatest, greatest)), // 0.613
      drawn('near 0', logUniform(-1074, -2)), // 0.502
      listed('where the reduction changes', ...halfways), // 0.521
      listed('at its ends', ...around(greatest, 40)), // 0.103
    ],
  },
  {
    name: 'asinh',
    f: ofKernel(asinh),
    reference: exact.asinh,
    bound: 0.51,
    nearest: 0.999,
    regions: [
      drawn('near 0', logUniform(-29, -2)), // 0.500
      drawn('where it is x', logUniform(-1074, -28)), // 0.021
      drawn('moderate', uniform(-5, 5)), // 0.500
      drawn('everywhere', logUniform(-30, 1023)), // 0.500
      listed('where the formula changes', ...[2 ** -28, 2 ** 30].flatMap((x) => around(x))), // 0.485
      listed('at its ends', Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE), // 0.308
    ],
  },
  {
    name: 'acosh',
    f: ofKernel(acosh),
    reference: exact.acosh,
    bound: 0.51,
    nearest: 0.999,
    regions: [
      drawn('near 1', beside1(-52, -2)), // 0.500
      drawn('within [1, 3)', uniform(1, 3)), // 0.500
      drawn('moderate', uniform(1, 100)), // 0.500
      drawn('everywhere', beside1(0, 1023)), // 0.500
      listed('where the formula changes', ...around(2 ** 30)), // 0.485
      listed('at its ends', 1, 1 + 2 ** -52, 1 + 2 ** -51, Number.MAX_VALUE), // 0.447
    ],
  },
  {
    name: 'atanh',
    f: ofKernel(atanh),
    reference: exact.atanh,
    bound: 0.51,
    nearest: 0.999,
    regions: [
      drawn('near 0', logUniform(-29, -2)), // 0.500
      drawn('where it is x', logUniform(-1074, -28)), // 0.041
      drawn('everywhere', uniform(-1, 1)), // 0.500
      drawn(
        'near 1',
        map(logUniform(-53, -2), (x) => 1 - Math.abs(x)),
      ), // 0.500
      listed('where the formula changes', ...around(2 ** -28)), // 0.042
      listed('at its ends', 1 - 2 ** -53, -1 + 2 ** -53, Number.MIN_VALUE), // 0.175
    ],
  },
  {
    name: 'hypot',
    f: ofKernel(hypot),
    reference: exact.hypot,
    bound: 0.86,
    regions: [
      drawn('moderate', uniform(-5, 5), uniform(-5, 5, 7)), // 0.834
      drawn('alike', uniform(1, 2), uniform(1, 2, 7)), // 0.837
      drawn('everywhere', positive(), positive(8)), // 0.806
      ofRatios, // 0.845
      { ...drawn('with subnormal results', logUniform(-1074, -1022), logUniform(-1074, -1022, 8)), bound: 0.95 }, // 0.879
      drawn('of huge ones', logUniform(1000, 1022), logUniform(1000, 1022, 8)), // 0.832
      drawn('where small ones are multiplied', logUniform(-452, -447), logUniform(-480, -447, 8)), // 0.831
      drawn('where large ones are divided', logUniform(447, 452), logUniform(420, 452, 8)), // 0.831
    ],
  },
  {
    name: 'rsqrt',
    f: ofKernel(rsqrt),
    reference: exact.rsqrt,
    bound: 0.86,
    regions: [
      drawn('moderate', uniform(0, 16)), // 0.836
      drawn('just above 1', uniform(1, 1.2)), // 0.767
      drawn('just below 4', uniform(3.5, 4)), // 0.747
      drawn('everywhere', positive()), // 0.845
      drawn('of subnormal numbers', map(logUniform(-1074, -1022), Math.abs)), // 0.839
      listed('where it multiplies or divides', ...[2 ** -450, 2 ** 450].flatMap((x) => around(x))), // 0.500
      listed('at its ends', Number.MIN_VALUE, ...around(2 ** -1022), Number.MAX_VALUE), // 0.500
    ],
  },
]
