import { ArgumentError, DTypeError, ShapeError } from 'cotangent'
import { describe, expect, it } from 'vitest'
import type { AttributeProto } from '../../../../src/engine/onnx/index.js'
import { drawn } from '../support/layers.js'
import { attribute, f32, type Given, i64, type NodeCase } from '../support/models.js'
import { runOurs } from '../support/runtime.js'

const { int, ints, float, floats, string, strings } = attribute

const refused = (
  operator: string,
  inputs: readonly (Given | undefined)[],
  attributes: readonly AttributeProto[],
  rest: Partial<NodeCase> = {},
): NodeCase => ({ operator, opset: 19, inputs, attributes, ...rest })

const x = drawn([1, 2, 4, 5])
const huge = 2 ** 31 - 1
const kernel = drawn([1, 2, 3, 3], 2)
const tree = (modes: readonly string[], onTrue: readonly number[]) => [
  ints('nodes_treeids', [0, 0, 0]),
  ints('nodes_nodeids', [0, 1, 2]),
  ints('nodes_featureids', [0, 0, 0]),
  floats('nodes_values', [0.5, 0, 0]),
  strings('nodes_modes', modes),
  ints('nodes_truenodeids', onTrue),
  ints('nodes_falsenodeids', [2, 0, 0]),
  ints('target_treeids', [0, 0]),
  ints('target_nodeids', [1, 2]),
  ints('target_ids', [0, 0]),
  floats('target_weights', [1, 2]),
]
const forest = { domain: 'ai.onnx.ml' }
const leaves = ['BRANCH_LEQ', 'LEAF', 'LEAF']

