import { erf, erfc } from '../../../../src/tensor/scalar/index.js'
import * as exact from '../../../support/bigfloatError.js'
import { around, logUniform, uniform } from '../samples.js'
import { drawn, listed, ofKernel, type Region, type Survey } from './survey.js'

/** Where the formula changes. */
const joints = listed('where the formula changes', ...[-2.25, -0.5, 0.5, 2.25].flatMap((x) => around(x)))

const subnormal = { ...drawn('of subnormal numbers', logUniform(-1074, -1020)), bound: 1 } satisfies Region

/** The error function and its complement. Beside each region stands the greatest error among 100,000 points of it. */
export const errorFunction: readonly Survey[] = [
  {
    name: 'erf',
    f: ofKernel(erf),
    reference: exact.erf,
    bound: 0.75,
    regions: [
      drawn('by its polynomial', uniform(-0.5, 0.5)), // 0.699
      drawn('in the middle range', uniform(0.5, 2.25)), // 0.599
      drawn('where it approaches 1', uniform(2.25, 6)), // 0.500
      drawn('near 0', logUniform(-1020, -2)), // 0.688
      subnormal, // 1.000
      joints, // 0.500
    ],
  },
  {
    name: 'erfc',
    f: ofKernel(erfc),
    reference: exact.erfc,
    bound: 0.9,
    regions: [
      drawn('by its polynomial', uniform(-0.5, 0.5)), // 0.705
      drawn('in the middle range', uniform(0.5, 2.25)), // 0.701
      drawn('beyond it', uniform(2.25, 6)), // 0.821
      drawn('far beyond it', uniform(6, 26.54)), // 0.546
      { ...drawn('with subnormal results', uniform(26.54, 27.3)), bound: 0.8 }, // 0.750
      drawn('near 2', uniform(-6, -0.5)), // 0.672
      drawn('near 0', logUniform(-1074, -2)), // 0.500
      joints, // 0.601
    ],
  },
]
