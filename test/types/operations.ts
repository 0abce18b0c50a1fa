/** The public operations by their types alone, so that what a fixture costs to check is the types and nothing else. */
import type {
  Arange,
  AvgPooling,
  AxisOperation,
  BinaryCrossEntropyWithLogits,
  BinaryOperation,
  BroadcastArrays,
  BroadcastTo,
  Clip,
  Comparison,
  Concatenate,
  Cond,
  Conversion,
  Convolution,
  CosineSimilarity,
  CountReduction,
  CrossEntropy,
  Cumulative,
  CustomJvp,
  CustomVjp,
  Determinant,
  Diag,
  Diagonal,
  Diff,
  DynamicSlice,
  DynamicUpdateSlice,
  EigenSystem,
  EigenValues,
  Einsum,
  Elu,
  ExpandDims,
  Eye,
  Flatten,
  Flip,
  FloatBinaryOperation,
  FloatCumulative,
  FloatReduction,
  FloatUnaryOperation,
  Fourier,
  FromTypedArray,
  Full,
  Gather,
  GaussianNll,
  Gelu,
  Glu,
  Grad,
  Hessian,
  HessianDiagonal,
  Huber,
  Hvp,
  IndexAdd,
  IndexReduction,
  IndexSet,
  InverseRealFourier,
  Item,
  Iterate,
  Jit,
  Jvp,
  KlDivergence,
  LeakyRelu,
  Linearize,
  Linspace,
  Loss,
  MakeJacobian,
  MakeOfShape,
  MakeTensor,
  MatrixPower,
  MatrixProduct,
  MatrixRank,
  MaxPooling,
  Meshgrid,
  MoveAxis,
  NllLoss,
  Norm,
  OneHot,
  OrthogonalFactors,
  Overlap,
  Pad,
  PoissonNll,
  Predicate,
  Product,
  PseudoInverse,
  Quantile,
  Ravel,
  RealFourier,
  Reduction,
  Repeat,
  Reshape,
  Roll,
  Same,
  Scan,
  Scatter,
  ScatterAdd,
  SearchSorted,
  Select,
  Shrink,
  SignAndLogarithm,
  SingularFactors,
  SingularValues,
  Slice,
  SmoothL1,
  SoftmaxCrossEntropy,
  Softplus,
  Solve,
  Sorting,
  SparseJacobian,
  Split,
  SquareOperation,
  Squareplus,
  Squeeze,
  Stack,
  StopGradient,
  SwapAxes,
  Take,
  TakeAlongAxis,
  Tensordot,
  Tile,
  ToArray,
  TopK,
  Trace,
  Transpose,
  TransposedConvolution,
  Triangle,
  TriangularSolve,
  TripletMargin,
  TruthReduction,
  UnaryOperation,
  Unstack,
  ValueAndGrad,
  Variance,
  Vecdot,
  Vjp,
  Vmap,
  Where,
  WhileLoop,
} from '../../src/graph/signatures/index.js'
import type { DType } from '../../src/tensor/index.js'

export declare const neg: UnaryOperation
export declare const exp: FloatUnaryOperation
export declare const erf: FloatUnaryOperation
export declare const erfc: FloatUnaryOperation
export declare const exp2: FloatUnaryOperation
export declare const log2: FloatUnaryOperation
export declare const log10: FloatUnaryOperation
export declare const cbrt: FloatUnaryOperation
export declare const sigmoid: FloatUnaryOperation
export declare const square: UnaryOperation
export declare const logicalNot: UnaryOperation<'bool'>
export declare const leakyRelu: LeakyRelu
export declare const softplus: Softplus
export declare const elu: Elu
export declare const softShrink: Shrink
export declare const glu: Glu
export declare const gelu: Gelu
export declare const squareplus: Squareplus
export declare const relu6: UnaryOperation
export declare const prelu: FloatBinaryOperation
export declare const add: BinaryOperation
export declare const sub: BinaryOperation
export declare const mul: BinaryOperation
export declare const maximum: BinaryOperation
export declare const div: FloatBinaryOperation
export declare const asinh: FloatUnaryOperation
export declare const atan2: FloatBinaryOperation
export declare const atan: FloatUnaryOperation
export declare const acos: FloatUnaryOperation
export declare const asin: FloatUnaryOperation
export declare const tan: FloatUnaryOperation
export declare const cos: FloatUnaryOperation
export declare const sin: FloatUnaryOperation
export declare const hypot: FloatBinaryOperation
export declare const less: Comparison
export declare const equal: Comparison<DType>
export declare const where: Where
export declare const astype: Conversion
export declare const sum: Reduction<DType>
export declare const max: Reduction
export declare const mean: FloatReduction
export declare const logSumExp: FloatReduction
export declare const argmax: IndexReduction
export declare const softmax: AxisOperation
export declare const floor: UnaryOperation
export declare const round: UnaryOperation
export declare const remainder: BinaryOperation
export declare const floorDiv: BinaryOperation
export declare const bitwiseAnd: BinaryOperation<'int32'>
export declare const bitwiseNot: UnaryOperation<'int32'>
declare const whetherNaN: Predicate
declare const whetherFinite: Predicate

