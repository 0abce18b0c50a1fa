import { abs, add, astype, div, maximum, mul, power, sub, tensor } from '../graph/index.js'
import type { Tensor } from '../tensor/index.js'
import { checkIsOptions, type OptionNames } from '../tensor/index.js'
import { averages, overRoot, squares } from './adaptive.js'
import {
  type Count,
  checkDecay,
  checkSize,
  counted,
  type Leaf,
  type Leaves,
  noUpdates,
  zerosOf,
  zipped,
} from './leaves.js'
import { type Optimizer, transformation } from './optimizer.js'

/** How much of the past the means of gradients (`b1`) and of their squares (`b2`) keep, and what keeps roots from 0. */
export interface AdamOptions {
  readonly b1?: number
  readonly b2?: number
  readonly eps?: number
}

export const adamNames: OptionNames<AdamOptions> = { b1: true, b2: true, eps: true }

type Scalar = Tensor<[], 'float64'>

/** What an optimizer of Adam's kind remembers. */
interface Moments {
  readonly count: Count
  readonly first: Leaves
  readonly second: Leaves
}

const noMoments = (params: Leaves): Moments => ({ count: noUpdates, first: zerosOf(params), second: zerosOf(params) })

const checked = (operation: string, options: AdamOptions): Required<AdamOptions> => {
  const { b1 = 0.9, b2 = 0.999, eps = 1e-8 } = options
  checkDecay(operation, 'b1', b1)
  checkDecay(operation, 'b2', b2)
  checkSize(operation, 'eps', eps)
  return { b1, b2, eps }
}

const numberOf = (count: Count): Scalar => astype(count, 'float64')

/** 1 - decay^t: the weight that t steps have in a mean that began at 0. */
const weightOf = (decay: number, t: Scalar): Scalar => sub(1, power(decay, t))

const over = (leaf: Leaf, scalar: Scalar): Leaf => div(leaf, astype(scalar, leaf.dtype))

/**
 * Adam: (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps), m <- b1 m + (1 - b1) g and v <- b2 v + (1 - b2) g^2 from 0, t the
 * number of the update from 1 on (Kingma and Ba 2015, algorithm 1). `b1` is 0.9, `b2` 0.999 and `eps` 1e-8, outside the
 * root and after the correction. The corrections are computed in float64 for every dtype.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scaleByAdam } from 'cotangent/optim'
 *
 * const adam = scaleByAdam({ eps: 0 })
 * adam.update(tensor([0.001, -1000]), adam.init(tensor([0, 0])), tensor([0, 0]))[0] // => [ 1. -1.]
 * ```
 */
export const scaleByAdam = (options: AdamOptions = {}): Optimizer => {
  checkIsOptions('scaleByAdam', options, adamNames)
  const { b1, b2, eps } = checked('scaleByAdam', options)
  return transformation<Moments>({
    init: noMoments,
    update: (updates, memory) => {
      const count = counted(memory.count)
      const t = numberOf(count)
      const first = averages(memory.first, updates, b1)
      const second = averages(memory.second, squares(updates), b2)
      const [ofFirst, ofSecond] = [weightOf(b1, t), weightOf(b2, t)]
      const scaled = zipped(first, second, (m, v): Leaf => overRoot(over(m, ofFirst), over(v, ofSecond), eps))
      return [scaled, { count, first, second }]
    },
  })
}

/**
 * Adamax: (m / (1 - b1^t)) / u, m <- b1 m + (1 - b1) g and u <- max(b2 u, |g| + eps) from 0 (Kingma and Ba 2015,
 * algorithm 2, which has no `eps`; here it keeps u from 0, as in PyTorch). Defaults are those of `scaleByAdam`.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scaleByAdamax } from 'cotangent/optim'
 *
 * const adamax = scaleByAdamax({ eps: 0, b1: 0.5 })
 * adamax.update(tensor([4, -1]), adamax.init(tensor([0, 0])), tensor([0, 0]))[0] // => [ 1. -1.]
 * ```
 */
export const scaleByAdamax = (options: AdamOptions = {}): Optimizer => {
  checkIsOptions('scaleByAdamax', options, adamNames)
  const { b1, b2, eps } = checked('scaleByAdamax', options)
  return transformation<Moments>({
    init: noMoments,
    update: (updates, memory) => {
      const count = counted(memory.count)
      const first = averages(memory.first, updates, b1)
      const second = zipped(memory.second, updates, (u, g): Leaf => maximum(mul(u, b2), add(abs(g), eps)))
      const ofFirst = weightOf(b1, numberOf(count))
      return [zipped(first, second, (m, u): Leaf => div(over(m, ofFirst), u)), { count, first, second }]
    },
  })
}

/** The same, and how fast the momentum of NAdam grows to `b1`. */
export interface NadamOptions extends AdamOptions {
  readonly momentumDecay?: number
}

export const nadamNames: OptionNames<NadamOptions> = { ...adamNames, momentumDecay: true }

/** The base of the momentum's schedule, as the paper has it. */
const warmth = 0.96

/**
 * NAdam: Adam that looks ahead as Nesterov's momentum does (Dozat 2016), with the schedule
 * mu_t = b1 (1 - 0.96^(t momentumDecay) / 2) and P_t = mu_1 ... mu_t: the update is
 * (mu_(t+1) m / (1 - P_(t+1)) + (1 - mu_t) g / (1 - P_t)) / (sqrt(v / (1 - b2^t)) + eps), with Adam's m and v.
 * `momentumDecay` is 0.004, as in PyTorch, of which 1.13 has the factor mu_t twice in P_(t+1); the other defaults are
 * those of `scaleByAdam`.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scaleByNadam } from 'cotangent/optim'
 *
 * const nadam = scaleByNadam({ b1: 0, eps: 0 })
 * nadam.update(tensor([4, -1]), nadam.init(tensor([0, 0])), tensor([0, 0]))[0] // => [ 1. -1.]
 * ```
 */
export const scaleByNadam = (options: NadamOptions = {}): Optimizer => {
  checkIsOptions('scaleByNadam', options, nadamNames)
  const { b1, b2, eps } = checked('scaleByNadam', options)
  const momentumDecay = checkSize('scaleByNadam', 'momentumDecay', options.momentumDecay ?? 0.004)
  const momentumAt = (t: Scalar): Scalar => mul(b1, sub(1, div(power(warmth, mul(t, momentumDecay)), 2)))
  return transformation<Moments & { readonly momenta: Scalar }>({
    init: (params) => ({ ...noMoments(params), momenta: tensor(1) }),
    update: (updates, memory) => {
      const count = counted(memory.count)
      const t = numberOf(count)
      const first = averages(memory.first, updates, b1)
      const second = averages(memory.second, squares(updates), b2)
      const [now, next] = [momentumAt(t), momentumAt(add(t, 1))]
      const momenta = mul(memory.momenta, now)
      const ahead = div(next, sub(1, mul(momenta, next)))
      const here = div(sub(1, now), sub(1, momenta))
      const ofSecond = weightOf(b2, t)
      const by = (leaf: Leaf, factor: Scalar): Leaf => mul(leaf, astype(factor, leaf.dtype))
      const scaled = updates.map((g, index): Leaf => {
        const numerator = add(by(first[index], ahead), by(g, here))
        return overRoot(numerator, over(second[index], ofSecond), eps)
      })
      return [scaled, { count, first, second, momenta }]
    },
  })
}
