import {
  abs,
  all,
  any,
  argmax,
  argmin,
  argsort,
  astype,
  cumsum,
  det,
  flip,
  log,
  logSoftmax,
  logSumExp,
  max,
  mean,
  min,
  moveAxis,
  norm,
  oneHot,
  pad,
  prod,
  reshape,
  slice,
  softmax,
  square,
  sub,
  sum,
  takeAlongAxis,
  topK,
} from '../../../graph/index.js'
import { isFloat, sizeOf, type Tensor } from '../../../tensor/index.js'
import {
  axesOf,
  axisOf,
  constantNumber,
  intsSince,
  misshapen,
  type Operator,
  type OperatorCall,
  type Operators,
  refused,
  required,
} from '../operator.js'

interface Over {
  readonly axis: readonly number[]
  readonly keepdims: boolean
}

/** The axes that are an attribute before a version, and an input from it on; undefined where nothing is to be reduced. */
const over = (call: OperatorCall, since: number): Over | undefined => {
  const { shape } = required(call, 0)
  const axes = axesOf(call, intsSince(call, since, 'axes', 1) ?? [], shape.length)
  if (axes.length === 0 && call.opset >= since && call.attributes.int('noop_with_empty_axes', 0) !== 0) return undefined
  return {
    axis: axes.length === 0 ? shape.map((_, axis) => axis) : axes,
    keepdims: call.attributes.int('keepdims', 1) !== 0,
  }
}

interface Around {
  /** Done to the elements before. */
  readonly each?: (x: Tensor) => Tensor
  /** What comes of one element, where nothing is to be reduced; what is done before where left out. */
  readonly alone?: (x: Tensor) => Tensor
  /** The version from which on the axes are an input. */
  readonly since?: number
}

const reduction =
  (
    reduce: (x: Tensor, options: Over) => Tensor,
    { each = (x) => x, alone = each, since = 18 }: Around = {},
  ): Operator =>
  (call) => {
    const options = over(call, since)
    const x = required(call, 0)
    return [options === undefined ? alone(x) : reduce(each(x), options)]
  }

/** A reduction of floats, for whole numbers too: computed in float64, and without its fraction. */
const ofFloats =
  (reduce: (x: Tensor, options: Over) => Tensor) =>
  (x: Tensor, options: Over): Tensor =>
    isFloat(x.dtype) ? reduce(x, options) : astype(reduce(astype(x, 'float64'), options), x.dtype)

const extreme =
  (reduce: (x: Tensor, options: Over) => Tensor, ofTruths: (x: Tensor, options: Over) => Tensor) =>
  (x: Tensor, options: Over): Tensor =>
    (x.dtype === 'bool' ? ofTruths : reduce)(x, options)

/** The place of an extreme element: the first of several, or the last. */
const place =
  (find: (x: Tensor, options: { readonly axis: number; readonly keepdims: boolean }) => Tensor): Operator =>
  (call) => {
    const x = required(call, 0)
    const axis = axisOf(call, call.attributes.int('axis', 0), x.shape.length)
    const options = { axis, keepdims: call.attributes.int('keepdims', 1) !== 0 }
    if (call.attributes.int('select_last_index', 0) === 0) return [find(x, options)]
    return [sub(x.shape[axis] - 1, find(flip(x, { axis }), options))]
  }

/** Sums of the elements up to each; with `exclusive` each itself is not part of its own. */
const cumulated = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const axis = axisOf(call, constantNumber(call, 1), x.shape.length)
  const reverse = call.attributes.int('reverse', 0) !== 0
  if (call.attributes.int('exclusive', 0) === 0) return cumsum(x, { axis, reverse })
  const widths = x.shape.map((_, each) => (each !== axis ? [0, 0] : reverse ? [0, 1] : [1, 0]) as [number, number])
  const range = reverse ? ([1, null] as const) : ([0, x.shape[axis]] as const)
  const shifted = slice(pad(x, widths), [...x.shape.slice(0, axis).map(() => null), range])
  return cumsum(shifted, { axis, reverse })
}

const top = (call: OperatorCall): readonly Tensor[] => {
  const x = required(call, 0)
  const axis = axisOf(call, call.attributes.int('axis', -1), x.shape.length)
  const k = call.opset < 10 ? call.attributes.int('k') : constantNumber(call, 1)
  if (k < 0 || k > x.shape[axis]) throw refused(call, `k is ${k}, and axis ${axis} has ${x.shape[axis]} elements`)
  if (call.attributes.int('largest', 1) !== 0) return topK(x, k, { axis })
  const order = argsort(x, { axis })
  const first = slice(order, [...x.shape.slice(0, axis).map(() => null), [0, k]])
  return [takeAlongAxis(x, first, { axis }), first]
}

/** An operation along one axis: the last from version 13 on, and before over all axes from one on, taken together. */
const normalized =
  (along: (x: Tensor, axis: number) => Tensor): Operator =>
  (call) => {
    const x = required(call, 0)
    const rank = x.shape.length
    if (call.opset >= 13) return [along(x, axisOf(call, call.attributes.int('axis', -1), rank))]
    const given = call.attributes.int('axis', 1)
    const axis = given === rank ? rank : axisOf(call, given, rank)
    const rows = reshape(x, [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))])
    return [reshape(along(rows, 1), x.shape)]
  }

/** 1 at the first of the largest elements, 0 elsewhere. */
const hardmax = (x: Tensor, axis: number): Tensor => {
  const marks = oneHot(argmax(x, { axis }), x.shape[axis], { dtype: x.dtype })
  return moveAxis(marks, -1, axis)
}

/** Reductions, cumulative sums, the order of elements, and what is normalized along an axis. */
export const reductions: Operators = {
  ArgMax: place(argmax),
  ArgMin: place(argmin),
  CumSum: (call) => [cumulated(call)],
  Det: (call) => {
    const x = required(call, 0)
    if (x.shape.length < 2) throw misshapen(call, 'it takes matrices')
    return [det(x)]
  },
  Hardmax: normalized(hardmax),
  LogSoftmax: normalized((x, axis) => logSoftmax(x, { axis })),
  ReduceL1: reduction(sum, { each: abs }),
  ReduceL2: reduction(ofFloats(norm), { alone: abs }),
  ReduceLogSum: reduction(
    ofFloats((x, options) => log(sum(x, options))),
    { alone: log },
  ),
  ReduceLogSumExp: reduction(ofFloats(logSumExp)),
  ReduceMax: reduction(extreme(max, any)),
  ReduceMean: reduction(ofFloats(mean)),
  ReduceMin: reduction(extreme(min, all)),
  ReduceProd: reduction(prod),
  ReduceSum: reduction(sum, { since: 13 }),
  ReduceSumSquare: reduction(sum, { each: square }),
  Softmax: normalized((x, axis) => softmax(x, { axis })),
  TopK: top,
}
