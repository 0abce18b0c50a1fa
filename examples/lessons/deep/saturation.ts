import { binaryCrossEntropyWithLogits, grad, item, sigmoid, tensor } from 'cotangent'
import { activations } from './activations.js'
import { cost, outputSlope } from './byHand.js'

/** The cost of one example, and its slope by the logit. */
export interface CostAt {
  readonly cost: number
  readonly slope: number
}

/** The same by the lesson's formulas and from the logit itself. */
export interface Saturation {
  readonly logit: number
  readonly target: number
  readonly lesson: CostAt
  readonly fromLogit: CostAt
}

const saturationAt = (logit: number, target: number): Saturation => {
  const [z, y] = [tensor([[logit]]), tensor([[target]])]
  const p = sigmoid(z)
  const fromLogit = (at: typeof z) => binaryCrossEntropyWithLogits(at, y)
  return {
    logit,
    target,
    lesson: { cost: item(cost(p, y)), slope: item(activations.sigmoid.lesson(outputSlope(p, y), z)) },
    fromLogit: { cost: item(fromLogit(z)), slope: item(grad(fromLogit)(z)) },
  }
}

/** What becomes of a network that is sure: rightly (target 1) and wrongly (target 0), at logit 40, where 1 - p is 0. */
export const saturation = (): readonly Saturation[] => [saturationAt(40, 1), saturationAt(40, 0)]
