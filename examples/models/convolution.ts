import { expandDims, item, relu, slice, softmaxCrossEntropy, type Tensor } from 'cotangent'
import { batchesPerEpoch, epochBatches } from 'cotangent/data'
import {
  accuracy,
  activation,
  conv2d,
  dense,
  flatten,
  maxPool2d,
  type ParamsOf,
  predict,
  sequential,
} from 'cotangent/nn'
import { adam, fit, trainStep } from 'cotangent/optim'
import { key, seed } from 'cotangent/random'
import { type Digits, drawDigits } from '../data/digits.js'

/** Two convolutions, each followed by the greatest of every four pixels, and a dense layer: of images to ten scores. */
const network = (side: number) => {
  const [half, quarter] = [Math.floor(side / 2), Math.floor(side / 4)]
  return sequential(
    conv2d([1, side, side], 8, 3, { padding: 'same' }),
    activation(relu),
    maxPool2d([8, side, side], 2),
    conv2d([8, half, half], 16, 3, { padding: 'same' }),
    activation(relu),
    maxPool2d([16, half, half], 2),
    flatten([16, quarter, quarter]),
    dense(16 * quarter * quarter, 10),
  )
}
type Params = ParamsOf<ReturnType<typeof network>>

export interface ConvolutionOptions {
  readonly seed: number
  readonly digits: Digits
  /** How many of them are for testing: the last ones. */
  readonly test: number
  readonly epochs: number
  readonly batchSize: number
  readonly rate: number
}

export const defaults: ConvolutionOptions = {
  seed: 1,
  digits: drawDigits(1500, 0.15)(seed(7))[0],
  test: 200,
  epochs: 8,
  batchSize: 50,
  rate: 0.01,
}

export interface ConvolutionFigures {
  /** The loss of every batch, before the step that it leads to. */
  readonly losses: readonly number[]
  /** The share of test images that are read right, before and after training. */
  readonly before: number
  readonly after: number
}

const part = ({ images, labels }: Digits, from: number, to: number) => ({
  // One channel.
  images: expandDims(slice(images, [[from, to]]), 1) as Tensor<[number, 1, number, number], 'float64'>,
  labels: slice(labels, [[from, to]]) as Digits['labels'],
})

/** A training that can begin anywhere: its step, the state before the first, and the batches after so many steps. */
export const convolutionTraining = (given: Partial<ConvolutionOptions> = {}) => {
  const { seed: start, digits, test: count, epochs, batchSize, rate } = { ...defaults, ...given }
  const [total, side] = digits.images.shape
  const [train, test] = [part(digits, 0, total - count), part(digits, total - count, total)]
  const net = network(side)
  const loss = (params: Params, { images, labels }: typeof train) =>
    softmaxCrossEntropy(net.apply(params)(images), labels)

  const [params] = net.init(seed(start))
  const optimizer = adam(rate)
  const inBatches = { batchSize, epochs, key: key(start) }
  return {
    step: trainStep(loss, optimizer),
    first: { params, opt: optimizer.init(params) },
    batchesFrom: (done: number) => epochBatches(train, { ...inBatches, from: done }),
    total: epochs * batchesPerEpoch(train, inBatches),
    /** The share of test images that are read right. */
    right: (trained: Params): number => item(accuracy(test.labels, predict(net, trained)(test.images))),
  }
}

/** A convolutional network that reads digits. */
export const convolution = (given: Partial<ConvolutionOptions> = {}): ConvolutionFigures => {
  const { step, first, batchesFrom, right } = convolutionTraining(given)
  const states = [...fit(step, first, batchesFrom(0))]
  return {
    losses: states.map((state) => item(state.loss)),
    before: right(first.params),
    after: right(states[states.length - 1].params),
  }
}
