import {
  add,
  conv2d,
  div,
  equal,
  mean,
  mul,
  norm,
  ones,
  power,
  reshape,
  rsqrt,
  sqrt,
  square,
  sub,
  where,
} from '../../../graph/index.js'
import { sizeOf, type Tensor } from '../../../tensor/index.js'
import { axisOf, misshapen, type OperatorCall, type Operators, refused } from '../operator.js'
import { maybe, perChannel, type Real, real, spatialAxes } from './operands.js'

/** Mean and variance (with divisor n) over axes, which stay with size 1. */
const momentsOf = (x: Real, axis: readonly number[]): { readonly average: Real; readonly spread: Real } => {
  const average: Real = mean(x, { axis, keepdims: true })
  return { average, spread: mean(square(sub(x, average)), { axis, keepdims: true }) }
}

const epsilonOf = (call: OperatorCall): number => call.attributes.float('epsilon', 1e-5)

/** (x - mean) / sqrt(variance + eps). */
const standardized = (call: OperatorCall, x: Real, { average, spread }: ReturnType<typeof momentsOf>): Real =>
  mul(sub(x, average), rsqrt(add(spread, epsilonOf(call))))

/** momentum old + (1 - momentum) new. */
const blended = (old: Real, latest: Real, momentum: number): Real => add(mul(old, momentum), mul(latest, 1 - momentum))

const batch = (call: OperatorCall): readonly Tensor[] => {
  const [x, scale, shift, ...running] = [0, 1, 2, 3, 4].map((index) => real(call, index))
  const { attributes } = call
  if (attributes.int('spatial', 1) === 0) throw refused(call, 'spatial = 0, statistics of each place, is not read')
  const trains = call.opset < 14 ? call.outputs > 1 : attributes.int('training_mode', 0) !== 0
  const scaled = (average: Real, spread: Real): Real =>
    add(
      mul(
        standardized(call, x, { average: perChannel(average, x), spread: perChannel(spread, x) }),
        perChannel(scale, x),
      ),
      perChannel(shift, x),
    )
  if (!trains) {
    if (call.outputs > 1) throw refused(call, 'outside training there is one output')
    return [scaled(running[0], running[1])]
  }
  const moments = momentsOf(
    x,
    [...x.shape.keys()].filter((axis) => axis !== 1),
  )
  const [average, spread] = [moments.average, moments.spread].map((each) => reshape(each, [sizeOf(each.shape)]))
  const momentum = attributes.float('momentum', 0.9)
  const latest = [blended(running[0], average, momentum), blended(running[1], spread, momentum)]
  return [scaled(average, spread), ...latest, average, spread].slice(0, call.opset < 14 ? 5 : 3)
}

const instance = (call: OperatorCall): readonly Tensor[] => {
  const [x, scale, shift] = [0, 1, 2].map((index) => real(call, index))
  return [add(mul(standardized(call, x, momentsOf(x, spatialAxes(x))), perChannel(scale, x)), perChannel(shift, x))]
}

/** The axes from the one that the node names. */
const trailing = (call: OperatorCall, x: Real): readonly number[] =>
  [...x.shape.keys()].slice(axisOf(call, call.attributes.int('axis', -1), x.shape.length))

/** Over the last axes: what is made of x, the means and what it was multiplied with. */
export const layerNormalized = (
  x: Real,
  axis: readonly number[],
  epsilon: number,
  [scale, shift]: readonly (Real | undefined)[],
): readonly [y: Real, average: Real, inverse: Real] => {
  const { average, spread } = momentsOf(x, axis)
  const inverse: Real = rsqrt(add(spread, epsilon))
  const plain: Real = mul(sub(x, average), inverse)
  const scaled: Real = scale === undefined ? plain : mul(plain, scale)
  return [shift === undefined ? scaled : add(scaled, shift), average, inverse]
}

