import type { OptionNames } from '../../tensor/index.js'
import type {
  AvgPoolOptions,
  AxisOption,
  BinaryCrossEntropyOptions,
  CheckpointOption,
  ClassOptions,
  ClipBounds,
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
  FourierOptions,
  GaussianNllOptions,
  GeluOptions,
  HuberOptions,
  KlDivergenceOptions,
  LeakyReluOptions,
  LossOptions,
  MaxPoolOptions,
  MeshgridOptions,
  NormOptions,
  OffsetOption,
  OverlapOptions,
  PadOptions,
  PoissonNllOptions,
  RankOptions,
  RealFourierOptions,
  ReductionOptions,
  ScanOptions,
  SearchSortedOptions,
  SelectOptions,
  ShrinkOptions,
  SmoothL1Options,
  SoftmaxCrossEntropyOptions,
  SoftplusOptions,
  SortOptions,
  SquareplusOptions,
  TensordotOptions,
  TriangleOptions,
  TripletMarginOptions,
  VarianceOptions,
  WhileOptions,
} from '../signatures/index.js'

// The names of the options of operations, by their types; each written out, so that bundlers leave out those that are not used.

export const dtypeNames: OptionNames<DTypeOption> = { dtype: true }

export const axisNames: OptionNames<AxisOption> = { axis: true }
export const reductionNames: OptionNames<ReductionOptions> = { axis: true, keepdims: true }
export const varianceNames: OptionNames<VarianceOptions> = { axis: true, keepdims: true, ddof: true }
export const normNames: OptionNames<NormOptions> = { axis: true, keepdims: true, ord: true }
export const cumulativeNames: OptionNames<CumulativeOptions> = { axis: true, reverse: true }
export const diffNames: OptionNames<DiffOptions> = { n: true, axis: true }
export const sortNames: OptionNames<SortOptions> = { axis: true, descending: true }
export const fourierNames: OptionNames<FourierOptions> = { axis: true, norm: true }
export const realFourierNames: OptionNames<RealFourierOptions> = { axis: true, norm: true, n: true }
export const cosineSimilarityNames: OptionNames<CosineSimilarityOptions> = { axis: true, eps: true }

export const diagonalNames: OptionNames<DiagonalOptions> = { offset: true, axis1: true, axis2: true }
export const flattenNames: OptionNames<FlattenOptions> = { startAxis: true, endAxis: true }
export const meshgridNames: OptionNames<MeshgridOptions> = { indexing: true }
export const offsetNames: OptionNames<OffsetOption> = { k: true }
export const padNames: OptionNames<PadOptions> = { mode: true, value: true }

export const clipNames: OptionNames<ClipBounds> = { min: true, max: true }
export const eluNames: OptionNames<EluOptions> = { alpha: true }
export const geluNames: OptionNames<GeluOptions> = { approximate: true }
export const leakyReluNames: OptionNames<LeakyReluOptions> = { negativeSlope: true }
export const shrinkNames: OptionNames<ShrinkOptions> = { lambda: true }
export const softplusNames: OptionNames<SoftplusOptions> = { beta: true }
export const squareplusNames: OptionNames<SquareplusOptions> = { b: true }

export const overlapNames: OptionNames<OverlapOptions> = { mode: true }
export const rankNames: OptionNames<RankOptions> = { rtol: true }
export const searchSortedNames: OptionNames<SearchSortedOptions> = { side: true }
export const selectNames: OptionNames<SelectOptions> = { otherwise: true }
export const tensordotNames: OptionNames<TensordotOptions> = { axes: true }
export const triangleNames: OptionNames<TriangleOptions> = { lower: true, unitDiagonal: true }

export const convolutionNames: OptionNames<ConvolutionOptions> = {
  stride: true,
  padding: true,
  dilation: true,
  groups: true,
  bias: true,
}
export const convTransposeNames: OptionNames<ConvTransposeOptions> = {
  stride: true,
  padding: true,
  dilation: true,
  groups: true,
  bias: true,
  outputPadding: true,
}
export const maxPoolNames: OptionNames<MaxPoolOptions> = {
  kernelSize: true,
  stride: true,
  padding: true,
  dilation: true,
  ceilMode: true,
}
export const avgPoolNames: OptionNames<AvgPoolOptions> = {
  kernelSize: true,
  stride: true,
  padding: true,
  dilation: true,
  ceilMode: true,
  countIncludePad: true,
}

export const lossNames: OptionNames<LossOptions> = { reduction: true }
export const binaryCrossEntropyNames: OptionNames<BinaryCrossEntropyOptions> = { reduction: true, positiveWeight: true }
export const huberNames: OptionNames<HuberOptions> = { reduction: true, delta: true }
export const smoothL1Names: OptionNames<SmoothL1Options> = { reduction: true, beta: true }
export const poissonNllNames: OptionNames<PoissonNllOptions> = { reduction: true, logInput: true }
export const klDivergenceNames: OptionNames<KlDivergenceOptions> = { reduction: true, logTarget: true }
export const gaussianNllNames: OptionNames<GaussianNllOptions> = { reduction: true, full: true }
export const tripletMarginNames: OptionNames<TripletMarginOptions> = { reduction: true, axis: true, margin: true }
export const crossEntropyNames: OptionNames<CrossEntropyOptions> = { reduction: true, axis: true }
export const classNames: OptionNames<ClassOptions> = {
  reduction: true,
  axis: true,
  classWeights: true,
  ignoreIndex: true,
}
export const softmaxCrossEntropyNames: OptionNames<SoftmaxCrossEntropyOptions> = {
  reduction: true,
  axis: true,
  classWeights: true,
  ignoreIndex: true,
  targets: true,
  labelSmoothing: true,
}

export const checkpointNames: OptionNames<CheckpointOption> = { checkpoint: true }
export const scanNames: OptionNames<ScanOptions> = { length: true, reverse: true, checkpoint: true }
export const whileNames: OptionNames<WhileOptions> = { maxSteps: true, checkpoint: true }
