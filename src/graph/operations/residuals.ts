import { irrationals, type OptionNames, type Tensor } from '../../tensor/index.js'
import {
  abs,
  add,
  div,
  exp,
  expm1,
  fullLike,
  less,
  log1p,
  mul,
  nearLike,
  neg,
  sub,
  where,
} from '../primitives/arithmetic.js'
import type { Huber, HuberOptions, Loss, LossOptions, SmoothL1, SmoothL1Options } from '../signatures/index.js'
import { checkPositive } from './attributes.js'
import { dual } from './dual.js'
import { comparable, reduced } from './loss.js'
import { huberNames, lossNames, smoothL1Names } from './optionNames.js'

/** A loss of prediction - target, element by element. */
const ofDifference = <F, O extends LossOptions>(
  operation: string,
  names: OptionNames<O>,
  of: (difference: Tensor, options: O) => Tensor,
): F =>
  dual(operation, 2, names, (prediction: unknown, target: unknown, options: O = {} as O): Tensor => {
    const [p, t] = comparable(operation, prediction, target)
    return reduced(operation, of(sub(p, t), options), options.reduction)
  })

/**
 * The mean squared error: mean((prediction - target)^2) over all elements, or their sum, or each alone. Both have one
 * shape; a ShapeError otherwise.
 *
 * @example
 * ```ts
 * import { mse, tensor } from 'cotangent'
 *
 * mse(tensor([1, 2, 3]), tensor([1, 2, 5])) // => 1.3333333333333333
 * mse(tensor([1, 2, 3]), tensor([1, 2, 5]), { reduction: 'none' }) // => [0. 0. 4.]
 * ```
 */
export const mse: Loss = ofDifference('mse', lossNames, (d) => mul(d, d))

/**
 * The mean absolute error: mean(|prediction - target|) over all elements, or their sum, or each alone. Its derivative
 * is 0 where the two are equal. Both have one shape; a ShapeError otherwise.
 *
 * @example
 * ```ts
 * import { mae, tensor } from 'cotangent'
 *
 * mae(tensor([1, 2, 3]), tensor([1, 2, 6])) // => 1.0
 * ```
 */
export const mae: Loss = ofDifference('mae', lossNames, abs)

/** Within `bend` of 0 in size `inner` of it, which sees nothing larger, and elsewhere `outer` of its size. */
const bent = (d: Tensor, bend: number, inner: (d: Tensor) => Tensor, outer: (size: Tensor) => Tensor): Tensor => {
  const inside = less(abs(d), fullLike(d, bend))
  return where(inside, inner(where(inside, d, fullLike(d, 0))), outer(abs(d)))
}

const times = (factor: number, x: Tensor): Tensor => mul(fullLike(x, factor), x)

/**
 * The Huber loss of d = prediction - target: d^2 / 2 where |d| < `delta` (1), and delta (|d| - delta / 2) elsewhere, where
 * it goes on straight. The mean over all elements, or their sum, or each alone. Both have one shape; a ShapeError
 * otherwise. (Huber, Robust Estimation of a Location Parameter, 1964.)
 *
 * @example
 * ```ts
 * import { huber, tensor } from 'cotangent'
 *
 * huber(tensor([0.5, 3]), tensor([0, 0]), { reduction: 'none' }) // => [0.125 2.5  ]
 * huber(tensor([0.5, 3]), tensor([0, 0]), { reduction: 'none', delta: 2 }) // => [0.125 4.   ]
 * ```
 */
export const huber: Huber = ofDifference('huber', huberNames, (d, { delta = 1 }: HuberOptions) => {
  const bend = checkPositive('huber', 'delta', delta)
  return bent(
    d,
    bend,
    (inner) => times(0.5, mul(inner, inner)),
    (size) => times(bend, sub(size, fullLike(size, bend / 2))),
  )
})

/**
 * The Huber loss divided by where it bends, for d = prediction - target: d^2 / (2 beta) where |d| < `beta` (1), and
 * |d| - beta / 2 elsewhere. The mean over all elements, or their sum, or each alone. Both have one shape; a ShapeError
 * otherwise. (Girshick, Fast R-CNN, 2015.)
 *
 * @example
 * ```ts
 * import { smoothL1, tensor } from 'cotangent'
 *
 * smoothL1(tensor([0.5, 3]), tensor([0, 0]), { reduction: 'none', beta: 2 }) // => [0.0625 2.    ]
 * ```
 */
export const smoothL1: SmoothL1 = ofDifference('smoothL1', smoothL1Names, (d, { beta = 1 }: SmoothL1Options) => {
  const bend = checkPositive('smoothL1', 'beta', beta)
  return bent(
    d,
    bend,
    (inner) => div(mul(inner, inner), fullLike(inner, 2 * bend)),
    (size) => sub(size, fullLike(size, bend / 2)),
  )
})

/**
 * log(cosh(d)) for d = prediction - target, near 0 d^2 / 2 and far from it |d| - log(2): within 1 as
 * log1p((e^d - 1)^2 / (2 e^d)), and elsewhere as |d| + log1p(e^(-2|d|)) - log(2), so that it neither overflows nor loses
 * digits. The mean over all elements, or their sum, or each alone. Both have one shape; a ShapeError otherwise.
 *
 * @example
 * ```ts
 * import { logCosh, tensor } from 'cotangent'
 *
 * logCosh(tensor([1e-3, 800]), tensor([0, 0]), { reduction: 'none' }) // => [4.99999917e-07 7.99306853e+02]
 * ```
 */
export const logCosh: Loss = ofDifference('logCosh', lossNames, (d) =>
  bent(
    d,
    1,
    (inner) => {
      const grown = expm1(inner)
      return log1p(div(mul(grown, grown), times(2, exp(inner))))
    },
    (size) => sub(add(size, log1p(exp(neg(times(2, size))))), nearLike(size, irrationals.ln2)),
  ),
)
