import { describe, it } from 'vitest'
import { drawn, drawnWhole, expectDerivative, expectLayer, type LayerCase } from '../support/layers.js'
import { attribute, f32, type Given } from '../support/models.js'

const { int, ints, string } = attribute

const scalar = (value: number): Given => f32([], [value])
const byte = (value: number): Given => ({ type: 'uint8', shape: [], data: [value] })
const signed = (value: number): Given => ({ type: 'int8', shape: [], data: [value] })

const x = drawn([2, 3, 4], 1, -4, 4)
const ties = f32([8], [0.25, 0.75, 1.25, -0.25, -0.75, 100, -100, 1e9])

/** Scales are powers of 2, or the quotients are nowhere near a half: what is rounded is the same whatever the order. */
const cases: readonly LayerCase[] = [
  { operator: 'QuantizeLinear', inputs: [ties, scalar(0.5), byte(3)], constants: [2], outputs: ['uint8'] },
  { operator: 'QuantizeLinear', inputs: [ties, scalar(0.5), signed(-3)], outputs: ['int8'] },
  { operator: 'QuantizeLinear', opset: 10, inputs: [ties, scalar(0.5)], outputs: ['uint8'] },
  {
    operator: 'QuantizeLinear',
    opset: 13,
    inputs: [x, f32([3], [0.5, 0.25, 0.125]), { type: 'uint8', shape: [3], data: [0, 10, 128] }],
    constants: [1, 2],
    outputs: ['uint8'],
  },
  {
    operator: 'QuantizeLinear',
    opset: 21,
    inputs: [x, f32([4], [0.5, 0.25, 0.125, 2])],
    attributes: [int('axis', -1), int('output_dtype', 3)],
    outputs: ['int8'],
  },
  {
    operator: 'QuantizeLinear',
    opset: 21,
    inputs: [
      x,
      { ...drawn([2, 2, 4], 2), data: Array.from({ length: 16 }, (_, at) => 2 ** -(at % 4)) },
      drawnWhole('int16', [2, 2, 4], 3, -9, 9),
    ],
    attributes: [int('axis', 1), int('block_size', 2)],
    outputs: ['int16'],
  },
  { operator: 'DequantizeLinear', inputs: [drawnWhole('uint8', [2, 3]), scalar(0.3), byte(100)], outputs: ['float32'] },
  {
    operator: 'DequantizeLinear',
    opset: 10,
    inputs: [drawnWhole('int8', [2, 3], 1, -128, 127), scalar(0.3)],
    outputs: ['float32'],
  },
  {
    operator: 'DequantizeLinear',
    opset: 13,
    inputs: [drawnWhole('int8', [2, 3], 1, -128, 127), f32([3], [0.1, 0.2, 0.3]), drawnWhole('int8', [3], 2, -9, 9)],
    outputs: ['float32'],
  },
  {
    operator: 'DequantizeLinear',
    inputs: [drawnWhole('int32', [2, 3], 1, -999, 999), f32([2], [0.1, 0.2])],
    attributes: [int('axis', 0)],
    outputs: ['float32'],
  },
  {
    operator: 'DequantizeLinear',
    opset: 21,
    inputs: [drawnWhole('uint8', [2, 4]), f32([2, 2], [0.1, 0.2, 0.3, 0.4]), drawnWhole('uint8', [2, 2], 2)],
    attributes: [int('block_size', 2)],
    outputs: ['float32'],
  },
  { operator: 'DynamicQuantizeLinear', inputs: [x], outputs: ['uint8', 'float32', 'uint8'] },
  { operator: 'DynamicQuantizeLinear', inputs: [f32([3], [1, 2, 4])], outputs: ['uint8', 'float32', 'uint8'] },
  { operator: 'DynamicQuantizeLinear', inputs: [f32([3], [-1, -2.5, -4])], outputs: ['uint8', 'float32', 'uint8'] },
  {
    operator: 'QLinearMatMul',
    opset: 10,
    inputs: [
      drawnWhole('uint8', [3, 4]),
      scalar(0.25),
      byte(128),
      drawnWhole('uint8', [4, 2], 2),
      scalar(0.5),
      byte(120),
      scalar(64),
      byte(100),
    ],
    constants: [1, 2, 4, 5, 6, 7],
    outputs: ['uint8'],
  },
  {
    operator: 'QLinearMatMul',
    opset: 10,
    inputs: [
      drawnWhole('uint8', [3, 4]),
      scalar(0.25),
      byte(128),
      drawnWhole('int8', [4, 2], 2, -128, 127),
      f32([2], [0.5, 0.25]),
      drawnWhole('int8', [2], 3, -3, 3),
      scalar(64),
      byte(100),
    ],
    constants: [1, 2, 3, 4, 5, 6, 7],
    outputs: ['uint8'],
  },
  {
    operator: 'QLinearConv',
    opset: 10,
    inputs: [
      drawnWhole('uint8', [1, 2, 5, 5]),
      scalar(0.25),
      byte(128),
      drawnWhole('int8', [3, 2, 3, 3], 2, -127, 127),
      f32([3], [0.5, 0.25, 0.125]),
      { type: 'int8', shape: [3], data: [0, 0, 0] },
      scalar(256),
      byte(100),
      drawnWhole('int32', [3], 4, -9999, 9999),
    ],
    constants: [1, 2, 3, 4, 5, 6, 7, 8],
    attributes: [ints('pads', [1, 1, 1, 1]), ints('strides', [2, 2])],
    outputs: ['uint8'],
  },
  {
    operator: 'QLinearConv',
    opset: 10,
    inputs: [
      drawnWhole('uint8', [1, 4, 6]),
      scalar(0.5),
      byte(100),
      drawnWhole('uint8', [2, 2, 3], 2),
      scalar(0.25),
      byte(128),
      scalar(128),
      byte(90),
    ],
    constants: [1, 2, 3, 4, 5, 6, 7],
    attributes: [int('group', 2), string('auto_pad', 'SAME_UPPER')],
    outputs: ['uint8'],
  },
]

describe('quantisation as ONNX Runtime has it', () => {
  for (const [index, one] of cases.entries()) it(`${one.operator}, case ${index}`, () => expectLayer(one))
})

describe('derivatives of quantisation', () => {
  it('DequantizeLinear, in its scale', () => expectDerivative(cases[8]))
})
