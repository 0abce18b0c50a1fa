import { add, mul, ones, reshape, zeros } from '../graph/index.js'
import {
  ArgumentError,
  type Dims,
  describe,
  type FloatDType,
  type OptionNames,
  ShapeError,
  sizeOf,
  type Tensor,
  withOptions,
} from '../tensor/index.js'
import { floatOf } from './dense.js'
import type { ChannelParams } from './groupNorm.js'
import { checkNamed, type Layer, layerOf } from './model.js'
import { checkEpsilon, checkParameter, type Real } from './real.js'
import {
  affine,
  checkChannels,
  exampleShape,
  momentsOf,
  type NormalizationOptions,
  normalizationNames,
  normalizedBy,
  perChannel,
  type ScaleAndShift,
} from './standardize.js'
import { checkGiven, type Stateful } from './stateful.js'

/** The running statistics of C channels. */
export interface BatchStatistics<C = number, D extends FloatDType = FloatDType> {
  readonly mean: Tensor<[C], D>
  readonly variance: Tensor<[C], D>
}

/** What is added to a variance, the dtype, and how much of a batch's statistics the running ones take up: 0.1. */
export interface BatchNormOptions<
  D extends FloatDType = FloatDType,
  Scale extends boolean = boolean,
  Shift extends boolean = boolean,
> extends NormalizationOptions<D, Scale, Shift> {
  readonly momentum?: number
}

const optionNames: OptionNames<BatchNormOptions> = { ...normalizationNames, momentum: true }

/** A batch normalisation of examples of shape S, whose first axis is that of channels. */
export type BatchNorm<S extends Dims, D extends FloatDType = 'float64', P = ScaleAndShift<[S[0]], D>> = Stateful<
  P,
  BatchStatistics<S[0], D>,
  S,
  S,
  D
>

/** Makes a batch normalisation of features, or of channels with axes behind them. */
interface MakeBatchNorm {
  <
    const C extends number,
    D extends FloatDType = 'float64',
    Scale extends boolean = true,
    Shift extends boolean = true,
  >(
    features: C,
    options?: BatchNormOptions<D, Scale, Shift>,
  ): BatchNorm<[C], NoInfer<D>, ChannelParams<C, NoInfer<D>, Scale, Shift>>
  <const S extends Dims, D extends FloatDType = 'float64', Scale extends boolean = true, Shift extends boolean = true>(
    shape: readonly [...S],
    options?: BatchNormOptions<D, Scale, Shift>,
  ): BatchNorm<S, NoInfer<D>, ChannelParams<S[0], NoInfer<D>, Scale, Shift>>
}

type Params = Readonly<Record<string, Real>>

/** A batch and the statistics so far. */
interface Given {
  readonly x: Real
  readonly state: BatchStatistics
}

/** The numbers of elements that each channel has. */
const countOf = (x: Real): number => {
  const count = sizeOf(x.shape.filter((_, axis) => axis !== 1))
  if (count < 2)
    throw new ShapeError({
      operation: 'batchNorm',
      operands: [x],
      problem: `there are statistics of ${count === 1 ? 'one element' : 'no elements'} only`,
      remedy: 'Give a larger batch, or use inference',
    })
  return count
}

const checkMomentum = (momentum: unknown): number => {
  if (typeof momentum !== 'number' || !(momentum >= 0 && momentum <= 1))
    throw new ArgumentError({
      operation: 'batchNorm',
      problem: `momentum is ${describe(momentum)}, not a number from 0 to 1`,
    })
  return momentum
}

/** (1 - momentum) running + momentum new. */
const blended = (running: Real, latest: Real, momentum: number): Real =>
  add(mul(running, 1 - momentum), mul(latest, momentum))

