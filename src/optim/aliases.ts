import { checkIsOptions, type OptionNames } from '../tensor/index.js'
import {
  type AdamOptions,
  adamNames,
  type NadamOptions,
  nadamNames,
  scaleByAdam,
  scaleByAdamax,
  scaleByNadam,
} from './adam.js'
import { type AdagradOptions, adagradNames, type RmsOptions, rmsNames, scaleByAdagrad, scaleByRms } from './adaptive.js'
import { addDecayedWeights, type MaskOption, maskNames } from './decay.js'
import { type LionOptions, lionNames, scaleByLion } from './lion.js'
import { trace } from './momentum.js'
import { chain, identity, type Optimizer } from './optimizer.js'
import { scaleByLearningRate } from './scaling.js'
import type { Rate } from './schedules.js'
import { scaleByTrustRatio } from './trustRatio.js'

/** How much of the past momentum keeps: 0.9 without it. */
export interface MomentumOptions {
  readonly decay?: number
}

const momentumNames: OptionNames<MomentumOptions> = { decay: true }

/** The strength of decoupled weight decay, and which leaves decay. */
export interface DecayOptions extends MaskOption {
  readonly weightDecay?: number
}

const decayNames: OptionNames<DecayOptions> = { ...maskNames, weightDecay: true }

/** Weight decay that is no link at all where there is none. */
const decayed = (weightDecay: number, mask: MaskOption): Optimizer =>
  weightDecay === 0 ? identity : addDecayedWeights(weightDecay, mask)

/**
 * Gradient descent: -rate g.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { sgd } from 'cotangent/optim'
 *
 * const optimizer = sgd(0.5)
 * optimizer.update(tensor([2, 4]), optimizer.init(tensor([0, 0])), tensor([0, 0]))[0] // => [-1. -2.]
 * ```
 */
export const sgd = (rate: Rate): Optimizer => scaleByLearningRate(rate)

/**
 * Gradient descent with momentum: `trace`, times -rate. As PyTorch's SGD.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { momentum } from 'cotangent/optim'
 *
 * const optimizer = momentum(1, { decay: 0.5 })
 * const [, state] = optimizer.update(tensor(1), optimizer.init(tensor(0)), tensor(0))
 * optimizer.update(tensor(1), state, tensor(0))[0] // => -1.5
 * ```
 */
export const momentum = (rate: Rate, options: MomentumOptions = {}): Optimizer => {
  checkIsOptions('momentum', options, momentumNames)
  return chain(trace(options), scaleByLearningRate(rate))
}

/**
 * Gradient descent with Nesterov's momentum: `trace` that looks ahead, times -rate. As PyTorch's SGD.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { nesterov } from 'cotangent/optim'
 *
 * const optimizer = nesterov(1, { decay: 0.5 })
 * optimizer.update(tensor(1), optimizer.init(tensor(0)), tensor(0))[0] // => -1.5
 * ```
 */
export const nesterov = (rate: Rate, options: MomentumOptions = {}): Optimizer => {
  checkIsOptions('nesterov', options, momentumNames)
  return chain(trace({ ...options, nesterov: true }), scaleByLearningRate(rate))
}

/**
 * Adagrad: `scaleByAdagrad`, times -rate.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { adagrad } from 'cotangent/optim'
 *
 * const optimizer = adagrad(0.1)
 * optimizer.update(tensor([2, -4]), optimizer.init(tensor([0, 0])), tensor([0, 0]))[0] // => [-0.1  0.1]
 * ```
 */
export const adagrad = (rate: Rate, options: AdagradOptions = {}): Optimizer => {
  checkIsOptions('adagrad', options, adagradNames)
  return chain(scaleByAdagrad(options), scaleByLearningRate(rate))
}

/** RMSProp's own options, and how much of the past momentum keeps behind it: 0, none, without it. */
export interface RmspropOptions extends RmsOptions {
  readonly momentum?: number
}

const rmspropNames: OptionNames<RmspropOptions> = { ...rmsNames, momentum: true }

/**
 * RMSProp: `scaleByRms`, then momentum where it is asked for, times -rate. As PyTorch's.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { rmsprop } from 'cotangent/optim'
 *
 * const optimizer = rmsprop(1, { decay: 0.75, eps: 0 })
 * optimizer.update(tensor([3, -5]), optimizer.init(tensor([0, 0])), tensor([0, 0]))[0] // => [-2.  2.]
 * ```
 */
export const rmsprop = (rate: Rate, options: RmspropOptions = {}): Optimizer => {
  checkIsOptions('rmsprop', options, rmspropNames)
  const { momentum: decay = 0, ...own } = options
  return chain(scaleByRms(own), decay === 0 ? identity : trace({ decay }), scaleByLearningRate(rate))
}

