import { describe, it } from 'vitest'
import { drawn, drawnWhole, expectDerivative, expectLayer, type LayerCase, sumsOf } from '../support/layers.js'
import { attribute, i64 } from '../support/models.js'

const { int, ints, string } = attribute

const convolutions: Readonly<Record<string, LayerCase>> = {
  'over one axis': { operator: 'Conv', inputs: [drawn([2, 3, 7]), drawn([4, 3, 3], 2)], tolerance: sumsOf(9) },
  'with strides, dilations and uneven pads': {
    operator: 'Conv',
    inputs: [drawn([1, 2, 7, 8]), drawn([3, 2, 2, 3], 2), drawn([3], 3)],
    attributes: [
      ints('kernel_shape', [2, 3]),
      ints('strides', [2, 1]),
      ints('dilations', [2, 1]),
      ints('pads', [1, 0, 0, 2]),
    ],
    tolerance: sumsOf(13),
  },
  'in groups': {
    operator: 'Conv',
    opset: 7,
    inputs: [drawn([1, 4, 5, 5]), drawn([6, 2, 3, 3], 2)],
    attributes: [int('group', 2)],
    tolerance: sumsOf(18),
  },
  'channel by channel': {
    operator: 'Conv',
    inputs: [drawn([1, 3, 5, 5]), drawn([3, 1, 3, 3], 2)],
    attributes: [int('group', 3), string('auto_pad', 'SAME_UPPER')],
    tolerance: sumsOf(9),
  },
  'over three axes': {
    operator: 'Conv',
    inputs: [drawn([1, 2, 3, 4, 4]), drawn([2, 2, 2, 2, 2], 2)],
    attributes: [ints('strides', [1, 2, 2])],
    tolerance: sumsOf(16),
  },
  'the larger half of the padding behind': {
    operator: 'Conv',
    inputs: [drawn([1, 1, 7, 6]), drawn([1, 1, 4, 3], 2)],
    attributes: [string('auto_pad', 'SAME_UPPER'), ints('strides', [2, 2])],
    tolerance: sumsOf(12),
  },
  'the larger half of the padding in front': {
    operator: 'Conv',
    inputs: [drawn([1, 1, 7, 6]), drawn([1, 1, 4, 3], 2)],
    attributes: [string('auto_pad', 'SAME_LOWER'), ints('strides', [2, 2])],
    tolerance: sumsOf(12),
  },
  'no padding': {
    operator: 'Conv',
    inputs: [drawn([1, 1, 7, 6]), drawn([1, 1, 4, 3], 2)],
    attributes: [string('auto_pad', 'VALID')],
    tolerance: sumsOf(12),
  },
  'of bytes': {
    operator: 'ConvInteger',
    inputs: [drawnWhole('uint8', [1, 2, 5, 5]), drawnWhole('uint8', [2, 2, 3, 3], 2), drawnWhole('uint8', [], 3)],
    attributes: [ints('pads', [1, 1, 1, 1])],
    outputs: ['int32'],
  },
  'of bytes with a zero point of the kernels': {
    operator: 'ConvInteger',
    inputs: [
      drawnWhole('uint8', [1, 2, 5, 5]),
      drawnWhole('uint8', [2, 2, 3, 3], 2),
      drawnWhole('uint8', [], 3),
      drawnWhole('uint8', [], 4),
    ],
    outputs: ['int32'],
  },
}

const transposed: Readonly<Record<string, LayerCase>> = {
  plainly: { operator: 'ConvTranspose', inputs: [drawn([1, 2, 3, 3]), drawn([2, 3, 3, 3], 2)], tolerance: sumsOf(18) },
  'with strides, pads and what is added': {
    operator: 'ConvTranspose',
    inputs: [drawn([2, 2, 3, 4]), drawn([2, 3, 3, 2], 2), drawn([3], 3)],
    attributes: [
      ints('strides', [2, 3]),
      ints('pads', [1, 0, 0, 1]),
      ints('output_padding', [1, 2]),
      ints('dilations', [1, 2]),
    ],
    tolerance: sumsOf(13),
  },
  'in groups, over one axis': {
    operator: 'ConvTranspose',
    inputs: [drawn([1, 4, 5]), drawn([4, 1, 3], 2)],
    attributes: [int('group', 2), ints('strides', [2])],
    tolerance: sumsOf(6),
  },
  'to a shape': {
    operator: 'ConvTranspose',
    inputs: [drawn([1, 1, 3, 3]), drawn([1, 2, 3, 3], 2)],
    attributes: [ints('strides', [3, 2]), ints('output_shape', [10, 8]), ints('output_padding', [1, 1])],
    tolerance: sumsOf(9),
  },
  'to a smaller shape, the larger half in front': {
    operator: 'ConvTranspose',
    inputs: [drawn([1, 1, 4, 4]), drawn([1, 1, 4, 4], 2)],
    attributes: [ints('strides', [2, 2]), ints('output_shape', [9, 8])],
    tolerance: sumsOf(16),
  },
  'the larger half behind': {
    operator: 'ConvTranspose',
    inputs: [drawn([1, 1, 3, 3]), drawn([1, 1, 3, 3], 2)],
    attributes: [ints('strides', [2, 2]), string('auto_pad', 'SAME_UPPER')],
    tolerance: sumsOf(9),
  },
  'the larger half in front': {
    operator: 'ConvTranspose',
    inputs: [drawn([1, 1, 3, 3]), drawn([1, 1, 3, 3], 2)],
    attributes: [ints('strides', [2, 2]), string('auto_pad', 'SAME_LOWER')],
    tolerance: sumsOf(9),
  },
  'over three axes': {
    operator: 'ConvTranspose',
    inputs: [drawn([1, 2, 2, 2, 3]), drawn([2, 1, 2, 2, 2], 2)],
    tolerance: sumsOf(16),
  },
}

const images: Readonly<Record<string, LayerCase>> = {
  plainly: {
    operator: 'Col2Im',
    opset: 18,
    inputs: [drawn([1, 8, 9]), i64([2], [4, 4]), i64([2], [2, 2])],
    constants: [1, 2],
    tolerance: sumsOf(4),
  },
  'with strides, pads and dilations': {
    operator: 'Col2Im',
    opset: 18,
    inputs: [drawn([2, 8, 8]), i64([2], [5, 6]), i64([2], [2, 2])],
    constants: [1, 2],
    attributes: [ints('strides', [2, 1]), ints('pads', [0, 1, 1, 1]), ints('dilations', [2, 4])],
    tolerance: sumsOf(4),
  },
}

describe('convolutions as ONNX Runtime has them', () => {
  for (const [name, one] of Object.entries(convolutions)) it(`${one.operator} ${name}`, () => expectLayer(one))
  for (const [name, one] of Object.entries(transposed)) it(`ConvTranspose ${name}`, () => expectLayer(one))
  for (const [name, one] of Object.entries(images)) it(`Col2Im ${name}`, () => expectLayer(one))
})

describe('derivatives of convolutions', () => {
  it('Conv', () => expectDerivative(convolutions['with strides, dilations and uneven pads']))
  it('ConvTranspose', () => expectDerivative(transposed['in groups, over one axis']))
  it('Col2Im', () => expectDerivative(images.plainly))
})
