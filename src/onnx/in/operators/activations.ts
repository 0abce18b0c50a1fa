import {
  add,
  celu,
  clip,
  elu,
  full,
  gelu,
  greater,
  hardSwish,
  leakyRelu,
  less,
  mish,
  mul,
  sigmoid,
  softplus,
  sub,
  where,
  zerosLike,
} from '../../../graph/index.js'
import type { Tensor } from '../../../tensor/index.js'
import { choiceOf, type OperatorCall, type Operators, optional, required } from '../operator.js'

/** Bounds that are attributes up to version 10, and inputs of one element, which may be left out, from 11 on. */
const clipped = (call: OperatorCall): Tensor => {
  const x = required(call, 0)
  const bounds =
    call.opset < 11
      ? { min: call.attributes.float('min', undefined), max: call.attributes.float('max', undefined) }
      : { min: optional(call, 1), max: optional(call, 2) }
  const given = Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined))
  return Object.keys(given).length === 0 ? x : clip(x, given)
}

const geluOf = (call: OperatorCall): Tensor => {
  const name = call.attributes.string('approximate', 'none')
  const approximate = choiceOf(call, 'approximation', name, { none: 'none', tanh: 'tanh' } as const)
  return gelu(required(call, 0), { approximate })
}

/** Activations with settings of their own. */
export const activations: Operators = {
  Celu: (call) => [celu(required(call, 0), { alpha: call.attributes.float('alpha', 1) })],
  Clip: (call) => [clipped(call)],
  // Ratio and mode matter in training only.
  Dropout: (call) => {
    const x = required(call, 0)
    return [x, call.opset < 10 ? full(x.shape, 1, { dtype: x.dtype }) : full(x.shape, true)]
  },
  Elu: (call) => [elu(required(call, 0), { alpha: call.attributes.float('alpha', 1) })],
  Gelu: (call) => [geluOf(call)],
  HardSigmoid: (call) => {
    const scaled = mul(required(call, 0), call.attributes.float('alpha', 0.2))
    return [clip(add(scaled, call.attributes.float('beta', 0.5)), { min: 0, max: 1 })]
  },
  HardSwish: (call) => [hardSwish(required(call, 0))],
  LeakyRelu: (call) => [leakyRelu(required(call, 0), { negativeSlope: call.attributes.float('alpha', 0.01) })],
  Mish: (call) => [mish(required(call, 0))],
  PRelu: (call) => {
    const x = required(call, 0)
    return [where(less(x, 0), mul(x, required(call, 1)), x)]
  },
  Selu: (call) => {
    const alpha = call.attributes.float('alpha', 1.6732631921768188)
    return [mul(elu(required(call, 0), { alpha }), call.attributes.float('gamma', 1.0507010221481323))]
  },
  /** x + bias below -lambd, x - bias above lambd, and 0 between. */
  Shrink: (call) => {
    const x = required(call, 0)
    const bias = call.attributes.float('bias', 0)
    const lambd = call.attributes.float('lambd', 0.5)
    return [where(less(x, -lambd), add(x, bias), where(greater(x, lambd), sub(x, bias), zerosLike(x)))]
  },
  Softplus: (call) => [softplus(required(call, 0))],
  Swish: (call) => {
    const x = required(call, 0)
    return [mul(x, sigmoid(mul(x, call.attributes.float('alpha', 1))))]
  },
  ThresholdedRelu: (call) => {
    const x = required(call, 0)
    return [where(greater(x, call.attributes.float('alpha', 1)), x, zerosLike(x))]
  },
}
