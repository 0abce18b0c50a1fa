import {
  astype,
  item,
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
import { initializers } from 'cotangent/nn'
import { seed as from } from 'cotangent/random'
import type { Matrix } from '../numbers.js'
import { numbersOf, type Row } from '../numbers.js'
import * as byHand from './byHand.js'
import { initialParams, type TrainingOptions } from './training.js'

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

/** How weights start: how much the hidden nodes' inputs spread, and how many of their slopes are all but 0. */
export interface Start {
  readonly spread: number
  readonly flat: number
}

const startOf = (images: Matrix, weights: Matrix): Start => {
  const z = matmul(images, weights)
  const s = sigmoid(z)
  return { spread: item(std(z)), flat: item(mean(astype(less(mul(s, sub(1, s)), 0.01), 'float64'))) }
}

export interface Instability {
  readonly extremes: readonly Extreme[]
  /** Of the lesson's weights, and of such that are scaled by the root of their number of inputs. */
  readonly lesson: Start
  readonly scaled: Start
}

export const instability = (options: TrainingOptions): Instability => {
  const { images } = options.train
  const [pixels, hidden] = [images.shape[1], options.hidden]
  const [scaled] = initializers.lecunNormal([pixels, hidden], { fanIn: pixels, fanOut: hidden })(from(options.seed))
  return {
    extremes: [extreme([800, 0]), extreme([0, -800])],
    lesson: startOf(images, initialParams(options).hidden.weights),
    scaled: startOf(images, scaled as Matrix),
  }
}
