import { describe, it } from 'vitest'
import { drawn, expectDerivative, expectLayer, type LayerCase, sumsOf } from '../support/layers.js'
import { attribute, f32, i64 } from '../support/models.js'

const { int, ints, string } = attribute

const x = drawn([2, 2, 7, 6])
const kernel = ints('kernel_shape', [3, 2])
const strides = ints('strides', [2, 2])
const pads = ints('pads', [1, 0, 1, 1])

const pools: readonly LayerCase[] = [
  { operator: 'AveragePool', inputs: [x], attributes: [kernel], tolerance: sumsOf(6) },
  { operator: 'AveragePool', inputs: [x], attributes: [kernel, strides, pads], opset: 7, tolerance: sumsOf(6) },
  {
    operator: 'AveragePool',
    inputs: [x],
    attributes: [kernel, strides, pads, int('count_include_pad', 1)],
    tolerance: sumsOf(6),
  },
  { operator: 'AveragePool', inputs: [x], attributes: [kernel, strides, int('ceil_mode', 1)], tolerance: sumsOf(6) },
  {
    operator: 'AveragePool',
    inputs: [x],
    attributes: [kernel, strides, pads, int('ceil_mode', 1), int('count_include_pad', 1)],
    tolerance: sumsOf(6),
  },
  {
    operator: 'AveragePool',
    inputs: [x],
    attributes: [kernel, ints('dilations', [2, 3])],
    opset: 19,
    tolerance: sumsOf(6),
  },
  {
    operator: 'AveragePool',
    inputs: [x],
    attributes: [kernel, strides, string('auto_pad', 'SAME_LOWER')],
    tolerance: sumsOf(6),
  },
  {
    operator: 'AveragePool',
    inputs: [drawn([1, 2, 9])],
    attributes: [ints('kernel_shape', [4])],
    tolerance: sumsOf(4),
  },
  {
    operator: 'AveragePool',
    inputs: [drawn([1, 1, 3, 4, 4])],
    attributes: [ints('kernel_shape', [2, 2, 2])],
    tolerance: sumsOf(8),
  },
  { operator: 'MaxPool', inputs: [x], attributes: [kernel], double: true },
  { operator: 'MaxPool', inputs: [x], attributes: [kernel, strides, pads], opset: 7 },
  {
    operator: 'MaxPool',
    inputs: [x],
    attributes: [kernel, strides, pads, int('ceil_mode', 1), ints('dilations', [2, 1])],
  },
  { operator: 'MaxPool', inputs: [x], attributes: [kernel, strides, string('auto_pad', 'SAME_UPPER')] },
  { operator: 'MaxPool', inputs: [drawn([1, 1, 3, 4, 4])], attributes: [ints('kernel_shape', [2, 2, 2])] },
  { operator: 'MaxPool', inputs: [x], attributes: [kernel, strides, pads], outputs: ['float32', 'int64'] },
  {
    operator: 'MaxPool',
    inputs: [x],
    attributes: [kernel, strides, int('storage_order', 1)],
    outputs: ['float32', 'int64'],
  },
  {
    operator: 'MaxPool',
    inputs: [f32([1, 1, 4], [1, 1, 1, 0])],
    attributes: [ints('kernel_shape', [2])],
    outputs: ['float32', 'int64'],
  },
  { operator: 'LpPool', inputs: [x], attributes: [kernel, strides, pads], opset: 11, tolerance: sumsOf(8) },
  { operator: 'LpPool', inputs: [x], attributes: [kernel, int('p', 1)], opset: 18, tolerance: sumsOf(6) },
  { operator: 'LpPool', inputs: [x], attributes: [kernel, int('p', 3)], opset: 18, tolerance: sumsOf(8) },
  {
    operator: 'LpPool',
    inputs: [x],
    attributes: [kernel, strides, int('ceil_mode', 1)],
    opset: 18,
    tolerance: sumsOf(8),
  },
  { operator: 'GlobalAveragePool', inputs: [x], tolerance: sumsOf(42) },
  { operator: 'GlobalMaxPool', inputs: [x] },
  { operator: 'GlobalLpPool', inputs: [x], tolerance: sumsOf(44) },
  { operator: 'GlobalLpPool', inputs: [drawn([1, 2, 5])], attributes: [int('p', 1)], tolerance: sumsOf(5) },
  {
    operator: 'MaxUnpool',
    opset: 11,
    inputs: [f32([1, 1, 2, 2], [1, 2, 3, 4]), i64([1, 1, 2, 2], [5, 7, 13, 15])],
    attributes: [ints('kernel_shape', [2, 2]), ints('strides', [2, 2])],
  },
  {
    operator: 'MaxUnpool',
    opset: 11,
    inputs: [f32([1, 1, 2, 2], [1, 2, 3, 4]), i64([1, 1, 2, 2], [5, 7, 13, 15]), i64([4], [1, 1, 5, 5])],
    constants: [2],
    attributes: [ints('kernel_shape', [2, 2]), ints('strides', [2, 2])],
  },
]

describe('pooling as ONNX Runtime has it', () => {
  for (const [index, one] of pools.entries()) it(`${one.operator}, case ${index}`, () => expectLayer(one))
})

describe('derivatives of pooling', () => {
  for (const index of [4, 11, 14, 17, 21, 22, 24])
    it(`${pools[index].operator}, case ${index}`, () => expectDerivative(pools[index]))
})
