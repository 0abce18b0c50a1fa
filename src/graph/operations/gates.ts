import { normalizeAxis, ShapeError, type Tensor } from '../../tensor/index.js'
import { abs, add, div, fullLike, less, mul, where } from '../primitives/arithmetic.js'
import { erfc } from '../primitives/errorFunction.js'
import type { AxisOption, FloatUnaryOperation, Gelu, GeluOptions, Glu } from '../signatures/index.js'
import { checkChoice } from './attributes.js'
import { dual } from './dual.js'
import { floatUnary } from './elementwise.js'
import { floatOperandOf } from './operands.js'
import { axisNames, geluNames } from './optionNames.js'
import { partOf } from './over.js'
import { decay, positivePart, sigmoidOf } from './stable.js'

/**
 * x times a gate that opens from 0 to 1. Beyond 1000 in size the product is 0 or x to the last bit, with all derivatives, and
 * is taken to be that: the gate would give 0 * Infinity.
 */
const gated = (x: Tensor, gate: (x: Tensor) => Tensor): Tensor => {
  const inside = less(abs(x), fullLike(x, 1000))
  const moderate = where(inside, x, fullLike(x, 0))
  return where(inside, mul(moderate, gate(moderate)), positivePart(x))
}

/**
 * x sigmoid(x), which is also known as swish; 0 at -Infinity. (Hendrycks and Gimpel, Gaussian Error Linear Units, 2016.)
 *
 * @example
 * ```ts
 * import { silu, tensor } from 'cotangent'
 *
 * silu(tensor([-Infinity, 0, 1, 80])) // => [ 0.          0.          0.73105858 80.        ]
 * ```
 */
export const silu: FloatUnaryOperation = floatUnary('silu', (x) => gated(x, sigmoidOf))

/**
 * tanh(log(1 + e^x)), by one exponential e = e^-|x|: (1 + 2e) / (1 + 2e + 2e^2) where x >= 0 and
 * (2e + e^2) / (2 + 2e + e^2) elsewhere.
 */
const mishGate = (x: Tensor): Tensor => {
  const { upper, decayed } = decay(x)
  const [one, two] = [fullLike(x, 1), fullLike(x, 2)]
  const twice = mul(two, decayed)
  const squared = mul(decayed, decayed)
  const numerator = add(twice, where(upper, one, squared))
  return div(numerator, add(numerator, where(upper, mul(two, squared), two)))
}

/**
 * x tanh(log(1 + e^x)); 0 at -Infinity. (Misra, Mish: A Self Regularized Non-Monotonic Activation Function, 2019.)
 *
 * @example
 * ```ts
 * import { mish, tensor } from 'cotangent'
 *
 * mish(tensor([-Infinity, 0, 1, 80])) // => [ 0.          0.          0.86509839 80.        ]
 * ```
 */
export const mish: FloatUnaryOperation = floatUnary('mish', (x) => gated(x, mishGate))

/** The share of the standard normal distribution below x: erfc(-x / sqrt(2)) / 2. */
const normalGate = (x: Tensor): Tensor => mul(fullLike(x, 0.5), erfc(mul(fullLike(x, -Math.SQRT1_2), x)))

/** (1 + tanh(u)) / 2 = sigmoid(2u) with u = sqrt(2/pi) (x + 0.044715 x^3). */
const tanhGate = (x: Tensor): Tensor => {
  const cubic = mul(x, add(fullLike(x, 1), mul(fullLike(x, 0.044715), mul(x, x))))
  return sigmoidOf(mul(fullLike(x, 2 * Math.sqrt(2 / Math.PI)), cubic))
}

const geluGates = { none: normalGate, tanh: tanhGate }

/**
 * x P(X <= x) of a standard normal X, x erfc(-x / sqrt(2)) / 2; with `approximate: 'tanh'` the formula
 * x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2, within 5e-4 of it. Both keep their digits far below 0, and are 0 at
 * -Infinity. (Hendrycks and Gimpel, Gaussian Error Linear Units, 2016.)
 *
 * @example
 * ```ts
 * import { gelu, tensor } from 'cotangent'
 *
 * gelu(tensor([-10, 0, 1])) // => [-7.61985302e-23  0.00000000e+00  8.41344746e-01]
 * gelu(tensor([-1, 0, 1]), { approximate: 'tanh' }) // => [-0.15880801  0.          0.84119199]
 * ```
 */
export const gelu: Gelu = dual(
  'gelu',
  1,
  geluNames,
  (value: unknown, { approximate = 'none' }: GeluOptions = {}): Tensor => {
    const x = floatOperandOf('gelu', value)
    return gated(x, geluGates[checkChoice('gelu', 'approximation', approximate, ['none', 'tanh'])])
  },
)

/**
 * a sigmoid(b), where a and b are the two halves of an axis (the last without `axis`): `[..., 2N, ...]` gives
 * `[..., N, ...]`. An odd size is a ShapeError. (Dauphin et al., Language Modeling with Gated Convolutional Networks, 2016.)
 *
 * @example
 * ```ts
 * import { glu, tensor } from 'cotangent'
 *
 * glu(tensor([1, 2, 0, 800])) // => [0.5 2. ]
 * ```
 */
export const glu: Glu = dual('glu', 1, axisNames, (value: unknown, { axis = -1 }: AxisOption = {}): Tensor => {
  const x = floatOperandOf('glu', value)
  const along = normalizeAxis('glu', axis, x.shape.length, x)
  if (x.shape[along] % 2 !== 0)
    throw new ShapeError({
      operation: 'glu',
      operands: [x],
      problem: `axis ${along} has odd size ${x.shape[along]}`,
      remedy: 'It is taken in two halves of equal size',
    })
  const half = x.shape[along] / 2
  return mul(partOf(x, along, 0, half), sigmoidOf(partOf(x, along, half, half)))
})
