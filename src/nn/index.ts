/** The face of src/nn: models as pure functions. */
export { activation, type ShapePreserving } from './activation.js'
export { type AttentionOptions, scaledDotProductAttention } from './attention.js'
export { type BatchNorm, type BatchNormOptions, type BatchStatistics, batchNorm } from './batchNorm.js'
export { type AndThen, andThen, identity, named } from './compose.js'
export { type ConvLayer, type ConvLayerOptions, conv1d, conv2d, conv3d, type MakeConv } from './convolution.js'
export { type Dense, type DenseLayer, type DenseOptions, type DenseParams, dense } from './dense.js'
export { dropout } from './dropout.js'
export { each } from './each.js'
export { type Embedding, type EmbeddingOptions, type EmbeddingParams, embedding } from './embedding.js'
export { type Flattening, flatten } from './flatten.js'
export { type ChannelNorm, groupNorm } from './groupNorm.js'
export { gru } from './gru.js'
export { type GruParams, gruStep } from './gruStep.js'
export { type Fans, type Initializer, initializers } from './initializers.js'
export { instanceNorm } from './instanceNorm.js'
export type { Composed, FitMismatch, KindOf, ModelOf, NamesMismatch } from './kinds.js'
export { type LambdaOptions, lambda } from './lambda.js'
export { type LayerNorm, layerNorm } from './layerNorm.js'
export { type Lstm, lstm } from './lstm.js'
export { type LstmParams, type LstmState, lstmStep } from './lstmStep.js'
export * from './metrics/index.js'
export type {
  AnyModel,
  Batches,
  Branches,
  Identity,
  Layer,
  Model,
  NoParams,
  ParamsOf,
  Part,
  Pointwise,
} from './model.js'
export {
  type Attended,
  type CrossAttention,
  type CrossAttentionOptions,
  type MultiHeadAttention,
  type MultiHeadAttentionOptions,
  type MultiHeadAttentionParams,
  multiHeadAttention,
} from './multiHeadAttention.js'
export { type Parallel, type ParamsOfNamed, parallel } from './parallel.js'
export { type Parametric, parametric } from './parametric.js'
export {
  type AvgPoolLayerOptions,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  type MakePool,
  type MaxPoolLayerOptions,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  type PoolLayer,
} from './pooling.js'
export {
  type LearnedPositionsOptions,
  type LearnedPositionsParams,
  learnedPositions,
  type Positions,
  type SinusoidalOptions,
  sinusoidalEncoding,
  sinusoidalPositions,
} from './positions.js'
export type { Recurrent, RecurrentOptions } from './recurrent.js'
export { residual } from './residual.js'
export { type RmsNorm, type RmsNormParams, rmsNorm } from './rmsNorm.js'
export { rnn } from './rnn.js'
export { type RnnOptions, type RnnParams, rnnStep } from './rnnStep.js'
export { type RotaryOptions, rotary } from './rotary.js'
export { sequential } from './sequential.js'
export type { KernelOptions, KernelParams, PerAxis } from './spatial.js'
export type { NormalizationOptions, ScaleAndShift } from './standardize.js'
export type { Stateful, StateOf } from './stateful.js'
export { type Parameter, Summary, type SummaryRow, summary } from './summary.js'
export {
  type ConvTransposeLayer,
  type ConvTransposeLayerOptions,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  type MakeConvTranspose,
} from './transposedConvolution.js'
