import { toArray } from 'cotangent'
import { describe, expect, it } from 'vitest'
import type { AttributeProto } from '../../../../src/engine/onnx/index.js'
import { drawn, expectDerivative, expectLayer, type LayerCase, sumsOf } from '../support/layers.js'
import { attribute, bool, type Given, i32, i64 } from '../support/models.js'
import { runOurs, type Tolerance } from '../support/runtime.js'

const { int, float, ints } = attribute

/**
 * Scores sum 4 products of size at most 1; exp carries what they are off by, 4 u, to the weights, beside 2 units of its
 * own; a mean of at most 8 values by such weights is off by 8 u and twice that.
 */
const attended: Tolerance = { ulps: 4 + 2 * (4 + 2) + 8, scale: 1 }

const heads4 = (q: number, k: number, steps: number, keys: number): readonly Given[] => [
  drawn([2, q, steps, 4]),
  drawn([2, k, keys, 4], 2),
  drawn([2, k, keys, 4], 3),
]
const flat = (q: number, k: number, steps: number, keys: number): readonly Given[] => [
  drawn([2, steps, q * 4]),
  drawn([2, keys, k * 4], 2),
  drawn([2, keys, k * 4], 3),
]

const attention = (
  inputs: readonly (Given | undefined)[],
  attributes: readonly AttributeProto[] = [],
  outputs: LayerCase['outputs'] = ['float32'],
  opset = 23,
): LayerCase => ({ operator: 'Attention', opset, inputs, attributes, outputs, tolerance: attended })

const counts = [int('q_num_heads', 2), int('kv_num_heads', 2)]
const all: LayerCase['outputs'] = ['float32', 'float32', 'float32', 'float32']
const mask = bool([3, 5], [1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 1, 1])
const past = [drawn([2, 2, 2, 4], 5), drawn([2, 2, 2, 4], 6)]

const attentions: readonly LayerCase[] = [
  attention(heads4(2, 2, 3, 5)),
  attention(flat(2, 2, 3, 5), counts),
  attention(heads4(4, 2, 3, 5)),
  attention(heads4(2, 2, 3, 5), [float('scale', 0.25), float('softcap', 0.5)]),
  attention([...heads4(2, 2, 3, 5), mask]),
  attention([...heads4(2, 2, 3, 5), drawn([2, 1, 3, 5], 4)]),
  attention(heads4(2, 2, 4, 4), [int('is_causal', 1)]),
  attention([...heads4(2, 2, 3, 3), undefined, ...past], [int('is_causal', 1)], all),
  attention([...flat(2, 2, 3, 3), drawn([3, 5], 4), ...past], counts, all),
  attention([...heads4(2, 2, 3, 5), mask], [int('qk_matmul_output_mode', 1)], all),
  attention([...heads4(2, 2, 3, 5), drawn([3, 5], 4)], [int('qk_matmul_output_mode', 2), float('softcap', 0.5)], all),
  attention(heads4(2, 2, 3, 5), [int('qk_matmul_output_mode', 3)], all),
  attention([...heads4(2, 2, 3, 5), undefined, undefined, undefined, i64([2], [4, 5])], [], ['float32'], 24),
  attention(
    [...heads4(2, 2, 3, 5), undefined, undefined, undefined, i64([2], [4, 5])],
    [int('is_causal', 1)],
    ['float32'],
    24,
  ),
]

const angles = [drawn([2, 3, 2], 8), drawn([2, 3, 2], 9)]
const cache = [drawn([6, 2], 8), drawn([6, 2], 9)]
const places = i64([2, 3], [0, 1, 2, 3, 4, 5])

const rotations: readonly LayerCase[] = [
  { operator: 'RotaryEmbedding', opset: 23, inputs: [drawn([2, 2, 3, 4]), ...angles], tolerance: sumsOf(2) },
  {
    operator: 'RotaryEmbedding',
    opset: 23,
    inputs: [drawn([2, 2, 3, 4]), ...cache, places],
    attributes: [int('interleaved', 1)],
    tolerance: sumsOf(2),
  },
  {
    operator: 'RotaryEmbedding',
    opset: 23,
    inputs: [drawn([2, 3, 8]), ...angles],
    attributes: [int('num_heads', 2)],
    tolerance: sumsOf(2),
  },
  {
    operator: 'RotaryEmbedding',
    opset: 23,
    inputs: [drawn([2, 2, 3, 6]), ...cache, places],
    attributes: [int('rotary_embedding_dim', 4), int('num_heads', 2)],
    tolerance: sumsOf(2),
  },
]

const text = (operator: string, inputs: LayerCase['inputs'], rest: Partial<LayerCase> = {}): LayerCase => ({
  operator,
  domain: 'com.microsoft',
  opset: 17,
  inputs,
  tolerance: attended,
  ...rest,
})

/**
 * A sum of 6 numbers of size up to 3, normalised: as for layers of 4 numbers, (4 (n + 3) + 2 (n + 1) + 4) u with the
 * size of what is normalised, up to 3, over a spread of at least 1/4.
 */
const summed: Tolerance = { ulps: 48, scale: 12 }

const x = drawn([2, 3, 4])
const plain = [drawn([4], 3), drawn([4], 4)]

