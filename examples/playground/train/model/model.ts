import { elu, gelu, relu, sigmoid, silu, softmaxCrossEntropy, type Tensor, tanh } from 'cotangent'
import { type AnyModel, activation, type DenseParams, dense, type ShapePreserving, sequential } from 'cotangent/nn'
import {
  adam,
  adamw,
  lion,
  momentum,
  type Optimizer,
  rmsprop,
  sgd,
  type TrainState,
  type TrainStep,
  trainStep,
  withL2,
} from 'cotangent/optim'
import type { Rand } from 'cotangent/random'
import { type ActivationName, decaysItself, type Layer, type OptimizerName, type Settings } from '../settings.js'
import type { Points } from './dataSets.js'

/** The parameters of a dense layer; an activation has none. */
export type Dense = DenseParams<number, number>

/** The parameters of all layers, activations among them. */
export type Params = readonly (Dense | Readonly<Record<string, never>>)[]

/** A network of two features: a number for every class, the greater the likelier. */
export interface Network {
  readonly init: Rand<Params>
  readonly apply: (params: Params) => (x: Tensor<[number, 2], 'float64'>) => Tensor<[number, number], 'float64'>
}

/** What goes from step to step. */
export type State = TrainState<Params>

const activations: { readonly [Name in Exclude<ActivationName, 'linear'>]: ShapePreserving } = {
  tanh,
  relu,
  sigmoid,
  gelu: (x) => gelu(x),
  silu,
  elu: (x) => elu(x),
}

const hidden = (inputs: number, { units, activation: name }: Layer): readonly AnyModel[] =>
  name === 'linear' ? [dense(inputs, units)] : [dense(inputs, units), activation(activations[name], name)]

/** Of a list that is made when it runs, the types do not tell layer by layer how they fit. */
const stacked = sequential as unknown as (...models: readonly AnyModel[]) => Network

/** The network of some hidden layers. */
export const networkOf = (layers: readonly Layer[], classes: number): Network => {
  const inputsOf = (index: number): number => (index === 0 ? 2 : layers[index - 1].units)
  const models = [
    ...layers.flatMap((layer, index) => hidden(inputsOf(index), layer)),
    dense(inputsOf(layers.length), classes),
  ]
  return stacked(...models)
}

const optimizers: { readonly [Name in OptimizerName]: (rate: number, decay: number) => Optimizer } = {
  sgd: (rate) => sgd(rate),
  momentum: (rate) => momentum(rate),
  rmsprop: (rate) => rmsprop(rate),
  adam: (rate) => adam(rate),
  adamw: (rate, weightDecay) => adamw(rate, { weightDecay }),
  lion: (rate, weightDecay) => lion(rate, { weightDecay }),
}

/** What a training consists of, but for its data. */
export interface Training {
  readonly network: Network
  readonly optimizer: Optimizer
  /** The cross entropy of the classes, the mean over the points. */
  readonly loss: (params: Params, points: Points) => Tensor<[], 'float64'>
  readonly step: TrainStep<Params, Points, 'float64'>
}

/** The training that settings describe. */
export const trainingOf = (
  { layers, optimizer: name, learningRate, decay }: Pick<Settings, 'layers' | 'optimizer' | 'learningRate' | 'decay'>,
  classes: number,
): Training => {
  const network = networkOf(layers, classes)
  const optimizer = optimizers[name](learningRate, decay)
  const loss = (params: Params, { x, y }: Points): Tensor<[], 'float64'> =>
    softmaxCrossEntropy(network.apply(params)(x), y)
  const punished = decay === 0 || decaysItself(name) ? loss : withL2(loss, decay)
  return { network, optimizer, loss, step: trainStep(punished, optimizer) }
}
