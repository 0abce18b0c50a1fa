import { exp, expm1, log, log1p, logistic, power, tanh } from '../../../../src/tensor/scalar/index.js'
import * as exact from '../../../support/bigfloat.js'
import { around, logUniform, map, positive, type Sampler, take, uniform } from '../samples.js'
import { drawn, listed, ofKernel, type Region, type Survey } from './survey.js'

const normal = uniform(-708, 709.7, 11)
const exponents = uniform(-10, 10, 12)

/** Pairs (x, y) with log(x^y) as drawn. */
const withLogarithm = (where: string, xs: Sampler, logarithms: Sampler, bound?: number): Region => ({
  where,
  points: (count) => take(count, xs).map((x) => [x, logarithms() / Math.log(x)]),
  bound,
})

const one = exact.fromNumber(1)

/** Exponentials, logarithms, powers, tanh and the logistic function. Beside each region stands the greatest error among 100,000 points of it. */
export const exponential: readonly Survey[] = [
  {
    name: 'exp',
    f: ofKernel(exp),
    reference: exact.exp,
    bound: 0.85,
    regions: [
      drawn('unreduced', uniform(-0.35, 0.35)), // 0.600
      drawn('everywhere', uniform(-708, 709.78)), // 0.627
      drawn('near 0', logUniform(-1074, -2)), // 0.512
      drawn('with subnormal results', uniform(-745.2, -708.3)), // 0.766
      listed('where the reduction changes', ...[-1.5, 0.5, 100.5].flatMap((n) => around(n * Math.LN2))), // 0.612
      listed('at its ends', ...around(709.782712893384, 40), ...around(-745.1332191019411, 40)), // 0.500
    ],
  },
  {
    name: 'expm1',
    f: ofKernel(expm1),
    reference: exact.expm1,
    bound: 0.9,
    regions: [
      drawn('unreduced', uniform(-0.35, 0.35)), // 0.751
      drawn('just reduced', uniform(0.34, 0.5)), // 0.820
      drawn('moderate', uniform(-3, 3)), // 0.771
      drawn('everywhere', uniform(-60, 709.78)), // 0.699
      drawn('near 0', logUniform(-1074, -2)), // 0.553
      drawn('with results near -1', uniform(-38, -35)), // 0.707
      drawn('where the 1 is lost', uniform(35, 40)), // 0.571
      listed('at its ends', ...around(709.782712893384, 40), -100, -745), // 0.106
    ],
  },
  {
    name: 'tanh',
    f: ofKernel(tanh),
    reference: exact.tanh,
    bound: 0.95,
    regions: [
      drawn('below the threshold', uniform(0.3, 0.55)), // 0.806
      drawn('just below it', uniform(0.5, 0.55)), // 0.839
      drawn('above it', uniform(0.55, 1)), // 0.768
      drawn('moderate', uniform(-3, 3)), // 0.787
      drawn('everywhere', uniform(-25, 25)), // 0.733
      drawn('near 0', logUniform(-1074, -1)), // 0.509
      listed('where the formula changes', ...[0.55, 19.06, 22].flatMap((x) => around(x))), // 0.710
    ],
  },
  {
    name: 'logistic',
    f: ofKernel(logistic),
    reference: (x) => exact.divide(one, exact.add(one, exact.exp(exact.negate(x)))),
    bound: 2,
    regions: [
      drawn('moderate', uniform(-5, 5)), // 1.582
      drawn('below 0', uniform(-40, 0)), // 1.590
      drawn('above 0', uniform(0, 40)), // 1.483
      drawn('everywhere', uniform(-708, 709)), // 1.504
      drawn('near 0', logUniform(-1074, -2)), // 1.468
      drawn('with subnormal results', uniform(-745, -708.4)), // 0.760
      listed('at its ends', ...around(40), ...around(36.7), ...around(-745.1332191019411)), // 0.500
    ],
  },
  {
    name: 'log1p',
    f: ofKernel(log1p),
    reference: exact.log1p,
    bound: 0.501,
    regions: [
      drawn('near 0', logUniform(-53, -2)), // 0.500
      drawn('where it is x', logUniform(-1074, -53)), // 0.497
      listed('where it begins to be more', ...around(2 ** -54)), // 0.250
      drawn('within (-1, 1)', uniform(-1, 1)), // 0.500
      drawn(
        'near -1',
        map(uniform(-53, 0), (x) => 2 ** x - 1),
      ), // 0.500
      drawn('within [1, 20)', uniform(1, 20)), // 0.500
      drawn('everywhere', positive()), // 0.500
      listed('at its ends', -0.9999999999999999, Number.MAX_VALUE), // 0.208
    ],
  },
  {
    // Of 650,150 logarithms every one was the nearest double.
    name: 'log',
    f: ofKernel(log),
    reference: exact.log,
    bound: 0.5001,
    nearest: 0.999,
    regions: [
      drawn('everywhere', positive()),
      drawn('within (0, 1)', uniform(2 ** -53, 1)),
      drawn('within [1, 20)', uniform(1, 20)),
      drawn(
        'near 1',
        map(logUniform(-52, -2), (x) => 1 + x),
      ),
      drawn('of subnormal numbers', map(logUniform(-1074, -1022), Math.abs)),
      listed('where the reduction changes', ...[1, 1.09, 1.296, 1.545, 1.837, 2].flatMap((x) => around(x))),
      listed('at its ends', Number.MIN_VALUE, ...around(2 ** -1022), Number.MAX_VALUE),
    ],
  },
  {
    name: 'power',
    f: ofKernel(power),
    reference: exact.power,
    bound: 0.53,
    regions: [
      drawn('moderate', uniform(0.01, 10), exponents), // 0.520
      withLogarithm(
        'near 1',
        map(logUniform(-40, -3), (x) => 1 + x),
        normal,
      ), // 0.518
      withLogarithm('everywhere', positive(), normal), // 0.521
      drawn(
        'with tiny exponents',
        positive(),
        map(exponents, (y) => y * 2 ** -30),
      ), // 0.500
      drawn('as square root', positive(), () => 0.5), // 0.521
      drawn('as cube', uniform(0, 100), () => 3), // 0.520
      drawn('as reciprocal', uniform(0, 100), () => -1), // 0.521
      withLogarithm('with subnormal results', positive(), uniform(-745, -708.4), 0.78), // 0.750
    ],
  },
]