/**
 * Adam: `scaleByAdam`, times -rate.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { adam } from 'cotangent/optim'
 *
 * const optimizer = adam(0.001)
 * optimizer.update(tensor([2, -4]), optimizer.init(tensor([0, 0])), tensor([0, 0]))[0] // => [-0.001  0.001]
 * ```
 */
export const adam = (rate: Rate, options: AdamOptions = {}): Optimizer => {
  checkIsOptions('adam', options, adamNames)
  return chain(scaleByAdam(options), scaleByLearningRate(rate))
}

/** Adam's options, and weight decay: 0.01 without it. */
export interface AdamwOptions extends AdamOptions, DecayOptions {}

const adamwNames: OptionNames<AdamwOptions> = { ...adamNames, ...decayNames }

/**
 * AdamW: -rate (Adam's step + weightDecay params), so that the decay is decoupled from the gradients and follows the
 * rate's schedule (Loshchilov and Hutter 2019; as in PyTorch). `weightDecay` is 0.01.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { adamw } from 'cotangent/optim'
 *
 * const optimizer = adamw(0.5, { weightDecay: 0.5, eps: 0 })
 * optimizer.update(tensor(3), optimizer.init(tensor(2)), tensor(2))[0] // => -1.0
 * ```
 */
export const adamw = (rate: Rate, options: AdamwOptions = {}): Optimizer => {
  checkIsOptions('adamw', options, adamwNames)
  const { weightDecay = 0.01, mask, ...own } = options
  return chain(scaleByAdam(own), decayed(weightDecay, { mask }), scaleByLearningRate(rate))
}

/**
 * Adamax: `scaleByAdamax`, times -rate.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { adamax } from 'cotangent/optim'
 *
 * const optimizer = adamax(0.5, { eps: 0, b1: 0.5 })
 * optimizer.update(tensor([4, -1]), optimizer.init(tensor([0, 0])), tensor([0, 0]))[0] // => [-0.5  0.5]
 * ```
 */
export const adamax = (rate: Rate, options: AdamOptions = {}): Optimizer => {
  checkIsOptions('adamax', options, adamNames)
  return chain(scaleByAdamax(options), scaleByLearningRate(rate))
}

/**
 * NAdam: `scaleByNadam`, times -rate. As PyTorch's.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { nadam } from 'cotangent/optim'
 *
 * const optimizer = nadam(0.5, { b1: 0 })
 * optimizer.update(tensor([4, -1]), optimizer.init(tensor([0, 0])), tensor([0, 0]))[0] // => [-0.5  0.5]
 * ```
 */
export const nadam = (rate: Rate, options: NadamOptions = {}): Optimizer => {
  checkIsOptions('nadam', options, nadamNames)
  return chain(scaleByNadam(options), scaleByLearningRate(rate))
}

/** Lion's options, and weight decay: 0 without it. */
export interface LionAndDecayOptions extends LionOptions, DecayOptions {}

const lionAndDecayNames: OptionNames<LionAndDecayOptions> = { ...lionNames, ...decayNames }

/**
 * Lion: -rate (`scaleByLion` + weightDecay params). Its steps are of one size, so that it takes a rate some three to ten
 * times smaller than Adam's, and a larger decay. `weightDecay` is 0.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { lion } from 'cotangent/optim'
 *
 * const optimizer = lion(0.5, { weightDecay: 0.25 })
 * optimizer.update(tensor(9), optimizer.init(tensor(2)), tensor(2))[0] // => -0.75
 * ```
 */
export const lion = (rate: Rate, options: LionAndDecayOptions = {}): Optimizer => {
  checkIsOptions('lion', options, lionAndDecayNames)
  const { weightDecay = 0, mask, ...own } = options
  return chain(scaleByLion(own), decayed(weightDecay, { mask }), scaleByLearningRate(rate))
}

/**
 * LAMB: -rate |param| / |u| u, leaf by leaf, where u is Adam's step + weightDecay params (You and others 2020, with the
 * identity for phi). `eps` is 1e-6 and `weightDecay` 0.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { lamb } from 'cotangent/optim'
 *
 * const optimizer = lamb(0.5, { eps: 0 })
 * const params = tensor([3, 4, 0, 0])
 * optimizer.update(tensor([9, -1, 2, 3]), optimizer.init(params), params)[0] // => [-1.25  1.25 -1.25 -1.25]
 * ```
 */
export const lamb = (rate: Rate, options: AdamwOptions = {}): Optimizer => {
  checkIsOptions('lamb', options, adamwNames)
  const { weightDecay = 0, mask, eps = 1e-6, ...own } = options
  return chain(
    scaleByAdam({ ...own, eps }),
    decayed(weightDecay, { mask }),
    scaleByTrustRatio(),
    scaleByLearningRate(rate),
  )
}
