import * as cotangent from '../../src/index.js'
import type { Shape, Tensor } from '../../src/tensor/index.js'

/** The static settings of an instruction: data that prints. */
export type Attributes = Readonly<Record<string, unknown>>

/** What an instruction does. */
export type Operation = (operands: readonly Tensor[], attributes: never) => Tensor

type Untyped = (...args: readonly unknown[]) => Tensor

/** The public operations with their types forgotten: programs are well typed because they are made so. */
const operation = cotangent as unknown as Readonly<Record<string, Untyped>>

/** Operations by their names, all made in one way. */
const each = <N extends string>(make: (name: N) => Operation, ...names: readonly N[]): Readonly<Record<N, Operation>> =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<N, Operation>

/** A public operation on as many tensors as there are, its attributes being its options. */
const on =
  (name: string): Operation =>
  (operands, attributes: Attributes) =>
    operation[name](...operands, attributes)

/** A public operation on a list of tensors. */
const onList =
  (name: string): Operation =>
  (operands, attributes: Attributes) =>
    operation[name](operands, attributes)

/** A public operation on one tensor, whose attributes follow it one by one. */
const withSettings =
  (name: string, ...keys: readonly string[]): Operation =>
  ([x], attributes: Attributes) =>
    operation[name](x, ...keys.map((key) => attributes[key]))

/** A public operation on one tensor with one setting that follows it, and options. */
const withSetting =
  (name: string, key: string): Operation =>
  ([x], attributes: Attributes) => {
    const { [key]: setting, ...options } = attributes
    return operation[name](x, setting, options)
  }

const { add, div, exp, maximum, minimum, mul, sigmoid, square, stopGradient, sub, tanh } = operation

/** tanh with its derivative given in forward mode. */
const customTanh = cotangent.customJvp(
  ((x: Tensor) => tanh(x)) as never,
  (([x]: readonly Tensor[], [dx]: readonly Tensor[]) => mul(dx, sub(1, square(tanh(x))))) as never,
) as unknown as Untyped

/** exp(-x^2) with its derivative given in reverse mode. */
const bell = (x: Tensor): Tensor => exp(mul(-1, square(x)))
const customBell = cotangent.customVjp(
  bell as never,
  ((x: Tensor) => [bell(x), [x, bell(x)]]) as never,
  (([x, y]: readonly Tensor[], cotangent: Tensor) => [mul(cotangent, mul(mul(-2, x), y))]) as never,
) as unknown as Untyped

/** Which of several results an instruction has. */
interface Which extends Attributes {
  readonly which: number
}

const oneOf = (results: unknown, which: number): Tensor => [results as Tensor | readonly Tensor[]].flat()[which]

/** A public operation on a pair of tensors, of whose results one is taken. */
const ofPair =
  (name: string): Operation =>
  (operands, { which, ...options }: Which) =>
    oneOf(operation[name](operands, options), which)

/** One start for every axis. */
const startsLike = (sizes: Shape, start: Tensor): readonly Tensor[] => sizes.map(() => start)

/** x + (n + 1) I: where no number of the matrices x is larger than 1, far from singular. */
const regular = (x: Tensor): Tensor => {
  const size = x.shape[x.shape.length - 1]
  return add(x, mul(size + 1, operation.eye(size, { dtype: x.dtype })))
}

/** x with a diagonal of steps larger than rows: where no number of x is larger than 1, the spectrum is apart and not 0. */
const spread = (x: Tensor): Tensor => {
  const size = x.shape[x.shape.length - 1]
  const { arange, eye, reshape } = operation
  const steps = mul(add(arange(size, { dtype: x.dtype }), 1), 4 * (size + 1))
  return add(x, mul(eye(size, { dtype: x.dtype }), reshape(steps, [size, 1])))
}

/** One of several factors of such matrices. */
const factorOf =
  (name: string): Operation =>
  ([x], { which }: Which) =>
    oneOf(operation[name](spread(x)), which)

/** The sum of the determinants of several matrices. */
const volume = (x: Tensor): Tensor => operation.sum(operation.det(x))

const slope = (x: Tensor): Tensor => (operation.grad(volume) as unknown as Untyped)(x)