export { whetherFinite as isFinite, whetherNaN as isNaN }
export declare const isInf: Predicate
export declare const logicalXor: BinaryOperation<'bool'>
export declare const clip: Clip
export declare const logAddExp: FloatBinaryOperation
export declare const prod: Reduction<DType>
export declare const any: TruthReduction
export declare const all: TruthReduction
export declare const countNonzero: CountReduction
export declare const argmin: IndexReduction
export declare const std: Variance
export declare const variance: Variance
export declare const norm: Norm
export declare const cumsum: Cumulative<DType>
export declare const cumprod: Cumulative<DType>
export declare const cummax: Cumulative
export declare const cummin: Cumulative
export declare const logCumSumExp: FloatCumulative
export declare const diff: Diff
export declare const quantile: Quantile
export declare const median: FloatReduction
export declare const matmul: MatrixProduct
export declare const conv: Convolution<number>
export declare const conv1d: Convolution<1>
export declare const conv2d: Convolution<2>
export declare const convTranspose: TransposedConvolution<number>
export declare const convTranspose2d: TransposedConvolution<2>
export declare const maxPool: MaxPooling<number>
export declare const maxPool1d: MaxPooling<1>
export declare const maxPool2d: MaxPooling<2>
export declare const avgPool2d: AvgPooling<2>
export declare const dot: Product<'dot'>
export declare const inner: Product<'inner'>
export declare const outer: Product<'outer'>
export declare const kron: Product<'kron'>
export declare const tensordot: Tensordot
export declare const vecdot: Vecdot
export declare const einsum: Einsum
export declare const fft: Fourier
export declare const ifft: Fourier
export declare const fftn: Fourier<number | readonly number[]>
export declare const ifftn: Fourier<number | readonly number[]>
export declare const rfft: RealFourier
export declare const irfft: InverseRealFourier
export declare const convolve: Overlap<'convolve', 'full'>
export declare const correlate: Overlap<'correlate', 'valid'>
export declare const reshape: Reshape
export declare const transpose: Transpose
export declare const broadcastTo: BroadcastTo
export declare const expandDims: ExpandDims
export declare const squeeze: Squeeze
export declare const moveAxis: MoveAxis
export declare const swapAxes: SwapAxes
export declare const concatenate: Concatenate
export declare const stack: Stack
export declare const slice: Slice
export declare const pad: Pad
export declare const take: Take
export declare const takeAlongAxis: TakeAlongAxis
export declare const scatterAdd: ScatterAdd
export declare const broadcastArrays: BroadcastArrays
export declare const diag: Diag
export declare const diagonal: Diagonal
export declare const flatten: Flatten
export declare const meshgrid: Meshgrid
export declare const ravel: Ravel
export declare const repeat: Repeat
export declare const roll: Roll
export declare const split: Split
export declare const tile: Tile
export declare const trace: Trace
export declare const tril: Triangle
export declare const triu: Triangle
export declare const unstack: Unstack
export declare const sort: Sorting<'own'>
export declare const argsort: Sorting<'int32'>
export declare const topK: TopK
export declare const cholesky: SquareOperation
export declare const inverse: SquareOperation
export declare const det: Determinant
export declare const slogdet: SignAndLogarithm
export declare const matrixPower: MatrixPower
export declare const solve: Solve
export declare const triangularSolve: TriangularSolve
export declare const dynamicSlice: DynamicSlice
export declare const dynamicUpdateSlice: DynamicUpdateSlice
export declare const gather: Gather
export declare const indexAdd: IndexAdd
export declare const indexSet: IndexSet
export declare const scatter: Scatter
export declare const searchSorted: SearchSorted
export declare const select: Select
export declare const oneHot: OneHot
export declare const tensor: MakeTensor
export declare const zeros: MakeOfShape
export declare const full: Full
export declare const eye: Eye
export declare const arange: Arange
export declare const linspace: Linspace
export declare const fromTypedArray: FromTypedArray
export declare const toArray: ToArray
export declare const item: Item
export declare const mse: Loss
export declare const binaryCrossEntropyWithLogits: BinaryCrossEntropyWithLogits
export declare const crossEntropy: CrossEntropy
export declare const mae: Loss
export declare const huber: Huber
export declare const klDivergence: KlDivergence
export declare const poissonNll: PoissonNll
export declare const gaussianNll: GaussianNll
export declare const nllLoss: NllLoss
export declare const cosineSimilarity: CosineSimilarity
export declare const tripletMargin: TripletMargin
export declare const softmaxCrossEntropy: SoftmaxCrossEntropy
export declare const qr: OrthogonalFactors
export declare const svd: SingularFactors
export declare const svdvals: SingularValues
export declare const eigh: EigenSystem
export declare const eigvalsh: EigenValues
export declare const pinv: PseudoInverse
export declare const matrixRank: MatrixRank
export declare const grad: Grad
export declare const valueAndGrad: ValueAndGrad
export declare const vjp: Vjp
export declare const jvp: Jvp
export declare const linearize: Linearize
export declare const jacfwd: MakeJacobian
export declare const jacrev: MakeJacobian
export declare const sparseJacobian: SparseJacobian
export declare const hessian: Hessian
export declare const hessianDiagonal: HessianDiagonal
export declare const hvp: Hvp
export declare const vmap: Vmap
export declare const jit: Jit<{ readonly engine?: string }>
export declare const checkpoint: Same
export declare const stopGradient: StopGradient
export declare const customVjp: CustomVjp
export declare const customJvp: CustomJvp
export declare const scan: Scan
export declare const cond: Cond
export declare const whileLoop: WhileLoop
export declare const iterate: Iterate
export declare const acosh: FloatUnaryOperation
export declare const atanh: FloatUnaryOperation
export declare const cosh: FloatUnaryOperation
export declare const expm1: FloatUnaryOperation
export declare const hardSigmoid: FloatUnaryOperation
export declare const hardSwish: FloatUnaryOperation
export declare const hardTanh: FloatUnaryOperation
export declare const log: FloatUnaryOperation
export declare const log1p: FloatUnaryOperation
export declare const logSigmoid: FloatUnaryOperation
export declare const logit: FloatUnaryOperation
export declare const mish: FloatUnaryOperation
export declare const reciprocal: FloatUnaryOperation
export declare const rsqrt: FloatUnaryOperation
export declare const selu: FloatUnaryOperation
export declare const silu: FloatUnaryOperation
export declare const sinh: FloatUnaryOperation
export declare const softsign: FloatUnaryOperation
export declare const sqrt: FloatUnaryOperation
export declare const tanh: FloatUnaryOperation
export declare const tanhShrink: FloatUnaryOperation
export declare const abs: UnaryOperation
export declare const ceil: UnaryOperation
export declare const relu: UnaryOperation
export declare const sign: UnaryOperation
export declare const trunc: UnaryOperation
export declare const minimum: BinaryOperation
export declare const power: FloatBinaryOperation
export declare const bitwiseOr: BinaryOperation<'int32'>
export declare const bitwiseXor: BinaryOperation<'int32'>
export declare const shiftLeft: BinaryOperation<'int32'>
export declare const shiftRight: BinaryOperation<'int32'>
export declare const shiftRightLogical: BinaryOperation<'int32'>
export declare const logicalAnd: BinaryOperation<'bool'>
export declare const logicalOr: BinaryOperation<'bool'>
export declare const greater: Comparison
export declare const greaterEqual: Comparison
export declare const lessEqual: Comparison
export declare const notEqual: Comparison<DType>
export declare const celu: Elu
export declare const hardShrink: Shrink
export declare const binaryCrossEntropy: Loss
export declare const hinge: Loss
export declare const logCosh: Loss
export declare const smoothL1: SmoothL1
export declare const logSoftmax: AxisOperation
export declare const flip: Flip
export declare const min: Reduction
export declare const avgPool: AvgPooling<number>
export declare const avgPool1d: AvgPooling<1>
export declare const avgPool3d: AvgPooling<3>
export declare const maxPool3d: MaxPooling<3>
export declare const conv3d: Convolution<3>
export declare const convTranspose1d: TransposedConvolution<1>
export declare const convTranspose3d: TransposedConvolution<3>
