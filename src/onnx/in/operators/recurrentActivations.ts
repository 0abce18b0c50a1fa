import {
  add,
  clip,
  elu,
  greater,
  leakyRelu,
  mul,
  relu,
  sigmoid,
  softplus,
  softsign,
  tanh,
  where,
} from '../../../graph/index.js'
import { type OperatorCall, refused } from '../operator.js'
import type { Real } from './operands.js'

/** A function of one argument that a recurrent cell applies. */
export type Applied = (x: Real) => Real

/** A function with the numbers it takes: what alpha and beta are where they are not given; undefined where it takes none. */
interface Activation {
  readonly alpha?: number
  readonly beta?: number
  readonly of: (alpha: number, beta: number) => Applied
}

const activations = new Map<string, Activation>(
  Object.entries({
    relu: { of: () => relu as Applied },
    tanh: { of: () => tanh as Applied },
    sigmoid: { of: () => sigmoid as Applied },
    softsign: { of: () => softsign as Applied },
    softplus: { of: () => softplus as Applied },
    affine: { alpha: 1, beta: 0, of: (alpha, beta) => (x) => add(mul(x, alpha), beta) },
    leakyrelu: { alpha: 0.01, of: (alpha) => (x) => leakyRelu(x, { negativeSlope: alpha }) },
    thresholdedrelu: { alpha: 1, of: (alpha) => (x) => where(greater(x, alpha), x, 0) },
    scaledtanh: { alpha: 1, beta: 1, of: (alpha, beta) => (x) => mul(tanh(mul(x, beta)), alpha) },
    hardsigmoid: {
      alpha: 0.2,
      beta: 0.5,
      of: (alpha, beta) => (x) => clip(add(mul(x, alpha), beta), { min: 0, max: 1 }),
    },
    elu: { alpha: 1, of: (alpha) => (x) => elu(x, { alpha }) },
  }),
)

/**
 * The functions of a recurrent node, by the names in `activations`, or those that stand for them. Of `activation_alpha` and
 * `activation_beta` those functions take the next number that have such a one.
 */
export const activationsOf = (call: OperatorCall, absent: readonly string[]): readonly Applied[] => {
  const { attributes } = call
  const names = attributes.strings('activations', absent)
  const [alphas, betas] = [attributes.floats('activation_alpha', []), attributes.floats('activation_beta', [])]
  const taken = { alpha: 0, beta: 0 }
  return (names.length === 0 ? absent : names).map((name) => {
    const found = activations.get(name.toLowerCase())
    if (found === undefined) throw refused(call, `there is no activation ${JSON.stringify(name)}`)
    const alpha = found.alpha === undefined ? 0 : (alphas[taken.alpha++] ?? found.alpha)
    const beta = found.beta === undefined ? 0 : (betas[taken.beta++] ?? found.beta)
    return found.of(alpha, beta)
  })
}
