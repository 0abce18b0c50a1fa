import { add, fromTypedArray, gradcheck, gradcheckOpaque, neg, type Tensor, tensor, toTypedArray } from 'cotangent'
import { random, seed } from 'cotangent/random'
import { isLeft } from 'fp-ts/lib/Either.js'
import { drawnDigits, drawnPictures } from '../drawnChecks.js'
import { defaults as backpropDefaults, initialWeights } from '../lessons/backprop/lesson.js'
import * as iris from '../lessons/backprop/network.js'
import * as line from '../lessons/backprop/regression.js'
import { classified, numbered } from '../lessons/backprop/split.js'
import { type ActivationName, activations } from '../lessons/deep/activations.js'
import { architectureOf, defaults as deepDefaults, initialLayers } from '../lessons/deep/lesson.js'
import * as deep from '../lessons/deep/network.js'
import * as mnist from '../lessons/mnist/network.js'
import { initialNetwork, initialNeuron, defaults as neuronsDefaults } from '../lessons/neurons/lesson.js'
import * as xor from '../lessons/neurons/network.js'
import * as single from '../lessons/neurons/neuron.js'
import type { Matrix } from '../lessons/numbers.js'
import { table } from '../lessons/printed.js'
import * as layers from '../lessons/softmax/byHand.js'
import { draws, defaults as softmaxDefaults } from '../lessons/softmax/lesson.js'
import { loss } from '../lessons/softmax/network.js'
import { type Audited, asKnown, showVerdict } from './audit.js'

/** A gradient that a lesson writes by hand, `what` it calls it, and in which lesson. */
export interface Lesson extends Audited {
  readonly lesson: string
  /** The mistakes known in it, and what a diagnosis calls them. */
  readonly mistakes: readonly string[]
  readonly causes: readonly string[]
}

const sound = { known: 'right', mistakes: [], causes: [] } as const
const faulty = (mistakes: readonly string[], causes: readonly string[]) => ({ known: 'wrong', mistakes, causes })

const ofBackprop = (): readonly Lesson[] => {
  const lesson = '000'
  const { flowers } = backpropDefaults
  const [point] = random([4, 1])(seed(backpropDefaults.seed))
  const examples = numbered(flowers).train
  const { train } = classified(flowers)
  const weights = initialWeights(backpropDefaults)
  const value = iris.loss(train)
  const gradient = iris.gradients.lesson(train)
  return [
    {
      lesson,
      what: 'gradient_descent: delta',
      ...sound,
      result: gradcheck({ value: line.halfError(examples), gradient: line.handWritten(examples) }, point as Matrix),
    },
    {
      lesson,
      what: 'two_layer_net: dW1',
      ...faulty(['G1', 'G2'], ['atActivation', 'factor']),
      result: gradcheck(
        { value: (w1) => value({ ...weights, w1 }), gradient: (w1) => gradient({ ...weights, w1 }).w1 },
        weights.w1,
      ),
    },
    {
      lesson,
      what: 'two_layer_net: dW2',
      ...faulty(['G2'], ['factor']),
      result: gradcheck(
        { value: (w2) => value({ ...weights, w2 }), gradient: (w2) => gradient({ ...weights, w2 }).w2 },
        weights.w2,
      ),
    },
  ]
}

const numbers = (x: Tensor): Float64Array => Float64Array.from(toTypedArray(x))

const matrixOf =
  (shape: readonly [number, number]) =>
  (x: Float64Array): Matrix =>
    fromTypedArray(x, shape) as Matrix

/** The way back through a function of matrices, as a pullback of flat numbers. */
const wayBack = (
  shape: readonly [number, number],
  f: (x: Matrix) => Matrix,
  back: (x: Matrix, cotangent: Matrix) => Matrix,
): Lesson['result'] => {
  const matrix = matrixOf(shape)
  const value = (x: Float64Array): Float64Array => numbers(f(matrix(x)))
  const vjp = (x: Float64Array, dy: Float64Array): Float64Array =>
    numbers(back(matrix(x), matrixOf(f(matrix(x)).shape)(dy)))
  const point = [-1.5, 0.25, 0.75, 2, -0.5, 1.25]
  return gradcheckOpaque({ value, vjp }, point, { shape, outputShape: f(matrix(Float64Array.from(point))).shape })
}

const ofSoftmax = (): readonly Lesson[] => {
  const lesson = '001'
  const { split, linear, tanh, fourth, deep: tanhParams } = draws(softmaxDefaults)
  const { train } = split
  const weights = {
    weights: tensor([
      [0.5, -1],
      [2, 0.25],
    ]) as Matrix,
    bias: tensor([0.5, -0.5]) as layers.Linear['bias'],
  }
  const labels = tensor([0, 1, 1], { dtype: 'int32' }) as layers.Labels
  const ways = [
    ['Linear.backward: dx', layers.linear(weights)],
    ['Softmax.backward', layers.softmax({})],
    ['Tanh.backward', layers.tanhLayer({})],
  ] as const
  const matrix = matrixOf([3, 2])
  const probabilities = [0.25, 0.75, 0.5, 0.5, 0.875, 0.125]
  return [
    ...ways.map(([what, through]) => ({
      lesson,
      what,
      ...sound,
      result: wayBack(
        [3, 2],
        (x) => through(x)[0],
        (x, dy) => through(x)[1](dy)[0],
      ),
    })),
    {
      lesson,
      what: 'CrossEntropyLoss.backward',
      ...sound,
      result: gradcheckOpaque(
        {
          value: (p) => numbers(layers.crossEntropy(matrix(p), labels)[0])[0],
          gradient: (p) => numbers(layers.crossEntropy(matrix(p), labels)[1]),
        },
        probabilities,
        { shape: [3, 2] },
      ),
    },
    ...(
      [
        ['Linear, Softmax', linear, fourth],
        ['Linear, Tanh, Linear, Softmax', tanh, tanhParams],
      ] as const
    ).map(([what, network, params]) => ({
      lesson,
      what: `Net.backward: ${what}`,
      ...sound,
      result: gradcheck({ value: loss(network)(train), gradient: network.handWritten(train) }, params),
    })),
  ]
}

