import { jit, stack, type Tensor, toArray, vmap } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { drawn, drawnWhole } from '../support/layers.js'
import { attribute, type Given, i32, i64, inputName, modelOf, type NodeCase, nodeModel } from '../support/models.js'
import { ours } from '../support/runtime.js'

const { int, ints, floats, string, strings } = attribute

const scalar = (value: number): Given => ({ type: 'float32', shape: [], data: [value] })
const byte = (value: number): Given => ({ type: 'uint8', shape: [], data: [value] })

/** One node of each family, those that loop or choose among them. */
const nodes: readonly NodeCase[] = [
  { operator: 'Conv', inputs: [drawn([1, 2, 5, 5]), drawn([3, 2, 3, 3], 2)], attributes: [ints('pads', [1, 1, 1, 1])] },
  {
    operator: 'ConvTranspose',
    inputs: [drawn([1, 2, 3, 3]), drawn([2, 2, 3, 3], 2)],
    attributes: [ints('output_shape', [6, 7]), ints('strides', [2, 2])],
  },
  {
    operator: 'MaxPool',
    inputs: [drawn([1, 2, 5, 5])],
    attributes: [ints('kernel_shape', [2, 2])],
    outputs: ['float32', 'int64'],
  },
  { operator: 'LayerNormalization', inputs: [drawn([2, 5]), drawn([5], 2)] },
  {
    operator: 'LSTM',
    opset: 14,
    inputs: [drawn([3, 2, 2]), drawn([2, 8, 2], 2), drawn([2, 8, 2], 3), undefined, i32([2], [3, 2])],
    attributes: [int('hidden_size', 2), string('direction', 'bidirectional')],
    outputs: ['float32', 'float32', 'float32'],
  },
  {
    operator: 'Resize',
    opset: 19,
    inputs: [drawn([1, 1, 3, 4]), undefined, { ...drawn([4]), data: [1, 1, 2, 1.5] }],
    constants: [2],
    attributes: [string('mode', 'cubic')],
  },
  {
    operator: 'GridSample',
    opset: 16,
    inputs: [drawn([1, 1, 3, 4]), drawn([1, 2, 2, 2], 2)],
    attributes: [string('padding_mode', 'reflection')],
  },
  {
    operator: 'Attention',
    opset: 23,
    inputs: [drawn([1, 2, 3, 2]), drawn([1, 1, 3, 2], 2), drawn([1, 1, 3, 2], 3)],
    attributes: [int('is_causal', 1)],
  },
  {
    operator: 'SoftmaxCrossEntropyLoss',
    inputs: [drawn([3, 4]), i64([3], [0, 3, 1])],
    attributes: [int('ignore_index', 3)],
  },
  {
    operator: 'QLinearMatMul',
    inputs: [
      drawnWhole('uint8', [2, 3]),
      scalar(0.5),
      byte(9),
      drawnWhole('uint8', [3, 2]),
      scalar(0.25),
      byte(7),
      scalar(64),
      byte(3),
    ],
    constants: [1, 2, 4, 5, 6, 7],
    outputs: ['uint8'],
  },
  { operator: 'STFT', opset: 17, inputs: [drawn([1, 12, 1]), i64([], [3]), drawn([6], 2)], constants: [1] },
  {
    operator: 'TreeEnsembleRegressor',
    domain: 'ai.onnx.ml',
    inputs: [drawn([5, 2])],
    attributes: [
      ints('nodes_treeids', [0, 0, 0, 0, 0]),
      ints('nodes_nodeids', [0, 1, 2, 3, 4]),
      ints('nodes_featureids', [0, 1, 0, 0, 0]),
      floats('nodes_values', [0.25, -0.25, 0, 0, 0]),
      strings('nodes_modes', ['BRANCH_LEQ', 'BRANCH_LT', 'LEAF', 'LEAF', 'LEAF']),
      ints('nodes_truenodeids', [1, 2, 0, 0, 0]),
      ints('nodes_falsenodeids', [4, 3, 0, 0, 0]),
      ints('target_treeids', [0, 0, 0]),
      ints('target_nodeids', [2, 3, 4]),
      ints('target_ids', [0, 0, 0]),
      floats('target_weights', [1, 2, 3]),
    ],
  },
]

type Values = Readonly<Record<string, Tensor>>

const applied = (one: NodeCase): ((fed: Values) => Values) => {
  const model = modelOf(nodeModel(one), { parameters: () => false })
  return (fed) => model.apply({}, fed)
}

const fedTo = (one: NodeCase): Values =>
  Object.fromEntries(
    one.inputs.flatMap((input, index) =>
      input === undefined || one.constants?.includes(index) ? [] : [[inputName(index), ours(input)] as const],
    ),
  )

const listed = (values: Values): unknown => Object.entries(values).map(([name, value]) => [name, toArray(value)])

describe('layers under transforms', () => {
  for (const one of nodes) {
    it(`${one.operator}: compiled it gives the same bits`, () => {
      const f = applied(one)
      expect(listed(jit(f as never as (fed: Values) => Values)(fedTo(one)))).toEqual(listed(f(fedTo(one))))
    })
    it(`${one.operator}: vmap is a loop`, () => {
      const f = applied(one)
      const twice = Object.fromEntries(
        Object.entries(fedTo(one)).map(([name, value]) => [name, stack([value, value] as never) as Tensor]),
      )
      const mapped = (vmap as (f: unknown) => (fed: Values) => Values)(f)(twice)
      expect(listed(mapped)).toEqual(
        Object.entries(f(fedTo(one))).map(([name, value]) => [name, [toArray(value), toArray(value)]]),
      )
    })
  }
})
