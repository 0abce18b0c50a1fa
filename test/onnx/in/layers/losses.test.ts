import { describe, it } from 'vitest'
import { drawn, expectDerivative, expectLayer, type LayerCase } from '../support/layers.js'
import { attribute, i64 } from '../support/models.js'
import type { Tolerance } from '../support/runtime.js'

const { int, string } = attribute

/**
 * A logarithm of a sum of 4 powers, each off by a unit, is off by some 6 u of numbers up to 4; the mean of at most 12
 * such by weights up to 1 by 24 u more.
 */
const averaged: Tolerance = { ulps: 6 + 24, scale: 4 }

const logits = drawn([3, 4], 1, -2, 2)
const labels = i64([3], [2, 0, 3])
const weights = drawn([4], 3, 0.25, 1)
const images = drawn([2, 4, 3, 2], 1, -2, 0)
const imageLabels = i64([2, 3, 2], [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3])

const reduction = (name: string) => string('reduction', name)
const both: LayerCase['outputs'] = ['float32', 'float32']

const losses: readonly LayerCase[] = [
  { operator: 'SoftmaxCrossEntropyLoss', inputs: [logits, labels], outputs: both },
  { operator: 'SoftmaxCrossEntropyLoss', opset: 12, inputs: [logits, labels], attributes: [reduction('none')] },
  { operator: 'SoftmaxCrossEntropyLoss', inputs: [logits, labels, weights], attributes: [reduction('sum')] },
  { operator: 'SoftmaxCrossEntropyLoss', inputs: [logits, labels, weights] },
  {
    operator: 'SoftmaxCrossEntropyLoss',
    inputs: [logits, i64([3], [2, -1, 3])],
    attributes: [int('ignore_index', -1)],
  },
  {
    operator: 'SoftmaxCrossEntropyLoss',
    inputs: [images, imageLabels, weights],
    attributes: [int('ignore_index', 2)],
    outputs: both,
  },
  { operator: 'NegativeLogLikelihoodLoss', inputs: [images, imageLabels] },
  {
    operator: 'NegativeLogLikelihoodLoss',
    inputs: [images, imageLabels, weights],
    attributes: [int('ignore_index', 1)],
  },
  { operator: 'NegativeLogLikelihoodLoss', opset: 12, inputs: [logits, labels], attributes: [reduction('none')] },
  { operator: 'NegativeLogLikelihoodLoss', inputs: [logits, labels, weights], attributes: [reduction('sum')] },
].map((one) => ({ ...one, tolerance: averaged }) as LayerCase)

describe('losses as ONNX Runtime has them', () => {
  for (const [index, one] of losses.entries()) it(`${one.operator}, case ${index}`, () => expectLayer(one))
})

describe('derivatives of losses', () => {
  for (const index of [0, 3, 5, 7])
    it(`${losses[index].operator}, case ${index}`, () => expectDerivative(losses[index]))
})