/** The second slope along a direction. */
const bend = (x: Tensor, along: Tensor): Tensor => oneOf(operation.hvp(volume, [x], [along]), 0)

/** Every operation that instructions without bodies name. */
export const operations = {
  // Element by element.
  ...each(on, 'abs', 'acos', 'acosh', 'add', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'bitwiseAnd', 'bitwiseNot'),
  ...each(on, 'bitwiseOr', 'bitwiseXor', 'cbrt', 'ceil', 'clip', 'cos', 'cosh', 'div', 'equal', 'erf', 'erfc', 'exp'),
  ...each(on, 'exp2', 'expm1', 'floor', 'floorDiv', 'greater', 'greaterEqual', 'hypot', 'isFinite', 'isInf', 'isNaN'),
  ...each(on, 'less', 'lessEqual', 'log', 'log10', 'log1p', 'log2', 'logAddExp', 'logicalAnd', 'logicalNot'),
  ...each(on, 'logicalOr', 'logicalXor', 'maximum', 'minimum', 'mul', 'neg', 'notEqual', 'power', 'reciprocal'),
  ...each(on, 'remainder', 'round', 'rsqrt', 'shiftLeft', 'shiftRight', 'shiftRightLogical', 'sign', 'sin', 'sinh'),
  ...each(on, 'sqrt', 'square', 'sub', 'tan', 'tanh', 'trunc', 'where'),
  astype: withSettings('astype', 'dtype'),

  // Activations and losses.
  ...each(on, 'celu', 'elu', 'gelu', 'glu', 'hardShrink', 'hardSigmoid', 'hardSwish', 'hardTanh', 'leakyRelu'),
  ...each(on, 'logSigmoid', 'logSoftmax', 'logit', 'mish', 'prelu', 'relu', 'relu6', 'selu', 'sigmoid', 'silu'),
  ...each(on, 'softShrink', 'softmax', 'softplus', 'softsign', 'squareplus', 'tanhShrink'),
  ...each(on, 'binaryCrossEntropy', 'binaryCrossEntropyWithLogits', 'cosineSimilarity', 'crossEntropy', 'gaussianNll'),
  ...each(on, 'hinge', 'huber', 'klDivergence', 'logCosh', 'mae', 'mse', 'nllLoss', 'poissonNll', 'smoothL1'),
  ...each(on, 'softmaxCrossEntropy', 'tripletMargin'),

  // Reductions, products, and what goes along an axis.
  ...each(on, 'all', 'any', 'argmax', 'argmin', 'countNonzero', 'logSumExp', 'max', 'mean', 'min', 'norm', 'prod'),
  ...each(on, 'cummax', 'cummin', 'cumprod', 'cumsum', 'diff', 'logCumSumExp', 'std', 'sum', 'variance'),
  ...each(on, 'dot', 'inner', 'kron', 'matmul', 'outer', 'tensordot', 'vecdot'),
  einsum: (operands, { subscripts }: { readonly subscripts: string }) => operation.einsum(subscripts, ...operands),
  ...each(on, 'argsort', 'median', 'sort'),
  quantile: withSetting('quantile', 'q'),
  topK: ([x], { k, which, ...options }: Which & { readonly k: number }) => oneOf(operation.topK(x, k, options), which),

  // Shapes, orders, joins and choices.
  ...each(on, 'diag', 'diagonal', 'flatten', 'flip', 'indexAdd', 'indexSet', 'ravel', 'scatter', 'scatterAdd'),
  ...each(on, 'squeeze', 'take', 'takeAlongAxis', 'trace', 'tril', 'triu'),
  ...each(onList, 'concatenate', 'stack'),
  broadcastArrays: (operands, { which }: Which) => oneOf(operation.broadcastArrays(operands), which),
  broadcastTo: withSettings('broadcastTo', 'shape'),
  /** A part that begins everywhere at the same computed place. */
  dynamicSlice: ([x, start], { sizes }: { readonly sizes: Shape }) =>
    operation.dynamicSlice(x, startsLike(sizes, start), sizes),
  dynamicUpdateSlice: ([x, part, start]) => operation.dynamicUpdateSlice(x, part, startsLike(x.shape, start)),
  expandDims: withSettings('expandDims', 'axis'),
  /** Slices of the first axis by coordinates of one number. */
  gather: ([x, places]) => operation.gather(x, operation.expandDims(places, -1)),
  meshgrid: (operands, { which, ...options }: Which) =>
    oneOf(
      operation.meshgrid(
        operands.map((each) => operation.ravel(each)),
        options,
      ),
      which,
    ),
  moveAxis: withSettings('moveAxis', 'source', 'destination'),
  oneHot: withSetting('oneHot', 'depth'),
  pad: withSetting('pad', 'widths'),
  repeat: withSetting('repeat', 'repeats'),
  reshape: withSettings('reshape', 'shape'),
  roll: withSetting('roll', 'shift'),
  searchSorted: ([x, values], attributes: Attributes) =>
    operation.searchSorted(operation.sort(operation.ravel(x)), values, attributes),
  select: ([condition, x, otherwise]) => operation.select([condition], [x], { otherwise }),
  slice: withSettings('slice', 'ranges'),
  split: ([x], { at, axis, which }: Which & { readonly at: number; readonly axis: number }) =>
    oneOf(operation.split(x, [at], { axis }), which),
  swapAxes: withSettings('swapAxes', 'one', 'other'),
  tile: withSettings('tile', 'reps'),
  transpose: withSettings('transpose', 'axes'),
  unstack: ([x], { which, ...options }: Which) => oneOf(operation.unstack(x, options), which),

  // Fourier transforms.
  ...each(ofPair, 'fft', 'fftn', 'ifft', 'ifftn', 'irfft'),
  rfft: ([x], { which, ...options }: Which) => oneOf(operation.rfft(x, options), which),

  // Windows.
  ...each(on, 'avgPool', 'conv', 'convTranspose', 'convolve', 'correlate', 'maxPool'),

  // Linear algebra, on matrices far from singular.
  determinant: ([x]) => operation.det(regular(x)),
  determinantBend: ([x]) => bend(regular(x), x),
  determinantSlope: ([x]) => slope(regular(x)),
  eighOfSpread: factorOf('eigh'),
  eigvalshOfSpread: factorOf('eigvalsh'),
  pinvOfSpread: factorOf('pinv'),
  qrOfSpread: factorOf('qr'),
  rankOfSpread: factorOf('matrixRank'),
  svdOfSpread: factorOf('svd'),
  svdvalsOfSpread: factorOf('svdvals'),
  factorOfDefinite: ([x]) => operation.cholesky(regular(x)),
  inverseOfRegular: ([x]) => operation.inverse(regular(x)),
  logarithmOfDeterminant: ([x]) => oneOf(operation.slogdet(regular(x)), 1),
  matrixPower: withSettings('matrixPower', 'exponent'),
  solveRegular: ([a, b]) => operation.solve(regular(a), b),
  solveTriangle: ([a, b], triangle) => operation.triangularSolve(regular(a), b, triangle),

  // Programs' own.
  /** exp(-x^2), with a rule of its own. */
  bell: ([x]) => customBell(x),
  /** Into an interval of whole numbers. */
  clamp: ([x], { low, high }: { readonly low: number; readonly high: number }) => minimum(maximum(x, low), high),
  /** x + stopGradient(x): half of what it computes has no derivative. */
  halfStopped: ([x]) => add(x, stopGradient(x)),
  /** A constant. */
  literal: (_, { shape, value, dtype }: { readonly shape: Shape; readonly value: number; readonly dtype: string }) =>
    operation.full(shape, value, { dtype }),
  /** To numbers between two bounds, smoothly. */
  raise: ([x], { low, high }: { readonly low: number; readonly high: number }) => add(mul(sigmoid(x), high - low), low),
  /** To numbers from -2 to 2, smoothly. */
  tame: ([x], { scale }: { readonly scale: number }) => mul(tanh(div(x, scale)), 2),
  /** tanh, with a rule of its own. */
  tanhByRule: ([x]) => customTanh(x),
} as const satisfies Readonly<Record<string, Operation>>

/** The name of an operation that an instruction without bodies may be. */
export type OperationName = keyof typeof operations
