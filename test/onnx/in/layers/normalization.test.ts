import { toTypedArray } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { drawn, expectDerivative, expectLayer, inDouble, type LayerCase } from '../support/layers.js'
import { attribute } from '../support/models.js'
import { runOurs, type Tolerance } from '../support/runtime.js'

const { int, float, ints } = attribute

/**
 * (x - m) r of n numbers between -1 and 1, times a scale and plus a shift up to 1: m is off by at most n u, so that
 * x - m is by (n + 1) u; r = 1 / sqrt(v + eps), at most 2 for numbers spread so, is off by half of what v is, some
 * (n + 3) u of itself, and the factor it meets is at most 2. Both sides, and the four roundings at the end, come to
 * 2 (2 (n + 1) + 4 (n + 3) + 4) u at most.
 */
const standardized = (n: number): Tolerance => ({ ulps: 6 * n + 18, scale: 1 })

const x = drawn([2, 4, 3, 3])
const channels = (seed: number, low = -1, high = 1) => drawn([4], seed, low, high)
const running = [channels(2), channels(3), channels(4), channels(5, 0.25, 1)]

const norms: readonly LayerCase[] = [
  { operator: 'BatchNormalization', inputs: [x, ...running], tolerance: standardized(1), double: true },
  {
    operator: 'BatchNormalization',
    opset: 9,
    inputs: [drawn([3, 4]), ...running],
    attributes: [float('epsilon', 0.125)],
    tolerance: standardized(1),
  },
  { operator: 'BatchNormalization', opset: 7, inputs: [drawn([3, 4, 5]), ...running], tolerance: standardized(1) },
  { operator: 'InstanceNormalization', inputs: [x, channels(2), channels(3)], tolerance: standardized(9) },
  {
    operator: 'InstanceNormalization',
    opset: 7,
    inputs: [drawn([2, 4, 6]), channels(2), channels(3)],
    attributes: [float('epsilon', 0.5)],
    tolerance: standardized(6),
  },
  {
    operator: 'LayerNormalization',
    opset: 17,
    inputs: [drawn([2, 3, 5]), drawn([5], 2), drawn([5], 3)],
    outputs: ['float32', 'float32', 'float32'],
    tolerance: standardized(5),
  },
  {
    operator: 'LayerNormalization',
    opset: 17,
    inputs: [drawn([2, 3, 5]), drawn([3, 5], 2)],
    attributes: [int('axis', 1), float('epsilon', 0.01)],
    tolerance: standardized(15),
    double: true,
  },
  {
    operator: 'GroupNormalization',
    opset: 18,
    inputs: [x, drawn([2], 2), drawn([2], 3)],
    attributes: [int('num_groups', 2)],
    tolerance: standardized(18),
  },
  {
    operator: 'GroupNormalization',
    opset: 21,
    inputs: [x, channels(2), channels(3)],
    attributes: [int('num_groups', 2)],
    tolerance: standardized(18),
  },
  { operator: 'RMSNormalization', opset: 23, inputs: [drawn([2, 3, 5]), drawn([5], 2)], tolerance: standardized(5) },
  {
    operator: 'RMSNormalization',
    opset: 23,
    inputs: [drawn([2, 3, 5]), drawn([3, 5], 2)],
    attributes: [int('axis', 1), float('epsilon', 0.25)],
    tolerance: standardized(15),
  },
  {
    operator: 'SimplifiedLayerNormalization',
    opset: 17,
    inputs: [drawn([2, 3, 5]), drawn([5], 2)],
    outputs: ['float32', 'float32'],
    tolerance: standardized(5),
  },
  { operator: 'LpNormalization', inputs: [drawn([2, 3, 5])], tolerance: standardized(5), double: true },
  {
    operator: 'LpNormalization',
    inputs: [drawn([2, 3, 5])],
    attributes: [int('axis', 1), int('p', 1)],
    tolerance: standardized(3),
  },
  { operator: 'LpNormalization', inputs: [{ ...drawn([2, 2]), data: [0, 0, 3, 4] }], tolerance: standardized(2) },
  { operator: 'MeanVarianceNormalization', opset: 13, inputs: [x], tolerance: standardized(18) },
  {
    operator: 'MeanVarianceNormalization',
    opset: 9,
    inputs: [x],
    attributes: [ints('axes', [2, 3])],
    tolerance: standardized(9),
  },
  {
    operator: 'LRN',
    inputs: [drawn([1, 6, 3, 2])],
    attributes: [int('size', 3), float('alpha', 0.5), float('beta', 0.6), float('bias', 1.5)],
    tolerance: standardized(3),
  },
  {
    operator: 'LRN',
    opset: 7,
    inputs: [drawn([1, 6, 3, 2])],
    attributes: [int('size', 5)],
    tolerance: standardized(5),
  },
]

describe('normalisation as ONNX Runtime has it', () => {
  for (const [index, one] of norms.entries()) it(`${one.operator}, case ${index}`, () => expectLayer(one))
})

describe('derivatives of normalisation', () => {
  for (const index of [0, 3, 6, 8, 10, 11, 12, 15, 17])
    it(`${norms[index].operator}, case ${index}`, () => expectDerivative(norms[index]))
})

describe('batch normalisation that trains, which ONNX Runtime leaves to another build', () => {
  const [batch, channels, places] = [3, 2, 4]
  const x = drawn([batch, channels, places])
  const [scale, shift, mean, spread] = [1, 2, 3, 4].map((seed) => drawn([channels], seed, 0.25, 1))
  const [epsilon, momentum] = [0.125, 0.75]

  /** The definition in loops: normalised elements, and the running statistics with those of the batch taken up. */
  const expected = (): readonly (readonly number[])[] => {
    const moments = Array.from({ length: channels }, (_, c) => {
      const own = x.data.filter((_, at) => Math.floor(at / places) % channels === c)
      const average = own.reduce((sum, value) => sum + value, 0) / own.length
      return { average, variance: own.reduce((sum, value) => sum + (value - average) ** 2, 0) / own.length }
    })
    const y = x.data.map((value, at) => {
      const c = Math.floor(at / places) % channels
      const { average, variance } = moments[c]
      return ((value - average) / Math.sqrt(variance + epsilon)) * scale.data[c] + shift.data[c]
    })
    return [
      y,
      moments.map(({ average }, c) => mean.data[c] * momentum + average * (1 - momentum)),
      moments.map(({ variance }, c) => spread.data[c] * momentum + variance * (1 - momentum)),
    ]
  }

  const attributes = [float('epsilon', epsilon), float('momentum', momentum)]
  const versions: readonly LayerCase[] = [
    {
      operator: 'BatchNormalization',
      opset: 15,
      inputs: [x, scale, shift, mean, spread],
      attributes: [...attributes, int('training_mode', 1)],
      outputs: ['float32', 'float32', 'float32'],
    },
    {
      operator: 'BatchNormalization',
      opset: 9,
      inputs: [x, scale, shift, mean, spread],
      attributes,
      outputs: ['float32', 'float32', 'float32'],
    },
  ]
  for (const one of versions)
    it(`in version ${one.opset}`, () => {
      const found = Object.values(runOurs(inDouble(one)))
      for (const [index, numbers] of expected().entries())
        for (const [at, value] of toTypedArray(found[index]).entries())
          expect(Math.abs(value - numbers[at])).toBeLessThan(standardized(batch * places).ulps * 2 ** -52)
    })
})
