import { makeGraph, tensor, valueAndGrad } from 'cotangent'
import {
  beside,
  decisionBoundary,
  type Figure,
  graphFigure,
  history,
  type Live,
  live,
  lossCurve,
  type Numbers,
  scatter,
  stacked,
} from 'cotangent/plot'
import type { Plots } from '../command.js'
import type { Matrix, Row } from '../numbers.js'
import type { Labels } from './byHand.js'
import type { SoftmaxFigures, SoftmaxOptions, Training } from './lesson.js'
import { linearNetwork, loss, type Network, type Params, type Score, tanhNetwork } from './network.js'
import type { AfterEpoch, ManyEpochs } from './training.js'

const curve = (scores: readonly Score[]): Row => scores.map(({ accuracy }) => accuracy)

const titles = { linear: 'A linear layer', tanh: 'Two layers with tanh' } as const

/** The curves of a training; their axis is as long as it will be. */
const training = (title: string, { train, valid }: Pick<ManyEpochs, 'train' | 'valid'>, epochs: number): Figure =>
  history(
    { 'training accuracy': curve(train), 'validation accuracy': curve(valid) },
    { title, yLabel: 'accuracy', epochs },
  )

const boundary = (title: string, network: Network, params: Params, x: Matrix, labels: Numbers): Figure =>
  decisionBoundary(network.apply(params), x, labels, { title })

/**
 * The lesson's picture of a training that goes on, drawn anew after each epoch: its curves, and where there is room what the
 * network makes of the plane.
 */
export const whileTraining = (
  { name, network, split: { train }, epochs }: Training,
  { withBoundary }: { readonly withBoundary: boolean },
): Live<AfterEpoch, AfterEpoch> =>
  live(
    (state) => state,
    (seen) => {
      const curves = training(
        titles[name],
        { train: seen.map((each) => each.train), valid: seen.map((each) => each.valid) },
        epochs,
      )
      const { params } = seen[seen.length - 1]
      return withBoundary ? stacked(curves, boundary('', network, params, train.x, train.labels)) : curves
    },
  )

/** The loss of a network and its derivatives, as they are computed of a mini-batch. */
const graph = (network: Network, params: Params, x: Matrix, labels: Labels): Figure => {
  const ofBatch = (at: Params, batch: Matrix, classes: Labels) => loss(network)({ x: batch, labels: classes })(at)
  return graphFigure(makeGraph(valueAndGrad(ofBatch))(params, x, labels), {
    names: [undefined, 'x', 'labels'],
    of: 'valueAndGrad',
    title: 'Loss and gradient of a mini-batch',
  })
}

/** The lesson's plots, by name. */
export const plots = (
  { dataset: { x, labels }, linear, tanh }: SoftmaxFigures,
  { features, classes, hidden, epochs, batchSize }: SoftmaxOptions,
): Plots => {
  const [oneLayer, twoLayers] = [linearNetwork(features, classes), tanhNetwork(features, hidden, classes)]
  const first = { x: x.slice(0, batchSize), labels: labels.slice(0, batchSize) }
  return {
    graph: graph(oneLayer, linear.automatic.initial, tensor(first.x), tensor(first.labels, { dtype: 'int32' })),
    dataset: scatter(tensor(x), { labels, title: 'Training data' }),
    'regression-losses': beside(lossCurve('absolute'), lossCurve('squared')),
    'classification-losses': beside(lossCurve('zeroOne'), lossCurve('log')),
    'cross-entropy': lossCurve('crossEntropy'),
    'linear-training': training(titles.linear, linear.automatic, epochs),
    'linear-boundary': boundary(titles.linear, oneLayer, linear.automatic.final, tensor(x), labels),
    'tanh-training': training(titles.tanh, tanh.automatic, epochs),
    'tanh-boundary': boundary(titles.tanh, twoLayers, tanh.automatic.final, tensor(x), labels),
  }
}