const ofNeurons = (): readonly Lesson[] => {
  const lesson = '002'
  const { simple, hard } = neuronsDefaults
  const [easy, difficult] = [simple, hard].map(single.examplesOf)
  const weights = initialNeuron(neuronsDefaults.seed, simple)
  // What the lesson adds to the weights is the gradient's opposite.
  return [
    {
      lesson,
      what: 'NeuralNetwork.train: -adjustment',
      ...sound,
      result: gradcheck(
        { value: single.halfSquaredError(easy), gradient: (at) => neg(single.handWritten(easy)(at)) },
        weights,
      ),
    },
    {
      lesson,
      what: 'TwoLayerNeuralNetwork.train: -delta',
      ...sound,
      result: gradcheck(
        {
          value: xor.halfSquaredError(difficult),
          gradient: (at: xor.Weights): xor.Weights => {
            const { w01, w12 } = xor.handWritten(difficult)(at)
            return { w01: neg(w01), w12: neg(w12) }
          },
        },
        initialNetwork(neuronsDefaults),
      ),
    },
  ]
}

const ofMnist = (): readonly Lesson[] => {
  const { digits, point } = drawnDigits(5)
  const { cost, gradient } = mnist.objectives['by-hand']
  return [
    {
      lesson: '003',
      what: 'dW1, db1, dW2, db2',
      ...sound,
      result: gradcheck({ value: cost(digits), gradient: gradient(digits) }, point),
    },
  ]
}

const inDeep: Readonly<Record<ActivationName, Pick<Lesson, 'known' | 'mistakes' | 'causes'>>> = {
  sigmoid: sound,
  relu: sound,
  leaky_relu: faulty(['G3'], ['droppedCotangent']),
  tanh: faulty(['G4'], ['droppedCotangent']),
}

/** Nodes and pixels so few that the way to the smallest failing point is short. */
const hidden = [4, 3]

const ofDeep = (): readonly Lesson[] => {
  const lesson = '004'
  const examples = drawnPictures(8, 4)
  return (Object.keys(activations) as readonly ActivationName[]).flatMap((name): readonly Lesson[] => {
    const options = { ...deepDefaults, train: examples, test: examples, hidden, activations: hidden.map(() => name) }
    const { cost, gradient } = deep.objectives.lesson(architectureOf(options))
    // Off the kink: of a node whose inputs are all 0 and whose bias is 0.
    const point = initialLayers(options).map(({ weights, bias }) => ({ weights, bias: add(bias, 0.01) }))
    return [
      {
        lesson,
        what: `${name}_backward`,
        ...inDeep[name],
        result: wayBack([3, 2], activations[name].apply, (z, da) => activations[name].lesson(da, z) as Matrix),
      },
      {
        lesson,
        what: `backward_propagation: ${name}`,
        ...inDeep[name],
        result: gradcheck({ value: cost(examples) as never, gradient: gradient(examples) }, point),
      },
    ]
  })
}

/** The gradients that the lessons write by hand, as they stand there. */
export const auditLessons = (): readonly Lesson[] => [
  ...ofBackprop(),
  ...ofSoftmax(),
  ...ofNeurons(),
  ...ofMnist(),
  ...ofDeep(),
]

const diagnosisOf = ({ result }: Lesson) => (isLeft(result) ? result.left.diagnosis : undefined)

/** What was diagnosed, by the names of causes in alphabetical order; a mistake may come with a factor. */
export const causesOf = (lesson: Lesson): readonly string[] => {
  const causes = (diagnosisOf(lesson)?.mistakes ?? []).flatMap(({ cause, factor }) =>
    factor === undefined || cause === 'sign' ? [cause] : [cause, 'factor'],
  )
  return [...new Set(causes)].sort()
}

export const showLessons = (lessons: readonly Lesson[]): string =>
  table([
    ['lesson', 'gradient', 'known', 'verdict', 'likely'],
    ...lessons.map((lesson) => [
      lesson.lesson,
      lesson.what,
      lesson.mistakes.join(', '),
      showVerdict(lesson),
      diagnosisOf(lesson)?.text ?? '',
    ]),
  ])

/** The gradients that are not found what they are known to be, or not for the reason that is known. */
export const surprises = (lessons: readonly Lesson[]): readonly string[] =>
  lessons.flatMap((lesson) => {
    const where = `${lesson.lesson}, ${lesson.what}`
    if (!asKnown(lesson)) return [`${where}: ${showVerdict(lesson)}`]
    const causes = causesOf(lesson)
    return causes.join() === lesson.causes.join()
      ? []
      : [`${where}: diagnosed ${causes.join(' and ') || 'nothing'}, should be ${lesson.causes.join(' and ')}`]
  })
