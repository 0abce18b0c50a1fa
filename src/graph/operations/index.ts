/** The public operations: free functions that check their arguments, broadcast, and compose primitives. */
export type {
  AvgPoolOptions,
  AxisOption,
  BinaryCrossEntropyOptions,
  ClipBounds,
  ConvolutionOptions,
  ConvTransposeOptions,
  CrossEntropyOptions,
  DiagonalOptions,
  DTypeOption,
  EluOptions,
  FlattenOptions,
  FlipOptions,
  Indices,
  LeakyReluOptions,
  LossOptions,
  LossReduction,
  MaxPoolOptions,
  MeshgridOptions,
  OffsetOption,
  PadMode,
  PadOptions,
  ReductionOptions,
  RollOptions,
  ScanOptions,
  ShrinkOptions,
  SoftmaxCrossEntropyOptions,
  SoftplusOptions,
  SortOptions,
  SqueezeOptions,
  TriangleOptions,
  WhileOptions,
} from '../signatures/index.js'
export * from './activations.js'
export * from './arithmetic.js'
export * from './bits.js'
export * from './clip.js'
export * from './comparison.js'
export * from './cond.js'
export * from './contraction.js'
export * from './conversion.js'
export * from './convolution.js'
export * from './crossEntropy.js'
export * from './diagonals.js'
export * from './division.js'
export * from './elementary.js'
export * from './gates.js'
export * from './grids.js'
export * from './hyperbolic.js'
export * from './indexing.js'
export * from './joining.js'
export * from './linearAlgebra.js'
export * from './logarithms.js'
export * from './loops.js'
export * from './losses.js'
export * from './makeGraph.js'
export * from './making.js'
export * from './padding.js'
export * from './parts.js'
export * from './pooling.js'
export * from './predicates.js'
export * from './reading.js'
export * from './rearranging.js'
export * from './rectifiers.js'
export * from './reductions.js'
export * from './rounding.js'
export * from './shaping.js'
export * from './sorting.js'
export * from './squashing.js'
export * from './transposedConvolution.js'
export * from './windows.js'
