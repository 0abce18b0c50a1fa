import { toTypedArray } from 'cotangent'
import { describe, expect, it } from 'vitest'
import type { AttributeProto } from '../../../../src/engine/onnx/index.js'
import { drawn, expectDerivative, expectLayer, type LayerCase, sumsOf } from '../support/layers.js'
import { attribute, type Given, i64 } from '../support/models.js'
import { runOurs, type Tolerance } from '../support/runtime.js'

const { int } = attribute

/** A sum of n products with cosines, each off by a unit or two, some of them by angles that are rounded. */
const transformed = (n: number): Tolerance => sumsOf(4 * n, 2)

const dft = (
  inputs: LayerCase['inputs'],
  constants: readonly number[],
  attributes: readonly AttributeProto[] = [],
  opset = 20,
): LayerCase => ({
  operator: 'DFT',
  opset,
  inputs,
  constants,
  attributes,
  tolerance: transformed(8),
})

const scalar = (value: number): Given => i64([], [value])

const spectra: readonly LayerCase[] = [
  dft([drawn([2, 6, 1])], [], [], 17),
  dft([drawn([2, 8, 2])], [], [int('axis', 1)], 17),
  dft([drawn([2, 4, 5, 1])], [], [int('axis', 2), int('onesided', 1)], 17),
  dft([drawn([2, 5, 2])], [], [int('inverse', 1)], 17),
  dft([drawn([2, 5, 1]), scalar(8)], [1], [int('onesided', 1)], 17),
  dft([drawn([2, 6, 2]), scalar(4)], [1], [], 17),
  dft([drawn([2, 6, 3, 2]), undefined, scalar(1)], [2]),
  dft([drawn([2, 6, 1])], [], [int('onesided', 1)]),
]

const frames: readonly LayerCase[] = [
  {
    operator: 'STFT',
    opset: 17,
    inputs: [drawn([2, 16, 1]), scalar(4), drawn([8], 2)],
    constants: [1],
    tolerance: transformed(8),
  },
  {
    operator: 'STFT',
    opset: 17,
    inputs: [drawn([1, 15, 1]), scalar(3), undefined, scalar(6)],
    constants: [1, 3],
    attributes: [int('onesided', 0)],
    tolerance: transformed(6),
  },
  {
    operator: 'STFT',
    opset: 17,
    inputs: [drawn([1, 16, 1]), scalar(4), drawn([8], 2), scalar(8)],
    constants: [1, 3],
    tolerance: transformed(8),
  },
]

const windows: readonly LayerCase[] = ['HannWindow', 'HammingWindow', 'BlackmanWindow'].flatMap((operator) =>
  [[], [int('periodic', 0)]].map(
    (attributes): LayerCase => ({
      operator,
      opset: 17,
      inputs: [scalar(9)],
      constants: [0],
      attributes,
      outputs: ['float32'],
      // Angles up to 4 pi in float32: their rounding alone is 4 pi u.
      tolerance: { ulps: 16, scale: 1 },
    }),
  ),
)

describe('spectra as ONNX Runtime has them', () => {
  for (const [index, one] of [...spectra, ...frames, ...windows].entries())
    it(`${one.operator}, case ${index}`, () => expectLayer(one))
})

describe('derivatives of spectra', () => {
  it('DFT', () => expectDerivative(spectra[2]))
  it('STFT', () => expectDerivative(frames[0]))
})

describe('windows in float64', () => {
  const weights = { HannWindow: [0.5, -0.5], HammingWindow: [25 / 46, -21 / 46], BlackmanWindow: [0.42, -0.5, 0.08] }
  for (const [operator, own] of Object.entries(weights))
    it(`${operator} is its sum of cosines, which ONNX Runtime has in float32 alone`, () => {
      const one: LayerCase = {
        operator,
        opset: 17,
        inputs: [scalar(9)],
        constants: [0],
        attributes: [int('output_datatype', 11)],
        outputs: ['float64'],
      }
      const expected = Array.from({ length: 9 }, (_, at) =>
        own.reduce((sum, weight, k) => sum + weight * Math.cos((2 * Math.PI * k * at) / 9), 0),
      )
      const found = toTypedArray(runOurs(one).y0)
      for (const [at, value] of expected.entries()) expect(Math.abs(found[at] - value)).toBeLessThan(16 * 2 ** -53)
    })
})