const texts: readonly LayerCase[] = [
  text('FusedMatMul', [drawn([2, 4, 3]), drawn([2, 5, 4], 2)], {
    attributes: [int('transA', 1), int('transB', 1), float('alpha', 0.5)],
  }),
  text('FusedMatMul', [drawn([3, 2, 4]), drawn([2, 4, 3], 2)], { attributes: [int('transBatchA', 1)] }),
  text('Gelu', [x]),
  text('BiasGelu', [x, drawn([4], 2)]),
  text('FastGelu', [x]),
  text('FastGelu', [x, drawn([4], 2)]),
  text('QuickGelu', [x], { attributes: [float('alpha', 1.25)] }),
  text('SkipLayerNormalization', [x, drawn([2, 3, 4], 2), ...plain], { tolerance: summed }),
  text('SkipLayerNormalization', [x, drawn([2, 3, 4], 2), ...plain, drawn([4], 5)], {
    attributes: [float('epsilon', 1e-5)],
    outputs: ['float32', undefined, undefined, 'float32'],
    tolerance: summed,
  }),
  text('SkipSimplifiedLayerNormalization', [x, drawn([2, 3, 4], 2), plain[0], drawn([4], 5)], {
    attributes: [float('epsilon', 1e-5)],
    outputs: ['float32', undefined, undefined, 'float32'],
    tolerance: summed,
  }),
  text(
    'EmbedLayerNormalization',
    [
      i32([2, 3], [4, 0, 2, 1, 3, 3]),
      i32([2, 3], [0, 1, 1, 0, 0, 1]),
      drawn([5, 4], 2),
      drawn([6, 4], 3),
      drawn([2, 4], 4),
      drawn([4], 5),
      drawn([4], 6),
      i32([2, 3], [1, 1, 0, 1, 1, 1]),
    ],
    { attributes: [float('epsilon', 1e-5)], outputs: ['float32', 'int32'], tolerance: summed },
  ),
  text('Attention', [x, drawn([4, 12], 2), drawn([12], 3)], { attributes: [int('num_heads', 2)] }),
  text('Attention', [x, drawn([4, 12], 2), drawn([12], 3), i32([2, 3], [1, 1, 0, 1, 1, 1])], {
    attributes: [int('num_heads', 2), int('unidirectional', 1)],
  }),
  text('Attention', [x, drawn([4, 12], 2), drawn([12], 3), i32([2], [2, 3])], { attributes: [int('num_heads', 2)] }),
  text('Attention', [x, drawn([4, 12], 2), drawn([12], 3), undefined, drawn([2, 2, 2, 2, 2], 4)], {
    attributes: [int('num_heads', 2), int('unidirectional', 1)],
    outputs: ['float32', 'float32'],
  }),
  text('Attention', [x, drawn([4, 10], 2), drawn([10], 3)], {
    attributes: [int('num_heads', 2), ints('qkv_hidden_sizes', [4, 4, 2])],
  }),
  text('MultiHeadAttention', [x, drawn([2, 5, 4], 2), drawn([2, 5, 4], 3)], { attributes: [int('num_heads', 2)] }),
  text(
    'MultiHeadAttention',
    [x, drawn([2, 5, 4], 2), drawn([2, 5, 4], 3), drawn([12], 4), undefined, drawn([1, 2, 3, 5], 5)],
    {
      attributes: [int('num_heads', 2), float('scale', 0.25)],
    },
  ),
  text(
    'MultiHeadAttention',
    [x, drawn([2, 5, 4], 2), drawn([2, 5, 4], 3), undefined, i32([2, 5], [1, 1, 1, 1, 0, 1, 1, 1, 0, 0])],
    {
      attributes: [int('num_heads', 2)],
    },
  ),
  text('RotaryEmbedding', [drawn([2, 2, 3, 4]), places, ...cache]),
  text('RotaryEmbedding', [drawn([2, 3, 8]), i64([1], [2]), ...cache], { attributes: [int('interleaved', 1)] }),
]

describe('attention as ONNX Runtime has it', () => {
  for (const [index, one] of attentions.entries()) it(`${one.operator}, case ${index}`, () => expectLayer(one))
  for (const [index, one] of rotations.entries()) it(`${one.operator}, case ${index}`, () => expectLayer(one))
})

describe('operators of text models as ONNX Runtime has them', () => {
  for (const [index, one] of texts.entries()) it(`${one.operator}, case ${index}`, () => expectLayer(one))
})

describe('derivatives of attention', () => {
  for (const index of [2, 3, 5, 6]) it(`Attention, case ${index}`, () => expectDerivative(attentions[index]))
  it('RotaryEmbedding', () => expectDerivative(rotations[3]))
  for (const index of [3, 4, 7, 12, 17])
    it(`${texts[index].operator}, case ${index}`, () => expectDerivative(texts[index]))
})

describe('a mask that is shorter than the keys', () => {
  it('hides those behind it, which ONNX Runtime does not take', () => {
    const short = attention([...heads4(2, 2, 2, 3), bool([2, 2], [1, 0, 1, 1])], [], ['float32'], 24)
    const long = attention([...heads4(2, 2, 2, 3), bool([2, 3], [1, 0, 0, 1, 1, 0])], [], ['float32'], 24)
    expect(toArray(runOurs(short).y0)).toEqual(toArray(runOurs(long).y0))
  })
})
