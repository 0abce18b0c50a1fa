import { type GradientFailure, type GradientReport, gradcheck, jit, neg, tensor } from 'cotangent'
import { type Either, isRight } from 'fp-ts/lib/Either.js'
import type { BackpropFigures, BackpropOptions } from './lessons/backprop/lesson.js'
import * as iris from './lessons/backprop/network.js'
import * as line from './lessons/backprop/regression.js'
import { classified, numbered } from './lessons/backprop/split.js'
import type { NeuronsFigures, NeuronsOptions } from './lessons/neurons/lesson.js'
import * as xor from './lessons/neurons/network.js'
import * as single from './lessons/neurons/neuron.js'
import type { Matrix, Row, Rows } from './lessons/numbers.js'
import { draws, type SoftmaxFigures, type SoftmaxOptions } from './lessons/softmax/lesson.js'
import * as layers from './lessons/softmax/network.js'

/** The check of one gradient at one place, and what is known of it beforehand. */
export interface Check {
  readonly what: string
  readonly known: 'right' | 'wrong'
  readonly result: Either<GradientFailure, GradientReport>
}

/** Whether the check found what is known. */
export const asKnown = ({ known, result }: Check): boolean =>
  isRight(result) ? known === 'right' : known === 'wrong' && result.left.reason === 'wrong'

const column = (values: Row): Matrix => tensor(values.map((value) => [value]))

const ofRegression = ({ regression }: BackpropFigures, { flowers }: BackpropOptions): readonly Check[] => {
  const { train } = numbered(flowers)
  const value = jit(line.halfError(train))
  const places = [
    ['at the initial weights', regression.initial],
    ['trained', regression.handWritten.weights],
  ] as const
  return places.flatMap(([place, weights]): readonly Check[] => [
    { what: `linear regression, automatic, ${place}`, known: 'right', result: gradcheck(value, column(weights)) },
    {
      what: `linear regression, the lesson's by hand, ${place}`,
      known: 'right',
      result: gradcheck({ value, gradient: line.handWritten(train) }, column(weights)),
    },
  ])
}

const ofIris = ({ network }: BackpropFigures, { flowers }: BackpropOptions): readonly Check[] => {
  const { train } = classified(flowers)
  const value = jit(iris.loss(train))
  const places = [
    ['at the initial weights', network.initial],
    ['trained', network.training.corrected],
  ] as const
  const names = [
    ['lesson', "the lesson's by hand", 'wrong'],
    ['summed', 'by hand with the slope mended', 'wrong'],
    ['corrected', 'by hand with slope and mean mended', 'right'],
  ] as const
  return places.flatMap(([place, weights]): readonly Check[] => {
    const point = { w1: tensor(weights.w1), w2: tensor(weights.w2) }
    return [
      { what: `iris network, automatic, ${place}`, known: 'right', result: gradcheck(value, point) },
      ...names.map(([key, name, known]) => ({
        what: `iris network, ${name}, ${place}`,
        known,
        result: gradcheck({ value, gradient: iris.gradients[key](train) }, point),
      })),
    ]
  })
}

const ofNeuron = ({ neuron }: NeuronsFigures, { simple }: NeuronsOptions): readonly Check[] => {
  const examples = single.examplesOf(simple)
  const value = jit(single.halfSquaredError(examples))
  const gradient = (weights: Matrix): Matrix => neg(single.handWritten(examples)(weights))
  const places = [
    ['at the initial weights', neuron.initial],
    ['trained', neuron.weights],
  ] as const
  return places.flatMap(([place, weights]): readonly Check[] => [
    { what: `single neuron, automatic, ${place}`, known: 'right', result: gradcheck(value, column(weights)) },
    {
      what: `single neuron, the lesson's by hand, ${place}`,
      known: 'right',
      result: gradcheck({ value, gradient }, column(weights)),
    },
  ])
}

const ofExclusiveOr = (
  { network }: NeuronsFigures,
  { hard }: NeuronsOptions,
  initial: xor.Weights,
): readonly Check[] => {
  const examples = single.examplesOf(hard)
  const value = jit(xor.halfSquaredError(examples))
  const gradient = (weights: xor.Weights): xor.Weights => {
    const { w01, w12 } = xor.handWritten(examples)(weights)
    return { w01: neg(w01), w12: neg(w12) }
  }
  const rows = ({ w01, w12 }: { readonly w01: Rows; readonly w12: Rows }): xor.Weights => ({
    w01: tensor(w01),
    w12: tensor(w12),
  })
  const places = [
    ['at the initial weights', initial],
    ['trained', rows(network)],
  ] as const
  return places.flatMap(([place, weights]): readonly Check[] => [
    { what: `network on exclusive or, automatic, ${place}`, known: 'right', result: gradcheck(value, weights) },
    {
      what: `network on exclusive or, the lesson's by hand, ${place}`,
      known: 'right',
      result: gradcheck({ value, gradient }, weights),
    },
  ])
}

/** The gradients of the lessons' models, checked where training starts and where it ends. */
export const backpropChecks = (figures: BackpropFigures, options: BackpropOptions): readonly Check[] => [
  ...ofRegression(figures, options),
  ...ofIris(figures, options),
]

export const neuronsChecks = (
  figures: NeuronsFigures,
  options: NeuronsOptions,
  initial: xor.Weights,
): readonly Check[] => [...ofNeuron(figures, options), ...ofExclusiveOr(figures, options, initial)]

/** Where two networks of layers start, and where their training ends. */
export const softmaxChecks = (figures: SoftmaxFigures, options: SoftmaxOptions): readonly Check[] => {
  const { split, linear, tanh } = draws(options)
  return (
    [
      ['one layer', linear, figures.linear],
      ['two layers with tanh', tanh, figures.tanh],
    ] as const
  ).flatMap(([what, network, { handWritten }]) => {
    const value = jit(layers.loss(network)(split.train))
    const gradient = network.handWritten(split.train)
    const places = [
      ['at the initial weights', handWritten.initial],
      ['trained', handWritten.final],
    ] as const
    return places.flatMap(([place, params]): readonly Check[] => [
      { what: `${what}, automatic, ${place}`, known: 'right', result: gradcheck(value, params) },
      {
        what: `${what}, the lesson's by hand, ${place}`,
        known: 'right',
        result: gradcheck({ value, gradient }, params),
      },
    ])
  })
}
