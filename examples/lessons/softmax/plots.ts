import { tensor } from 'cotangent'
import { beside, decisionBoundary, type Figure, history, lossCurve, scatter } from 'cotangent/plot'
import type { Plots } from '../command.js'
import type { Row, Rows } from '../numbers.js'
import type { SoftmaxFigures, SoftmaxOptions } from './lesson.js'
import { linearNetwork, type Network, type Score, tanhNetwork } from './network.js'
import type { ManyEpochs } from './training.js'

const curve = (scores: readonly Score[]): Row => scores.map(({ accuracy }) => accuracy)

const training = (title: string, { train, valid }: ManyEpochs): Figure =>
  history({ 'training accuracy': curve(train), 'validation accuracy': curve(valid) }, { title, yLabel: 'accuracy' })

const boundary = (title: string, network: Network, { final }: ManyEpochs, x: Rows, labels: Row): Figure =>
  decisionBoundary(network.apply(final), tensor(x), labels, { title })

/** The lesson's plots, by name. */
export const plots = (
  { dataset: { x, labels }, linear, tanh }: SoftmaxFigures,
  { features, classes, hidden }: SoftmaxOptions,
): Plots => {
  const [oneLayer, twoLayers] = [linearNetwork(features, classes), tanhNetwork(features, hidden, classes)]
  return {
    dataset: scatter(tensor(x), { labels, title: 'Training data' }),
    'regression-losses': beside(lossCurve('absolute'), lossCurve('squared')),
    'classification-losses': beside(lossCurve('zeroOne'), lossCurve('log')),
    'cross-entropy': lossCurve('crossEntropy'),
    'linear-training': training('A linear layer', linear.automatic),
    'linear-boundary': boundary('A linear layer', oneLayer, linear.automatic, x, labels),
    'tanh-training': training('Two layers with tanh', tanh.automatic),
    'tanh-boundary': boundary('Two layers with tanh', twoLayers, tanh.automatic, x, labels),
  }
}