/** What is not read, or asks for more than any machine has: by name, with words of the message. */
const cases: Readonly<Record<string, readonly [NodeCase, new (...given: never) => Error, string]>> = {
  'a smoothing resize': [
    refused('Resize', [x, undefined, f32([4], [1, 1, 0.5, 0.5])], [int('antialias', 1)], { constants: [2] }),
    ArgumentError,
    'antialias',
  ],
  'a scale without bounds': [
    refused('Resize', [x, undefined, f32([4], [1, 1, 1e6, 1e6])], [], { constants: [2] }),
    ArgumentError,
    'maxElements',
  ],
  'a scale below 0': [
    refused('Resize', [x, undefined, f32([4], [1, 1, -1, 1])], [], { constants: [2] }),
    ArgumentError,
    'above 0',
  ],
  'a mode that is none': [
    refused('Resize', [x, undefined, f32([4], [1, 1, 2, 2])], [string('mode', 'lanczos')], { constants: [2] }),
    ArgumentError,
    'lanczos',
  ],
  'a mode that is what every object has': [
    refused('Resize', [x, undefined, f32([4], [1, 1, 2, 2])], [string('nearest_mode', 'constructor')], {
      constants: [2],
    }),
    ArgumentError,
    'constructor',
  ],
  'padding without bounds': [
    refused('Conv', [x, kernel], [ints('pads', [huge, huge, huge, huge])]),
    ArgumentError,
    'maxElements',
  ],
  'pooling of padding without bounds': [
    refused('MaxPool', [x], [ints('kernel_shape', [2, 2]), ints('pads', [huge, huge, 0, 0])]),
    ArgumentError,
    'maxElements',
  ],
  'strides of a transposed convolution without bounds': [
    refused('ConvTranspose', [x, drawn([2, 1, 3, 3])], [ints('strides', [huge, huge])]),
    ArgumentError,
    'maxElements',
  ],
  'an output without bounds': [
    refused('ConvTranspose', [x, drawn([2, 1, 3, 3])], [ints('output_shape', [huge, huge])]),
    ArgumentError,
    'maxElements',
  ],
  'a stride of 0': [refused('Conv', [x, kernel], [ints('strides', [0, 1])]), ArgumentError, 'no whole number from 1'],
  'channels that do not fit': [refused('Conv', [x, drawn([1, 3, 3, 3])], []), ShapeError, 'channels'],
  'groups that do not divide': [refused('Conv', [x, kernel], [int('group', 3)]), ShapeError, 'channels'],
  'a kernel that is not that of the weights': [
    refused('Conv', [x, kernel], [ints('kernel_shape', [2, 3])]),
    ArgumentError,
    'kernel_shape',
  ],
  'images without bounds': [
    refused('Col2Im', [drawn([1, 4, 1]), i64([2], [huge, huge]), i64([2], [2, 2])], [], { constants: [1, 2] }),
    ShapeError,
    'do not fit',
  ],
  'places put back without bounds': [
    refused(
      'MaxUnpool',
      [f32([1, 1, 1, 1], [1]), i64([1, 1, 1, 1], [0]), i64([4], [1, 1, huge, huge])],
      [ints('kernel_shape', [2, 2])],
      { constants: [2] },
    ),
    ArgumentError,
    'maxElements',
  ],
  'grids without bounds': [
    refused('AffineGrid', [drawn([1, 2, 3]), i64([4], [1, 1, huge, huge])], [], { opset: 20, constants: [1] }),
    ArgumentError,
    'maxElements',
  ],
  'a shape that is computed': [
    refused('AffineGrid', [drawn([1, 2, 3]), f32([4], [1, 1, 2, 2])], [], { opset: 20, constants: [1] }),
    DTypeError,
    'whole numbers',
  ],
  'samples by the size of a region': [
    refused('RoiAlign', [x, f32([1, 4], [0, 0, 1, 1]), i64([1], [0])], []),
    ArgumentError,
    'sampling_ratio',
  ],
  'a spectrum without bounds': [
    refused('DFT', [drawn([1, 4, 1]), i64([], [huge])], [], { constants: [1] }),
    ArgumentError,
    'maxElements',
  ],
  'a window without bounds': [
    refused('HannWindow', [i64([], [huge])], [], { constants: [0], outputs: ['float32'] }),
    ArgumentError,
    'maxElements',
  ],
  'an activation that is none': [
    refused(
      'RNN',
      [drawn([1, 1, 1]), drawn([1, 1, 1]), drawn([1, 1, 1])],
      [int('hidden_size', 1), strings('activations', ['Snake'])],
      { opset: 14 },
    ),
    ArgumentError,
    'Snake',
  ],
  'weights of another cell': [
    refused('LSTM', [drawn([1, 1, 1]), drawn([1, 3, 1]), drawn([1, 3, 1])], [int('hidden_size', 1)], { opset: 14 }),
    ShapeError,
    '4 gates',
  ],
  'a type that nothing says': [
    refused('QuantizeLinear', [x, f32([], [0.5]), { type: 'int32', shape: [], data: [0] }], [], { outputs: ['int32'] }),
    ArgumentError,
    'int32',
  ],
  'a reduction that is none': [
    refused('NegativeLogLikelihoodLoss', [drawn([2, 3]), i64([2], [0, 1])], [string('reduction', 'median')]),
    ArgumentError,
    'median',
  ],
  'a tree that leads in a circle': [
    refused('TreeEnsembleRegressor', [drawn([2, 1])], tree(['BRANCH_LEQ', 'LEAF', 'LEAF'], [0, 0, 0]), forest),
    ArgumentError,
    'back to it',
  ],
  'a tree without a node': [
    refused('TreeEnsembleRegressor', [drawn([2, 1])], tree(leaves, [9, 0, 0]), forest),
    ArgumentError,
    'has no node 9',
  ],
  'a node of no mode': [
    refused('TreeEnsembleRegressor', [drawn([2, 1])], tree(['BRANCH_MEMBER', 'LEAF', 'LEAF'], [1, 0, 0]), forest),
    ArgumentError,
    'BRANCH_MEMBER',
  ],
  'targets without bounds': [
    refused('TreeEnsembleRegressor', [drawn([2, 1])], [...tree(leaves, [1, 0, 0]), int('n_targets', huge)], forest),
    ArgumentError,
    'maxElements',
  ],
  'labels that are texts': [
    refused(
      'LinearClassifier',
      [drawn([2, 1])],
      [floats('coefficients', [1, 2]), strings('classlabels_strings', ['cat', 'dog'])],
      { ...forest, outputs: ['int64', 'float32'] },
    ),
    ArgumentError,
    'texts',
  ],
  'a transform that has no formula here': [
    refused(
      'LinearRegressor',
      [drawn([2, 1])],
      [floats('coefficients', [1]), string('post_transform', 'PROBIT')],
      forest,
    ),
    ArgumentError,
    'PROBIT',
  ],
  'statistics of each place': [
    refused(
      'BatchNormalization',
      [x, ...[1, 2, 3, 4].map((seed) => drawn([2], seed, 0.25, 1))],
      [int('spatial', 0), float('epsilon', 0.1)],
      { opset: 7 },
    ),
    ArgumentError,
    'spatial',
  ],
}

describe('what layers refuse', () => {
  for (const [name, [one, kind, words]] of Object.entries(cases))
    it(`${one.operator}: ${name}`, () => {
      const run = (): unknown => runOurs(one)
      expect(run).toThrow(kind)
      expect(run).toThrow(words)
      expect(run).toThrow(`fromOnnx: ${one.operator}`)
    })
})
