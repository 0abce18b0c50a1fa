import {
  add,
  astype,
  div,
  type Engine,
  item,
  jit,
  less,
  matmul,
  mean,
  mul,
  sigmoid,
  softmax,
  softmaxCrossEntropy,
  std,
  sub,
  tensor,
} from 'cotangent'
import type { DenseParams } from 'cotangent/nn'
import { pipe } from 'fp-ts/lib/function.js'
import { numbersOf, type Row } from '../numbers.js'
import { mapRecord } from '../parts.js'
import * as byHand from './byHand.js'
import type { Digits } from './digits.js'
import { objectives, type Params } from './network.js'

/** Probabilities and the cost of one example of class 0, by the lesson's formulas and from logits. */
export interface Extreme {
  readonly logits: Row
  readonly lesson: { readonly probabilities: Row; readonly cost: number }
  readonly fromLogits: { readonly probabilities: Row; readonly cost: number }
}

const extreme = (logits: readonly [number, number]): Extreme => {
  const z = tensor([logits])
  const p = byHand.softmax(z)
  return {
    logits,
    lesson: { probabilities: numbersOf(p), cost: item(byHand.crossEntropy(p, tensor([[1, 0]]))) },
    fromLogits: {
      probabilities: numbersOf(softmax(z)),
      cost: item(softmaxCrossEntropy(z, [0])),
    },
  }
}

/** How a network starts from its weights. */
export interface Start {
  /** The standard deviation of what the hidden nodes are given. */
  readonly spread: number
  /** The share of them whose slope is below 0.01. */
  readonly flat: number
  readonly cost: number
}

const startOf = (digits: Digits, params: Params, engine: Engine): Start => {
  const start = jit(
    ({ hidden, output }: Params) => {
      const z = pipe(digits.images, matmul(hidden.weights), add(hidden.bias))
      const s = sigmoid(z)
      return {
        spread: std(z),
        flat: mean(astype(less(mul(s, sub(1, s)), 0.01), 'float64')),
        cost: objectives.automatic.cost(digits)({ hidden, output }),
      }
    },
    { engine },
  )
  return mapRecord(start(params), (value) => item(value))
}

/** The same weights divided by the root of how many inputs there are. */
const scaled = ({ hidden, output }: Params): Params => {
  const layer = <I extends number, O extends number>({ weights, bias }: DenseParams<I, O>): DenseParams<I, O> => ({
    weights: div(weights, Math.sqrt(weights.shape[0])),
    bias,
  })
  return { hidden: layer(hidden), output: layer(output) }
}

export interface Instability {
  readonly extremes: readonly Extreme[]
  /** Of the lesson's weights, and of the same divided by the root of their number of inputs. */
  readonly lesson: Start
  readonly scaled: Start
}

export const instability = (digits: Digits, initial: Params, engine: Engine): Instability => ({
  extremes: [extreme([800, 0]), extreme([0, -800])],
  lesson: startOf(digits, initial, engine),
  scaled: startOf(digits, scaled(initial), engine),
})
