import type { Tensor } from '../../tensor/index.js'
import { abs, add, div, expm1, fullLike, less, lessEqual, mul, sign, sub, where } from '../primitives/arithmetic.js'
import type {
  Elu,
  EluOptions,
  FloatBinaryOperation,
  FloatUnaryOperation,
  Shrink,
  ShrinkOptions,
  UnaryOperation,
} from '../signatures/index.js'
import { checkFinite, checkNotNegative, checkPositive } from './attributes.js'
import { declared, dual } from './dual.js'
import { floatUnary } from './elementwise.js'
import { floatOperandOf, floatsAlike, numericOperandOf } from './operands.js'
import { eluNames, shrinkNames } from './optionNames.js'

// Functions put together from pieces, each with one slope where two pieces meet.

/** `below` where x is not above `low`, `above` where it is not below `high`, and `between` elsewhere; NaN gives `between`. */
const inThree = (x: Tensor, [low, high]: readonly [number, number], below: number, above: Tensor, between: Tensor) =>
  where(lessEqual(x, fullLike(x, low)), fullLike(x, below), where(lessEqual(fullLike(x, high), x), above, between))

/**
 * min(max(x, 0), 6), NaN for NaN. Its derivative is 0 at 0 and at 6. (Howard et al., MobileNets, 2017.)
 *
 * @example
 * ```ts
 * import { relu6, tensor } from 'cotangent'
 *
 * relu6(tensor([-1, 2, 8])) // => [0. 2. 6.]
 * ```
 */
export const relu6: UnaryOperation = declared((value: unknown) => {
  const x = numericOperandOf('relu6', value)
  return inThree(x, [0, 6], 0, fullLike(x, 6), x)
})

/**
 * min(max(x, -1), 1), NaN for NaN. Its derivative is 0 at -1 and at 1.
 *
 * @example
 * ```ts
 * import { hardTanh, tensor } from 'cotangent'
 *
 * hardTanh(tensor([-3, 0.5, 8])) // => [-1.   0.5  1. ]
 * ```
 */
export const hardTanh: FloatUnaryOperation = floatUnary('hardTanh', (x) => inThree(x, [-1, 1], -1, fullLike(x, 1), x))

/** (x + 3) / 6 */
const ramp = (x: Tensor): Tensor => div(add(x, fullLike(x, 3)), fullLike(x, 6))

/**
 * min(max((x + 3) / 6, 0), 1), NaN for NaN: the sigmoid by three straight lines. Its derivative is 0 at -3 and at 3.
 * (Howard et al., Searching for MobileNetV3, 2019.)
 *
 * @example
 * ```ts
 * import { hardSigmoid, tensor } from 'cotangent'
 *
 * hardSigmoid(tensor([-4, 0, 1.5, 4])) // => [0.   0.5  0.75 1.  ]
 * ```
 */
export const hardSigmoid: FloatUnaryOperation = floatUnary('hardSigmoid', (x) =>
  inThree(x, [-3, 3], 0, fullLike(x, 1), ramp(x)),
)

/**
 * x hardSigmoid(x): 0 below -3, x above 3, and x (x + 3) / 6 between, whose slope it has at the ends too: -1/2 at -3 and
 * 3/2 at 3. (Howard et al., Searching for MobileNetV3, 2019.)
 *
 * @example
 * ```ts
 * import { hardSwish, tensor } from 'cotangent'
 *
 * hardSwish(tensor([-4, -1.5, 0, 3, 4])) // => [ 0.    -0.375  0.     3.     4.   ]
 * ```
 */
export const hardSwish: FloatUnaryOperation = floatUnary('hardSwish', (x) => {
  const three = fullLike(x, 3)
  const [outside, upper] = [less(three, abs(x)), less(three, x)]
  const zero = fullLike(x, 0)
  const inside = where(outside, zero, x)
  return where(outside, where(upper, x, zero), mul(inside, ramp(inside)))
})

/** x where it is positive, and elsewhere `below` of it, which sees nothing that could overflow. */
const bentAtZero = (x: Tensor, below: (x: Tensor) => Tensor): Tensor => {
  const upper = less(fullLike(x, 0), x)
  return where(upper, x, below(where(upper, fullLike(x, 0), x)))
}

/** factor * (e^x - 1) */
const exponential = (x: Tensor, factor: number): Tensor => mul(fullLike(x, factor), expm1(x))

/**
 * x where it is positive and `alpha` (e^x - 1) elsewhere (`alpha` is 1). Its derivative at 0 is that on the left, alpha.
 * (Clevert et al., Fast and Accurate Deep Network Learning by Exponential Linear Units, 2015.)
 *
 * @example
 * ```ts
 * import { elu, tensor } from 'cotangent'
 *
 * elu(tensor([-800, 0, 2])) // => [-1.  0.  2.]
 * elu(tensor([-800, 0, 2]), { alpha: 0.5 }) // => [-0.5  0.   2. ]
 * ```
 */
