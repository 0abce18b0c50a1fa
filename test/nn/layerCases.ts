import { astype, type FloatDType, type Tensor, tensor } from 'cotangent'
import {
  type AnyModel,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  batchNorm,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  embedding,
  groupNorm,
  gru,
  instanceNorm,
  layerNorm,
  learnedPositions,
  lstm,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  multiHeadAttention,
  rmsNorm,
  rnn,
  sinusoidalPositions,
} from 'cotangent/nn'
import { seed, standardNormal } from 'cotangent/random'

/** A tree of tensors. */
export type Params = Readonly<Record<string, unknown>>

/** A layer in one dtype, with its types forgotten, and what it may be applied to. */
export interface LayerCase {
  readonly name: string
  readonly layer: {
    readonly init: (state: ReturnType<typeof seed>) => [Params, ReturnType<typeof seed>]
    readonly apply: (params: Params) => (x: Tensor) => Tensor
    readonly parts: AnyModel['parts']
  }
  /** A batch; other seeds give other ones. */
  readonly input: (seed: number) => Tensor
}

type Layers = Readonly<Record<string, readonly [layer: AnyModel, shape: readonly number[]]>>

/** A layer of one result. */
const trained = ({ apply, ...model }: ReturnType<typeof batchNorm>, state: object) => ({
  ...model,
  apply: (params: never) => (x: never) => (apply as AnyModel['apply'])(params)({ x, state } as never),
})

const floats = (dtype: FloatDType): Layers => {
  const norm = batchNorm([2, 3], { dtype })
  const training = trained(norm as never, norm.initial)
  const y = (params: never) => (x: never) => (training.apply(params)(x) as { readonly y: Tensor }).y
  const used = { mean: tensor([0.5, -0.25], { dtype }), variance: tensor([2, 0.5], { dtype }) }
  return {
    conv1d: [conv1d([2, 5], 3, 2, { stride: 2, padding: 1, dtype }), [2, 2, 5]],
    conv2d: [conv2d([2, 3, 4], 2, [2, 3], { padding: 'same', dtype }), [2, 2, 3, 4]],
    'conv2d of groups': [conv2d(4, 2, 2, { groups: 2, dtype }), [2, 4, 2, 3]],
    conv3d: [conv3d([1, 2, 3, 2], 2, 2, { dtype }), [1, 1, 2, 3, 2]],
    convTranspose1d: [convTranspose1d([2, 3], 2, 3, { stride: 2, outputPadding: 1, dtype }), [2, 2, 3]],
    convTranspose2d: [convTranspose2d([2, 2, 3], 4, [2, 3], { groups: 2, padding: 1, dtype }), [2, 2, 2, 3]],
    convTranspose3d: [convTranspose3d(1, 1, [2, 1, 2], { dtype }), [1, 1, 2, 2, 1]],
    maxPool1d: [maxPool1d([2, 5], 2, { padding: 1, dtype }), [2, 2, 5]],
    maxPool2d: [maxPool2d(2, 2, { stride: 1, dtype }), [2, 2, 3, 4]],
    maxPool3d: [maxPool3d(1, [2, 1, 2], { dtype }), [1, 1, 2, 2, 3]],
    avgPool1d: [avgPool1d([2, 5], 2, { padding: 1, countIncludePad: false, dtype }), [2, 2, 5]],
    avgPool2d: [avgPool2d([2, 3, 4], [2, 3], { stride: 1, dtype }), [2, 2, 3, 4]],
    avgPool3d: [avgPool3d(1, 2, { ceilMode: true, dtype }), [1, 1, 2, 3, 2]],
    layerNorm: [layerNorm(3, { dtype }), [2, 3]],
    'layerNorm of two axes': [layerNorm([2, 3], { dtype }), [2, 2, 3]],
    rmsNorm: [rmsNorm(3, { dtype }), [2, 3]],
    groupNorm: [groupNorm(2, [4, 2], { dtype }), [2, 4, 2]],
    instanceNorm: [instanceNorm([2, 3], { dtype }), [2, 2, 3]],
    'batchNorm in training': [{ ...training, apply: y as AnyModel['apply'] }, [2, 2, 3]],
    'batchNorm of given statistics': [norm.inference(used), [2, 2, 3]],
    rnn: [rnn(2, 3, { dtype }), [2, 3, 2]],
    gru: [gru(2, 2, { reverse: true, dtype }), [2, 3, 2]],
    lstm: [lstm(2, 2, { dtype }), [2, 3, 2]],
    multiHeadAttention: [multiHeadAttention(4, { heads: 2, dtype }), [2, 3, 4]],
    'multiHeadAttention, causal and rotary': [
      multiHeadAttention(4, { heads: 1, causal: true, rotary: true, dtype }),
      [1, 3, 4],
    ],
    sinusoidalPositions: [sinusoidalPositions(4, { dtype }), [2, 3, 4]],
    learnedPositions: [learnedPositions(5, 2, { dtype }), [2, 3, 2]],
  }
}

/** Normal numbers of a shape and dtype. */
export const drawnOf = (shape: readonly number[], from: number, dtype: FloatDType = 'float64'): Tensor =>
  astype(standardNormal(shape)(seed(from))[0] as Tensor, dtype) as Tensor

/** All layers, each in one or more of its forms. */
export const layerCases = (dtype: FloatDType): readonly LayerCase[] => [
  ...Object.entries(floats(dtype)).map(([name, [layer, shape]]) => ({
    name,
    layer: layer as unknown as LayerCase['layer'],
    input: (from: number) => drawnOf(shape, from, dtype),
  })),
  {
    name: 'embedding',
    layer: embedding(5, 2, { dtype }) as unknown as LayerCase['layer'],
    input: (from) => tensor([[from % 5, 0, 3]], { dtype: 'int32' }) as Tensor,
  },
]

/** The parameters of a case, with what starts as 0 or 1 moved away from there. */
export const paramsOf = ({ layer }: LayerCase, from: number): Params => layer.init(seed(from))[0]
