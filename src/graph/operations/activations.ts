import { normalizeAxis, type Tensor } from '../../tensor/index.js'
import { div, fullLike, less, mul, neg, where } from '../primitives/arithmetic.js'
import { broadcastTo } from '../primitives/structural.js'
import type {
  AxisOperation,
  AxisOption,
  FloatUnaryOperation,
  LeakyRelu,
  LeakyReluOptions,
  Softplus,
  SoftplusOptions,
  UnaryOperation,
} from '../signatures/index.js'
import { checkFinite, checkPositive } from './attributes.js'
import { declared, dual } from './dual.js'
import { floatUnary } from './elementwise.js'
import { floatOperandOf, numericOperandOf } from './operands.js'
import { axisNames, leakyReluNames, softplusNames } from './optionNames.js'
import { logSoftmaxOver, shiftedOver } from './over.js'
import { logOnePlusExp, positivePart, sigmoidOf } from './stable.js'

/**
 * The logistic function 1 / (1 + e^-x) of each element, within 2 ulp: computed from e^-|x|, so that nothing overflows.
 *
 * @example
 * ```ts
 * import { sigmoid, tensor } from 'cotangent'
 *
 * sigmoid(tensor([-800, 0, 800])) // => [0.  0.5 1. ]
 * ```
 */
export const sigmoid: FloatUnaryOperation = floatUnary('sigmoid', sigmoidOf)

/**
 * The positive part of each element: 0 where x <= 0 and x elsewhere, NaN for NaN. Its derivative at 0 is 0.
 *
 * @example
 * ```ts
 * import { relu, tensor } from 'cotangent'
 *
 * relu(tensor([-1, 0, 2])) // => [0. 0. 2.]
 * ```
 */
export const relu: UnaryOperation = declared((value: unknown) => positivePart(numericOperandOf('relu', value)))

/**
 * x where it is positive and `negativeSlope` x (0.01 x) elsewhere. Its derivative at 0 is the negative slope.
 *
 * @example
 * ```ts
 * import { leakyRelu, tensor } from 'cotangent'
 *
 * leakyRelu(tensor([-1, 0, 2])) // => [-0.01  0.    2.  ]
 * leakyRelu(tensor([-1, 0, 2]), { negativeSlope: 0.2 }) // => [-0.2  0.   2. ]
 * ```
 */
export const leakyRelu: LeakyRelu = dual(
  'leakyRelu',
  1,
  leakyReluNames,
  (value: unknown, { negativeSlope = 0.01 }: LeakyReluOptions = {}): Tensor => {
    const x = floatOperandOf('leakyRelu', value)
    const slope = checkFinite('leakyRelu', 'negativeSlope', negativeSlope)
    return where(less(fullLike(x, 0), x), x, mul(fullLike(x, slope), x))
  },
)

/**
 * log(1 + e^(beta x)) / beta, a smooth relu (`beta` is 1): for x >= 0 as x + log1p(e^(-beta x)) / beta, so that nothing
 * overflows.
 *
 * @example
 * ```ts
 * import { softplus, tensor } from 'cotangent'
 *
 * softplus(tensor([-800, 800])) // => [  0. 800.]
 * softplus(tensor(0)) // => 0.6931471805599453
 * ```
 */
export const softplus: Softplus = dual(
  'softplus',
  1,
  softplusNames,
  (value: unknown, { beta = 1 }: SoftplusOptions = {}): Tensor => {
    const x = floatOperandOf('softplus', value)
    if (beta === 1) return logOnePlusExp(x)
    const factor = fullLike(x, checkPositive('softplus', 'beta', beta))
    return div(logOnePlusExp(mul(factor, x)), factor)
  },
)

/**
 * log(sigmoid(x)) = -log(1 + e^-x), without overflow or underflow.
 *
 * @example
 * ```ts
 * import { logSigmoid, tensor } from 'cotangent'
 *
 * logSigmoid(tensor([-800, 800])) // => [-800.   -0.]
 * ```
 */
export const logSigmoid: FloatUnaryOperation = floatUnary('logSigmoid', (x) => neg(logOnePlusExp(neg(x))))

/** An operation along one axis, the last one without `axis`, that keeps the shape. */
const along = <F>(operation: string, of: (x: Tensor, axis: number) => Tensor): F =>
  dual(operation, 1, axisNames, (value: unknown, { axis = -1 }: AxisOption = {}) => {
    const x = floatOperandOf(operation, value)
    return of(x, normalizeAxis(operation, axis, x.shape.length, x))
  })

/**
 * exp(x) / sum(exp(x)) along an axis (the last without `axis`), without overflow. An element of -Infinity gets 0, and
 * where there is nothing else, NaN.
 *
 * @example
 * ```ts
 * import { softmax, tensor } from 'cotangent'
 *
 * softmax(tensor([[800, 800], [-800, 800]]))
 * // => [[0.5 0.5]
 * //     [0.  1. ]]
 * ```
 */
export const softmax: AxisOperation = along('softmax', (x, axis) => {
  const { exponentials, total } = shiftedOver(x, [axis])
  return div(exponentials, broadcastTo(total, x.shape))
})

/**
 * log(softmax(x)) along an axis (the last without `axis`), without overflow or underflow.
 *
 * @example
 * ```ts
 * import { logSoftmax, tensor } from 'cotangent'
 *
 * logSoftmax(tensor([800, 0, -800])) // => [    0.  -800. -1600.]
 * ```
 */
export const logSoftmax: AxisOperation = along('logSoftmax', logSoftmaxOver)