/** x over the root of the mean of its squares, times a scale; and what it was multiplied with. */
export const rmsNormalized = (
  x: Real,
  axis: readonly number[],
  epsilon: number,
  scale: Real | undefined,
): readonly [y: Real, inverse: Real] => {
  const inverse: Real = rsqrt(add(mean(square(x), { axis, keepdims: true }), epsilon))
  const plain: Real = mul(x, inverse)
  return [scale === undefined ? plain : mul(plain, scale), inverse]
}

/** Channels in groups; before opset 21 each group has its scale and shift, since then each channel. */
const grouped = (call: OperatorCall): readonly Tensor[] => {
  const [x, scale, shift] = [0, 1, 2].map((index) => real(call, index))
  const groups = call.attributes.int('num_groups')
  const [count, channels, ...spatial] = x.shape
  if (!(groups >= 1) || channels % groups !== 0)
    throw misshapen(call, `${channels} channels do not divide into ${groups} groups`)
  const apart = reshape(x, [count, groups, channels / groups, ...spatial])
  const plain = standardized(call, apart, momentsOf(apart, spatialAxes(apart)))
  if (call.opset < 21) return [reshape(add(mul(plain, perChannel(scale, plain)), perChannel(shift, plain)), x.shape)]
  return [add(mul(reshape(plain, x.shape), perChannel(scale, x)), perChannel(shift, x))]
}

/** x over its length along an axis, and 0 where that is 0. */
const lpNormalized = (call: OperatorCall): Real => {
  const x = real(call, 0)
  const axis = axisOf(call, call.attributes.int('axis', -1), x.shape.length)
  const p = call.attributes.int('p', 2)
  if (p !== 1 && p !== 2) throw refused(call, `p is ${p}, neither 1 nor 2`)
  const length: Real = norm(x, { axis, ord: p, keepdims: true })
  return div(x, where(equal(length, 0), 1, length) as Real)
}

/** What the definition adds to a standard deviation. */
const meanVarianceEpsilon = 1e-9

/** (bias + alpha / size times the sum of the squares of so many channels around)^beta, by which x is divided. */
const localResponse = (call: OperatorCall): Real => {
  const x = real(call, 0)
  const { attributes } = call
  const size = attributes.int('size')
  if (!(size >= 1)) throw refused(call, `size is ${size}`)
  const [count, channels, ...spatial] = x.shape
  const rows = reshape(square(x), [count, 1, channels, sizeOf(spatial)])
  const padding = [[Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)] as const, 0]
  const sums = reshape(conv2d(rows, ones([1, 1, size, 1], { dtype: x.dtype }), { padding }) as Real, x.shape)
  const [alpha, beta] = [attributes.float('alpha', 1e-4), attributes.float('beta', 0.75)]
  return div(x, power(add(mul(sums, alpha / size), attributes.float('bias', 1)), beta))
}

/** Normalisations. */
export const normalizations: Operators = {
  BatchNormalization: batch,
  InstanceNormalization: instance,
  LayerNormalization: (call) => {
    const x = real(call, 0)
    return layerNormalized(x, trailing(call, x), epsilonOf(call), [real(call, 1), maybe(call, 2, real)])
  },
  GroupNormalization: grouped,
  RMSNormalization: (call) => {
    const x = real(call, 0)
    return [rmsNormalized(x, trailing(call, x), epsilonOf(call), real(call, 1))[0]]
  },
  /** Of no version of the set, and yet as `com.microsoft` writes it, with what x was multiplied with. */
  SimplifiedLayerNormalization: (call) => {
    const x = real(call, 0)
    return rmsNormalized(x, trailing(call, x), epsilonOf(call), real(call, 1))
  },
  LpNormalization: (call) => [lpNormalized(call)],
  MeanVarianceNormalization: (call) => {
    const x = real(call, 0)
    const axes = call.attributes.ints('axes', [0, 2, 3]).map((axis) => axisOf(call, axis, x.shape.length))
    const { average, spread } = momentsOf(x, axes)
    return [div(sub(x, average), add(sqrt(spread), meanVarianceEpsilon))]
  },
  LRN: (call) => [localResponse(call)],
}
