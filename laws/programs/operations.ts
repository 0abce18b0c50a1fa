import * as cotangent from '../../src/index.js'
import type { Shape, Tensor } from '../../src/tensor/index.js'

/** The static settings of an instruction: data that prints. */
export type Attributes = Readonly<Record<string, unknown>>

/** What an instruction does. */
export type Operation = (operands: readonly Tensor[], attributes: never) => Tensor

type Untyped = (...args: readonly unknown[]) => Tensor

/** The public operations with their types forgotten: programs are well typed because they are made so. */
const operation = cotangent as unknown as Readonly<Record<string, Untyped>>

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

const { add, div, exp, maximum, minimum, mul, oneHot, pad, sigmoid, square, stopGradient, sub, tanh } = operation

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

/** Every operation that instructions without bodies name. */
export const operations = {
  abs: on('abs'),
  add: on('add'),
  argmax: on('argmax'),
  astype: withSettings('astype', 'dtype'),
  /** exp(-x^2), with a rule of its own. */
  bell: ([x]) => customBell(x),
  binaryCrossEntropy: on('binaryCrossEntropy'),
  binaryCrossEntropyWithLogits: on('binaryCrossEntropyWithLogits'),
  bitwiseXor: on('bitwiseXor'),
  broadcastTo: withSettings('broadcastTo', 'shape'),
  /** Into an interval of whole numbers. */
  clamp: ([x], { low, high }: { readonly low: number; readonly high: number }) => minimum(maximum(x, low), high),
  concatenate: onList('concatenate'),
  crossEntropy: on('crossEntropy'),
  div: on('div'),
  equal: on('equal'),
  exp: on('exp'),
  expandDims: withSettings('expandDims', 'axis'),
  expm1: on('expm1'),
  flip: on('flip'),
  greater: on('greater'),
  greaterEqual: on('greaterEqual'),
  leakyRelu: on('leakyRelu'),
  less: on('less'),
  lessEqual: on('lessEqual'),
  /** A constant. */
  literal: (_, { shape, value, dtype }: { readonly shape: Shape; readonly value: number; readonly dtype: string }) =>
    operation.full(shape, value, { dtype }),
  log: on('log'),
  log1p: on('log1p'),
  logSigmoid: on('logSigmoid'),
  logSoftmax: on('logSoftmax'),
  logSumExp: on('logSumExp'),
  logicalAnd: on('logicalAnd'),
  logicalNot: on('logicalNot'),
  logicalOr: on('logicalOr'),
  matmul: on('matmul'),
  max: on('max'),
  maximum: on('maximum'),
  mean: on('mean'),
  min: on('min'),
  minimum: on('minimum'),
  moveAxis: withSettings('moveAxis', 'source', 'destination'),
  mse: on('mse'),
  mul: on('mul'),
  neg: on('neg'),
  notEqual: on('notEqual'),
  oneHot: ([x], { depth, dtype }: { readonly depth: number; readonly dtype: string }) => oneHot(x, depth, { dtype }),
  pad: ([x], { widths, value }: { readonly widths: unknown; readonly value: unknown }) => pad(x, widths, { value }),
  power: on('power'),
  /** To numbers from 0.5 to 1.5, smoothly. */
  raise: ([x]) => add(sigmoid(x), 0.5),
  relu: on('relu'),
  reshape: withSettings('reshape', 'shape'),
  scatterAdd: on('scatterAdd'),
  shiftLeft: on('shiftLeft'),
  shiftRightLogical: on('shiftRightLogical'),
  sigmoid: on('sigmoid'),
  sign: on('sign'),
  slice: withSettings('slice', 'ranges'),
  softmax: on('softmax'),
  softmaxCrossEntropy: on('softmaxCrossEntropy'),
  softplus: on('softplus'),
  sqrt: on('sqrt'),
  square: on('square'),
  squeeze: on('squeeze'),
  stack: onList('stack'),
  /** x + stopGradient(x): half of what it computes has no derivative. */
  halfStopped: ([x]) => add(x, stopGradient(x)),
  sub: on('sub'),
  sum: on('sum'),
  swapAxes: withSettings('swapAxes', 'one', 'other'),
  take: on('take'),
  takeAlongAxis: on('takeAlongAxis'),
  /** To numbers from -2 to 2, smoothly. */
  tame: ([x], { scale }: { readonly scale: number }) => mul(tanh(div(x, scale)), 2),
  tanh: on('tanh'),
  /** tanh, with a rule of its own. */
  tanhByRule: ([x]) => customTanh(x),
  transpose: withSettings('transpose', 'axes'),
  where: on('where'),
} as const satisfies Readonly<Record<string, Operation>>

/** The name of an operation that an instruction without bodies may be. */
export type OperationName = keyof typeof operations
