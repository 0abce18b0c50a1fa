import { cbrt, exp2, log2, log10 } from '../../../../src/tensor/scalar/index.js'
import * as exact from '../../../support/bigfloatPowers.js'
import { around, logUniform, map, positive, uniform } from '../samples.js'
import { drawn, listed, ofKernel, type Region, type Survey } from './survey.js'

const integers = (low: number, high: number): readonly number[] =>
  Array.from({ length: high - low + 1 }, (_, index) => low + index)

/** Where a logarithm of any base is tried. */
const logarithmic: readonly Region[] = [
  drawn('everywhere', positive()),
  drawn('within (0, 1)', uniform(2 ** -53, 1)),
  drawn('within [1, 20)', uniform(1, 20)),
  drawn(
    'near 1',
    map(logUniform(-52, -2), (x) => 1 + x),
  ),
  drawn('of subnormal numbers', map(logUniform(-1074, -1022), Math.abs)),
  listed('where the reduction changes', ...[1, 1.09, 1.296, 1.545, 1.837, 2].flatMap((x) => around(x))),
]

/** Powers and logarithms of other bases than e. Beside each region stands the greatest error among 100,000 points of it. */
export const powers: readonly Survey[] = [
  {
    name: 'exp2',
    f: ofKernel(exp2),
    reference: exact.exp2,
    bound: 0.85,
    regions: [
      drawn('unreduced', uniform(-0.5, 0.5)), // 0.620
      drawn('everywhere', uniform(-1022, 1024)), // 0.621
      drawn('near 0', logUniform(-1074, -2)), // 0.500
      drawn('with subnormal results', uniform(-1075.2, -1022)), // 0.763
      listed('where the reduction changes', ...[-1.5, 0.5, 100.5].flatMap((n) => around(n))), // 0.495
      listed('at its ends', ...around(1024, 40), ...around(-1075, 40)), // 0.500
      listed('of integers', ...integers(-1076, 1025)), // 0.500
    ],
  },
  {
    name: 'log2',
    f: ofKernel(log2),
    reference: exact.log2,
    bound: 0.5001,
    nearest: 0.999,
    regions: [...logarithmic, listed('of powers of 2', ...integers(-1074, 1023).map((n) => 2 ** n))],
  },
  {
    name: 'log10',
    f: ofKernel(log10),
    reference: exact.log10,
    bound: 0.5001,
    nearest: 0.999,
    regions: [...logarithmic, listed('of powers of 10', ...integers(-323, 308).map((n) => Number(`1e${n}`)))],
  },
  {
    name: 'cbrt',
    f: ofKernel(cbrt),
    reference: exact.cbrt,
    bound: 0.5001,
    nearest: 0.999,
    regions: [
      drawn('everywhere', logUniform(-1074, 1023)), // 0.500
      drawn('within [1, 8)', uniform(1, 8)), // 0.500
      drawn('of subnormal numbers', logUniform(-1074, -1022)), // 0.500
      listed('where the reduction changes', ...[1, 2, 4, 8].flatMap((x) => around(x))), // 0.489
      listed('of cubes', ...integers(1, 2000).map((n) => (101 * n) ** 3)), // 0.000
    ],
  },
]