export const elu: Elu = dual('elu', 1, eluNames, (value: unknown, { alpha = 1 }: EluOptions = {}): Tensor => {
  const x = floatOperandOf('elu', value)
  const factor = checkFinite('elu', 'alpha', alpha)
  return bentAtZero(x, (below) => exponential(below, factor))
})

/**
 * x where it is positive and `alpha` (e^(x / alpha) - 1) elsewhere (`alpha` is 1): an elu without a kink, its derivative
 * at 0 is 1. (Barron, Continuously Differentiable Exponential Linear Units, 2017.)
 *
 * @example
 * ```ts
 * import { celu, tensor } from 'cotangent'
 *
 * celu(tensor([-800, 0, 2]), { alpha: 0.5 }) // => [-0.5  0.   2. ]
 * ```
 */
export const celu: Elu = dual('celu', 1, eluNames, (value: unknown, { alpha = 1 }: EluOptions = {}): Tensor => {
  const x = floatOperandOf('celu', value)
  const factor = checkPositive('celu', 'alpha', alpha)
  return bentAtZero(x, (below) => exponential(div(below, fullLike(x, factor)), factor))
})

/** The slope of selu above 0, and that below as x nears 0: with them layers keep mean 0 and variance 1. */
const [above, below] = [1.0507009873554805, 1.7580993408473766]

/**
 * s x where x is positive and s a (e^x - 1) elsewhere, with s = 1.0507... and s a = 1.7580..., for which layers of it
 * keep mean 0 and variance 1. Its derivative at 0 is that on the left, s a. (Klambauer et al., Self-Normalizing Neural
 * Networks, 2017.)
 *
 * @example
 * ```ts
 * import { selu, tensor } from 'cotangent'
 *
 * selu(tensor([-800, 0, 2])) // => [-1.75809934  0.          2.10140197]
 * ```
 */
export const selu: FloatUnaryOperation = floatUnary('selu', (x) => {
  const upper = less(fullLike(x, 0), x)
  return where(upper, mul(fullLike(x, above), x), exponential(where(upper, fullLike(x, 0), x), below))
})

/**
 * x where it is positive and `slope` x elsewhere, where the slope is a parameter to be learned: `prelu(x, slope)` and
 * `pipe(x, prelu(slope))`, which broadcast. The derivative at 0 is the slope. (He et al., Delving Deep into Rectifiers, 2015.)
 *
 * @example
 * ```ts
 * import { prelu, tensor } from 'cotangent'
 *
 * prelu(tensor([[-1, -1], [2, 2]]), tensor([0.25, 0.5]))
 * // => [[-0.25 -0.5 ]
 * //     [ 2.    2.  ]]
 * ```
 */
export const prelu: FloatBinaryOperation = dual('prelu', 2, {}, (value: unknown, slopes: unknown): Tensor => {
  const [x, slope] = floatsAlike('prelu', [value, slopes])
  return bentAtZero(x, (below) => mul(slope, below))
})

/** A function of x that is 0 where x is at most lambda in size, and `beyond` elsewhere. */
const shrunk = (operation: string, beyond: (x: Tensor, lambda: Tensor) => Tensor): Shrink =>
  dual(operation, 1, shrinkNames, (value: unknown, { lambda = 0.5 }: ShrinkOptions = {}): Tensor => {
    const x = floatOperandOf(operation, value)
    const width = fullLike(x, checkNotNegative(operation, 'lambda', lambda))
    return where(lessEqual(abs(x), width), fullLike(x, 0), beyond(x, width))
  })

/**
 * x moved toward 0 by `lambda` (0.5), and 0 where it is at most that in size: the minimum over y of
 * (x - y)^2 / 2 + lambda |y|. Its derivative is 0 at -lambda and lambda. (Donoho, De-Noising by Soft-Thresholding, 1995.)
 *
 * @example
 * ```ts
 * import { softShrink, tensor } from 'cotangent'
 *
 * softShrink(tensor([-2, 0.25, 2])) // => [-1.5  0.   1.5]
 * softShrink(tensor([-2, 0.25, 2]), { lambda: 0 }) // => [-2.    0.25  2.  ]
 * ```
 */
export const softShrink: Shrink = shrunk('softShrink', (x, lambda) => sub(x, mul(sign(x), lambda)))

/**
 * x, but 0 where it is at most `lambda` (0.5) in size. It jumps there; its derivative at -lambda and lambda is 0.
 *
 * @example
 * ```ts
 * import { hardShrink, tensor } from 'cotangent'
 *
 * hardShrink(tensor([-2, 0.25, 2])) // => [-2.  0.  2.]
 * ```
 */
export const hardShrink: Shrink = shrunk('hardShrink', (x) => x)
