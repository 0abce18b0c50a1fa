import { toTypedArray } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { attribute, bool, f32, f64, type Given, i32, i64, type NodeCase, tensorProto } from './support/models.js'
import { expectAgreement, runOurs } from './support/runtime.js'

const counted = (shape: readonly number[]): Given =>
  f32(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index * 0.5 - 3),
  )

const ints = (...data: readonly number[]): Given => i64([data.length], data)

/** Cases whose inputs from the second on stand in the model, as shapes and axes do in models that are written out. */
const fixed = (one: NodeCase): NodeCase => ({ ...one, constants: one.inputs.map((_, index) => index).slice(1) })

const { int, float, string, tensor } = attribute
const list = attribute.ints

const cases: readonly NodeCase[] = [
  ...[
    { inputs: [counted([2, 3, 4]), ints(4, 6)] },
    { inputs: [counted([2, 3, 4]), ints(0, -1)] },
    { inputs: [counted([2, 3, 4]), ints(-1)] },
    { inputs: [counted([0, 3]), ints(0, 0)], attributes: [int('allowzero', 1)] },
    { inputs: [counted([0, 3]), ints(3, 0)], attributes: [int('allowzero', 1)] },
  ].map((one) => fixed({ operator: 'Reshape', ...one })),
  ...[0, 1, 2, 3, -1, -3].map((axis) => ({
    operator: 'Flatten',
    inputs: [counted([2, 3, 4])],
    attributes: [int('axis', axis)],
  })),
  { operator: 'Flatten', inputs: [counted([2, 3, 4])] },
  { operator: 'Squeeze', inputs: [counted([1, 3, 1])] },
  fixed({ operator: 'Squeeze', inputs: [counted([1, 3, 1]), ints(-1)] }),
  { operator: 'Squeeze', opset: 11, inputs: [counted([1, 3, 1])], attributes: [list('axes', [0])] },
  fixed({ operator: 'Unsqueeze', inputs: [counted([2, 3]), ints(3, 0)] }),
  fixed({ operator: 'Unsqueeze', inputs: [counted([2, 3]), ints(-1)] }),
  { operator: 'Unsqueeze', opset: 11, inputs: [counted([2, 3])], attributes: [list('axes', [1, 3])] },
  { operator: 'Transpose', inputs: [counted([2, 3, 4])] },
  { operator: 'Transpose', inputs: [counted([2, 3, 4])], attributes: [list('perm', [1, 2, 0])] },
  fixed({ operator: 'Expand', inputs: [counted([3, 1]), ints(2, 1, 4)] }),
  fixed({ operator: 'Expand', inputs: [counted([3, 4]), ints(1)] }),
  fixed({ operator: 'Tile', inputs: [counted([2, 3]), ints(2, 0)] }),
  fixed({ operator: 'Tile', inputs: [counted([2, 3]), ints(1, 3)] }),
  { operator: 'Concat', inputs: [counted([2, 3]), counted([2, 1])], attributes: [int('axis', -1)] },
  { operator: 'Concat', inputs: [ints(1, 2), ints(3)], attributes: [int('axis', 0)], outputs: ['int64'] },
  { operator: 'Concat', inputs: [f64([1], [0.1]), f64([1], [2])], attributes: [int('axis', 0)] },
  fixed({
    operator: 'Split',
    inputs: [counted([2, 5]), ints(2, 3)],
    attributes: [int('axis', 1)],
    outputs: ['float32', 'float32'],
  }),
  {
    operator: 'Split',
    inputs: [counted([5])],
    attributes: [int('num_outputs', 3)],
    outputs: ['float32', 'float32', 'float32'],
  },
  { operator: 'Split', opset: 13, inputs: [counted([4])], outputs: ['float32', 'float32'] },
  {
    operator: 'Split',
    opset: 11,
    inputs: [counted([5])],
    attributes: [list('split', [1, 4])],
    outputs: ['float32', 'float32'],
  },
  { operator: 'Shape', inputs: [counted([2, 3, 4])], outputs: ['int64'] },
  { operator: 'Shape', inputs: [counted([2, 3, 4])], attributes: [int('start', -2)], outputs: ['int64'] },
  { operator: 'Shape', inputs: [counted([2, 3, 4])], attributes: [int('end', -1)], outputs: ['int64'] },
  { operator: 'Shape', inputs: [counted([2, 3, 4])], attributes: [int('start', 2), int('end', 1)], outputs: ['int64'] },
  { operator: 'Shape', opset: 7, inputs: [counted([2, 3, 4])], outputs: ['int64'] },
  { operator: 'Size', inputs: [counted([2, 3, 4])], outputs: ['int64'] },
  ...['DCR', 'CRD'].map((mode) => ({
    operator: 'DepthToSpace',
    inputs: [counted([1, 8, 2, 3])],
    attributes: [int('blocksize', 2), string('mode', mode)],
  })),
  { operator: 'SpaceToDepth', inputs: [counted([2, 1, 4, 6])], attributes: [int('blocksize', 2)] },
  ...[
    [ints(1), ints(3)],
    [ints(0, 1), ints(2, 100)],
    [ints(-1), ints(-100), ints(0), ints(-1)],
    [ints(100), ints(0), ints(1), ints(-2)],
    [ints(1, 0), ints(3, 2), ints(1, 0), ints(1, 2)],
    [ints(0), ints(2 ** 62), ints(-1)],
    [ints(2), ints(1)],
  ].map((others) => fixed({ operator: 'Slice', inputs: [counted([3, 4]), ...others] })),
  {
    operator: 'Slice',
    opset: 9,
    inputs: [counted([3, 4])],
    attributes: [list('starts', [1]), list('ends', [-1]), list('axes', [1])],
  },
  ...['constant', 'reflect', 'edge', 'wrap'].map((mode) =>
    fixed({ operator: 'Pad', inputs: [counted([3, 4]), ints(1, 2, 2, 1)], attributes: [string('mode', mode)] }),
  ),
  fixed({ operator: 'Pad', inputs: [counted([3, 4]), ints(1, -1, -1, 2), f32([], [7])] }),
  fixed({ operator: 'Pad', inputs: [counted([3, 4]), ints(1, 2), f32([], [7]), ints(-1)] }),
  fixed({ operator: 'Pad', inputs: [i64([2], [1, 2]), ints(1, 0), i64([], [-7])] }),
  fixed({ operator: 'Pad', inputs: [bool([2], [1, 0]), ints(1, 1), bool([], [1])] }),
  { operator: 'Pad', inputs: [counted([2]), ints(1, 1), f32([], [7])], constants: [1] },
  { operator: 'Pad', opset: 10, inputs: [counted([2])], attributes: [list('pads', [1, 2]), float('value', 0.5)] },
  fixed({ operator: 'CenterCropPad', inputs: [counted([3, 4]), ints(6, 1)] }),
  fixed({ operator: 'CenterCropPad', inputs: [counted([5, 4]), ints(2)], attributes: [list('axes', [0])] }),
  {
    operator: 'ReverseSequence',
    inputs: [counted([4, 3]), ints(1, 4, 2)],
    attributes: [int('time_axis', 0), int('batch_axis', 1)],
  },
  {
    operator: 'ReverseSequence',
    inputs: [counted([3, 4, 2]), ints(1, 4, 2)],
    attributes: [int('time_axis', 1), int('batch_axis', 0)],
  },
  { operator: 'Trilu', inputs: [counted([2, 3, 4])] },
  fixed({ operator: 'Trilu', inputs: [counted([3, 4]), i64([], [-1])], attributes: [int('upper', 0)] }),
  { operator: 'Compress', inputs: [counted([2, 3]), bool([3], [1, 0, 1])], attributes: [int('axis', 1)] },
  { operator: 'Compress', inputs: [counted([2, 3]), bool([5], [1, 0, 1, 0, 1])] },
  { operator: 'NonZero', inputs: [f32([2, 3], [1, 0, 2, 0, 0, -1])], outputs: ['int64'] },
  ...[[], [int('sorted', 0)]].map((attributes) => ({
    operator: 'Unique',
    inputs: [f32([6], [2, 1, 1, 3, 4, 3])],
    attributes,
    outputs: ['float32', 'int64', 'int64', 'int64'] as const,
  })),
  {
    operator: 'Unique',
    inputs: [f32([3, 3], [1, 0, 0, 1, 0, 0, 2, 3, 4])],
    attributes: [int('axis', 0)],
    outputs: ['float32', 'int64', 'int64', 'int64'],
  },
  fixed({ operator: 'Range', inputs: [f32([], [1]), f32([], [3]), f32([], [0.25])] }),
  fixed({ operator: 'Range', inputs: [i64([], [10]), i64([], [4]), i64([], [-2])] }),
  fixed({ operator: 'Range', inputs: [i32([], [3]), i32([], [3]), i32([], [1])] }),
  { operator: 'EyeLike', inputs: [counted([3, 4])], attributes: [int('k', 1)] },
  { operator: 'EyeLike', inputs: [counted([3, 4])], attributes: [int('k', -1), int('dtype', 7)], outputs: ['int64'] },
  ...[-1, 0, 1].map((axis) => ({
    operator: 'OneHot',
    inputs: [i64([2, 2], [0, 2, -1, 5]), i64([], [3]), f32([2], [0.5, 2])],
    attributes: [int('axis', axis)],
    constants: [1],
    outputs: ['float32' as const],
  })),
  { operator: 'ConstantOfShape', inputs: [ints(2, 3)], constants: [0], outputs: ['float32'] },
  {
    operator: 'ConstantOfShape',
    inputs: [ints(2)],
    attributes: [tensor('value', tensorProto(i64([1], [7])))],
    constants: [0],
    outputs: ['int64'],
  },
  {
    operator: 'Constant',
    inputs: [],
    attributes: [tensor('value', tensorProto(f32([2], [1, 2])))],
    outputs: ['float32'],
  },
  { operator: 'Constant', inputs: [], attributes: [float('value_float', 0.5)], outputs: ['float32'] },
  { operator: 'Constant', inputs: [], attributes: [attribute.floats('value_floats', [0.5, 1])], outputs: ['float32'] },
  { operator: 'Constant', inputs: [], attributes: [int('value_int', -3)], outputs: ['int64'] },
  { operator: 'Constant', inputs: [], attributes: [list('value_ints', [1, 2, 3])], outputs: ['int64'] },
]