/**
 * Batch normalisation of x `[N, C, ...]` over all axes but that of channels (Ioffe and Szegedy 2015).
 *
 *   y = scale (x - mean) / sqrt(variance + eps) + shift
 *
 * with the variance's divisor n, `eps` 1e-5, and scale (ones at first) and shift (zeros) of shape `[C]`, which
 * `scale: false` and `shift: false` leave out. The shape of one example is `[C, ...]`, or the number of features alone; the
 * axes behind may be of other sizes in what it is applied to.
 *
 * Nothing is remembered in secret: `apply(params)({ x, state })` gives `{ y, state }`, where the statistics `state` start
 * with `initial` and take up those of each batch,
 *
 *   mean' = (1 - momentum) mean + momentum mean(x)
 *   variance' = (1 - momentum) variance + momentum variance(x) n / (n - 1)
 *
 * with `momentum` 0.1. Gradients go through them as through anything else. `inference(state)` is a layer like any other, that
 * normalises by the statistics given. What is composed with it, by `sequential`, `andThen`, `residual`, `parallel`, `each` or
 * `named`, is of the same form: it takes and gives the states of all its layers, and its `inference` is a layer.
 *
 * Throws an ArgumentError for sizes and options out of range, and where there is no state; what it makes throws a ShapeError
 * for an x of other channels, or of fewer than two elements for each.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { batchNorm } from 'cotangent/nn'
 * import { seed } from 'cotangent/random'
 *
 * const norm = batchNorm(1, { eps: 1e-9, momentum: 0.5 })
 * const [params] = norm.init(seed(0))
 * const { y, state } = norm.apply(params)({ x: tensor([[2], [6]]), state: norm.initial })
 * y
 * // => [[-1.]
 * //     [ 1.]]
 * state.mean // => [2.]
 * state.variance // => [4.5]
 * norm.inference(state).apply(params)(tensor([[2]])) // => [[0.]]
 * ```
 *
 * A net with several normalisations, and with dropout, in training and in use: the states are carried from step to step, and
 * each step has a key of its own.
 *
 * @example
 * ```ts
 * import { add, mse, relu, type Tensor, tensor } from 'cotangent'
 * import { activation, batchNorm, dense, dropout, type ParamsOf, type StateOf, sequential } from 'cotangent/nn'
 * import { adam, carryingStep } from 'cotangent/optim'
 * import { foldIn, type Key, key, seed } from 'cotangent/random'
 *
 * const net = (key?: Key) =>
 *   sequential(
 *     dense(1, 8),
 *     batchNorm(8),
 *     activation(relu),
 *     dropout(0.1, key && foldIn(key, 0)),
 *     dense(8, 8),
 *     batchNorm(8),
 *     activation(relu),
 *     dropout(0.1, key && foldIn(key, 1)),
 *     dense(8, 1),
 *   )
 * type Net = ReturnType<typeof net>
 * type Batch = { readonly x: Tensor<[number, 1], 'float64'>; readonly y: Tensor<[number, 1], 'float64'> }
 * type Carry = { readonly state: StateOf<Net>; readonly step: Tensor<[], 'int32'> }
 *
 * const loss = (params: ParamsOf<Net>, { x, y }: Batch, { state, step }: Carry): [Tensor<[], 'float64'>, Carry] => {
 *   const given = net(foldIn(key(37), step)).apply(params)({ x, state })
 *   return [mse(given.y, y), { state: given.state, step: add(step, 1) }]
 * }
 *
 * const [params] = net().init(seed(0))
 * const optimizer = adam(0.01)
 * const carry = { state: net().initial, step: tensor(0, { dtype: 'int32' }) }
 * const batch = { x: tensor([[0], [1], [2], [3]]), y: tensor([[0], [1], [4], [9]]) }
 * const after = carryingStep(loss, optimizer)({ params, opt: optimizer.init(params), carry }, batch)
 * after.carry.step // => 1
 * after.carry.state[1].mean.shape // => [ 8 ]
 * net().inference(after.carry.state).apply(after.params)(tensor([[1.5]])).shape // => [ 1, 1 ]
 * ```
 */
export const batchNorm: MakeBatchNorm = withOptions(
  'batchNorm',
  1,
  optionNames,
  (size: number | readonly number[], options: BatchNormOptions = {}) => {
    const { eps = 1e-5 } = options
    const dtype = floatOf('batchNorm', options.dtype)
    const shape = exampleShape('batchNorm', size)
    const [epsilon, momentum] = [checkEpsilon('batchNorm', eps), checkMomentum(options.momentum ?? 0.1)]
    const channels = [shape[0]] as const
    const map = affine('batchNorm', channels, dtype, options)
    const part = { kind: 'batchNorm', parameters: map.parameters, input: shape, output: shape } as const

    const checkState = ({ mean, variance }: BatchStatistics): void => {
      checkParameter('batchNorm', 'state.mean', mean, channels)
      checkParameter('batchNorm', 'state.variance', variance, channels)
    }

    const trained = (scaled: ReturnType<typeof map.of>, x: Real, state: BatchStatistics) => {
      checkChannels('batchNorm', x, shape[0])
      checkState(state)
      const count = countOf(x)
      const axes = [...x.shape.keys()].filter((axis) => axis !== 1)
      const { average, spread } = momentsOf(x, axes)
      const unbiased = mul(reshape(spread, channels), count / (count - 1))
      return {
        y: scaled(normalizedBy(x, average, spread, epsilon), (values) => perChannel(values, x)),
        state: {
          mean: blended(state.mean, reshape(average, channels), momentum),
          variance: blended(state.variance, unbiased, momentum),
        },
      }
    }

    const initial = { mean: zeros(channels, { dtype }), variance: ones(channels, { dtype }) }
    return {
      init: map.init,
      parts: [{ path: [], ...part }],
      apply: (params: Params) => {
        checkNamed('batchNorm', params, map.parameters)
        const scaled = map.of(params)
        return (given: Given) => {
          checkGiven('batchNorm', given, initial)
          return trained(scaled, given.x, given.state)
        }
      },
      initial,
      inference: (state: BatchStatistics) => {
        checkState(state)
        return layerOf<Layer<Params, readonly number[], readonly number[], FloatDType>>(part, map.init, (params) => {
          const scaled = map.of(params)
          return (given) => {
            const x = given as Real
            checkChannels('batchNorm', x, shape[0])
            const placed = (values: Real): Real => perChannel(values, x)
            return scaled(normalizedBy(x, placed(state.mean), placed(state.variance), epsilon), placed)
          }
        })
      },
    }
  },
)
