/** The public operations: free functions that check their arguments, broadcast, and compose primitives. */
export type {
  AvgPoolOptions,
  AxisOption,
  BinaryCrossEntropyOptions,
  ClassOptions,
  ClipBounds,
  Complex,
  ComplexPair,
  ConvolutionOptions,
  ConvTransposeOptions,
  CosineSimilarityOptions,
  CrossEntropyOptions,
  CumulativeOptions,
  DiagonalOptions,
  DiffOptions,
  DTypeOption,
  EluOptions,
  FlattenOptions,
  FlipOptions,
  FourierNorm,
  FourierOptions,
  GaussianNllOptions,
  GeluOptions,
  HuberOptions,
  Indices,
  KlDivergenceOptions,
  LeakyReluOptions,
  LossOptions,
  LossReduction,
  MaxPoolOptions,
  MeshgridOptions,
  NormOptions,
  OffsetOption,
  OverlapOptions,
  PadMode,
  PadOptions,
  PoissonNllOptions,
  RankOptions,
  RealFourierOptions,
  ReductionOptions,
  RollOptions,
  ScanOptions,
  SearchSortedOptions,
  SelectOptions,
  ShrinkOptions,
  SmoothL1Options,
  SoftmaxCrossEntropyOptions,
  SoftplusOptions,
  SortOptions,
  SquareplusOptions,
  SqueezeOptions,
  Starts,
  TensordotOptions,
  TriangleOptions,
  TripletMarginOptions,
  VarianceOptions,
  WhileOptions,
} from '../signatures/index.js'
export * from './activations.js'
export * from './arithmetic.js'
export * from './binaryCrossEntropy.js'
export * from './bits.js'
export * from './clip.js'
export * from './comparison.js'
export * from './cond.js'
export * from './contraction.js'
export * from './conversion.js'
export * from './convolution.js'
export * from './crossEntropy.js'
export * from './cumulative.js'
export * from './diagonals.js'
export * from './division.js'
export * from './dynamic.js'
export * from './einsum.js'
export * from './elementary.js'
export * from './errorFunction.js'
export * from './factorizations.js'
export * from './fourier.js'
export * from './gates.js'
export * from './gathering.js'
export * from './graphValues.js'
export * from './grids.js'
export * from './hyperbolic.js'
export * from './indexing.js'
export * from './joining.js'
export * from './likelihoods.js'
export * from './linearAlgebra.js'
export * from './logarithms.js'
export * from './loops.js'
export * from './makeGraph.js'
export * from './making.js'
export * from './margins.js'
export * from './norms.js'
export * from './overlap.js'
export * from './padding.js'
export * from './parts.js'
export * from './pooling.js'
export * from './powers.js'
export * from './predicates.js'
export * from './products.js'
export * from './quantiles.js'
export * from './reading.js'
export * from './rearranging.js'
export * from './rectifiers.js'
export * from './reductions.js'
export * from './residuals.js'
export * from './rounding.js'
export * from './scattering.js'
export * from './select.js'
export * from './shaping.js'
export * from './sorting.js'
export * from './squashing.js'
export * from './transposedConvolution.js'
export * from './trigonometric.js'
export * from './windows.js'