describe('operators that arrange, part and make tensors', () => {
  for (const [index, one] of cases.entries())
    it(`${index}: ${one.operator} ${one.opset ?? ''}`, () => expectAgreement(one))
})

describe('random numbers', () => {
  const count = 4000
  const drawn = (operator: string, ...settings: readonly ReturnType<typeof float>[]): readonly number[] => {
    const attributes = [list('shape', [count]), ...settings]
    return Array.from(toTypedArray(runOurs({ operator, inputs: [], outputs: ['float32'], attributes }).y0))
  }
  const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length

  it('depend on the seed alone', () => {
    for (const operator of ['RandomNormal', 'RandomUniform']) {
      expect(drawn(operator, float('seed', 3))).toEqual(drawn(operator, float('seed', 3)))
      expect(drawn(operator, float('seed', 3))).not.toEqual(drawn(operator, float('seed', 4)))
    }
  })

  it('have the mean and spread that are asked for, within 4 standard errors', () => {
    const normal = drawn('RandomNormal', float('seed', 3), float('mean', 2), float('scale', 0.5))
    expect(Math.abs(mean(normal) - 2)).toBeLessThan((4 * 0.5) / Math.sqrt(count))
    // The variance of the square of a standard normal number is 2.
    expect(Math.abs(mean(normal.map((one) => ((one - 2) / 0.5) ** 2)) - 1)).toBeLessThan(4 * Math.sqrt(2 / count))
    const uniform = drawn('RandomUniform', float('seed', 3), float('low', -1), float('high', 3))
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(-1)
    expect(Math.max(...uniform)).toBeLessThan(3)
    expect(Math.abs(mean(uniform) - 1)).toBeLessThan((4 * 4) / Math.sqrt(12 * count))
  })

  it('have the shape and type of an input where they are to be like it', () => {
    for (const operator of ['RandomNormalLike', 'RandomUniformLike']) {
      const { y0 } = runOurs({ operator, inputs: [f64([2, 3], [1, 2, 3, 4, 5, 6])] })
      expect([y0.shape, y0.dtype]).toEqual([[2, 3], 'float64'])
    }
  })
})
