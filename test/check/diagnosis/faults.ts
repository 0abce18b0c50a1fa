import {
  arange,
  less,
  matmul,
  mean,
  mul,
  reshape,
  roll,
  sigmoid,
  slice,
  sub,
  sum,
  transpose,
  where,
  zeros,
} from 'cotangent'
import type { Cause, Mistake } from '../../../src/check/diagnosis/index.js'
import { type Layer, type Matrix, type Mistaken, type Network, type Row, times } from './network.js'

/** A mistake that people make, and what it should be called. */
export interface Fault {
  readonly name: string
  readonly wrong: (network: Network, layers: readonly Layer[]) => Mistaken | undefined
  /** Whether mistakes that are named explain it. */
  readonly isNamedBy: (mistakes: readonly Mistake[], network: Network) => boolean
}

const isClose = (a: number | undefined, b: number): boolean => a !== undefined && Math.abs(a - b) <= 1e-6 * Math.abs(b)

const as =
  (...causes: readonly Cause[]): Fault['isNamedBy'] =>
  (mistakes) =>
    causes.every((cause) => mistakes.some((mistake) => mistake.cause === cause))

const asOneOf =
  (...causes: readonly Cause[]): Fault['isNamedBy'] =>
  (mistakes) =>
    mistakes.some(({ cause }) => causes.includes(cause))

const asFactor =
  (of: (network: Network) => number): Fault['isNamedBy'] =>
  (mistakes, network) =>
    mistakes.some(({ cause, factor }) => (cause === 'factor' || cause === 'sign') && isClose(factor, of(network)))

const rows = ({ targets }: Network): number => targets.shape[0]

const scaled = (layers: readonly Layer[], factor: number): readonly Layer[] =>
  layers.map(({ weights, bias }) => ({ weights: mul(weights, factor) as Matrix, bias: mul(bias, factor) as Row }))

const whole =
  (of: (gradient: readonly Layer[], network: Network) => readonly Layer[]): Fault['wrong'] =>
  (network) => ({
    whole: (gradient) => of(gradient, network),
  })

const changed = (layers: readonly Layer[], at: number, of: (layer: Layer) => Partial<Layer>): readonly Layer[] =>
  layers.map((layer, index) => (index === at ? { ...layer, ...of(layer) } : layer))

/** The whole, where the first layer is fit for it. */
const ofFirst =
  (isFit: (layer: Layer) => boolean, of: (gradient: readonly Layer[]) => readonly Layer[]): Fault['wrong'] =>
  (_, layers) =>
    isFit(layers[0]) ? { whole: of } : undefined

const isTall = ({ weights }: Layer): boolean => weights.shape[0] > 1

/** Whether the slope is another at what an activation gives than at what it is given. */
const bends = ({ hidden }: Network): boolean => !hidden[0].toLowerCase().includes('relu')

const isSquare = ({ weights }: Layer): boolean => weights.shape[0] === weights.shape[1] && weights.shape[0] > 1

/** In one hidden layer, or in all. */
const inActivation =
  (at: number | 'all', of: NonNullable<Mistaken['activation']>): Fault['wrong'] =>
  (network) =>
    at === 'all' || at < network.hidden.length
      ? {
          activation: (slope, z, a, activation, index) =>
            at === 'all' || at === index ? of(slope, z, a, activation, index) : times(slope, activation.slope(z)),
        }
      : undefined

const activationFaults: readonly (readonly [
  name: string,
  of: NonNullable<Mistaken['activation']>,
  isNamedBy: Fault['isNamedBy'],
])[] = [
  ['the slope taken at the activation', (slope, _, a, { slope: of }) => times(slope, of(a)), as('atActivation')],
  ['the cotangent dropped', (_, z, __, { slope: of }) => of(z), as('droppedCotangent')],
  ['the slope left out', (slope) => slope, as('skippedDerivative')],
  ['the value for the slope', (slope, _, a) => times(slope, a), as('valueForDerivative')],
  [
    'the slope of a result taken of what is given',
    (slope, z, _, { slope: of, slopeOf }) => times(slope, (slopeOf ?? of)(z)),
    as('atPreactivation'),
  ],
  ['a wrong sign', (slope, z, _, { slope: of }) => mul(times(slope, of(z)), -1), asOneOf('sign', 'factor')],
]

const inLayer =
  (of: (layer: Layer, index: number, layers: readonly Layer[]) => Mistaken | undefined): Fault['wrong'] =>
  (_, layers) => {
    for (let index = layers.length - 1; index >= 0; index--) {
      const found = of(layers[index], index, layers)
      if (found !== undefined) return found
    }
    return undefined
  }

const sumOver = (slope: Matrix): Row => sum(slope, { axis: 0 })

const firstRow = (slope: Matrix): Row => reshape(slice(slope, [[0, 1]]), [slope.shape[1]]) as unknown as Row

export const faults: readonly Fault[] = [
  { name: 'twice the gradient', wrong: whole((g) => scaled(g, 2)), isNamedBy: asFactor(() => 2) },
  { name: 'half the gradient', wrong: whole((g) => scaled(g, 0.5)), isNamedBy: asFactor(() => 0.5) },
  { name: 'a wrong sign', wrong: whole((g) => scaled(g, -1)), isNamedBy: as('sign') },
  {
    name: 'the sum for the mean',
    wrong: ({ decay }) => (decay === 0 ? { count: 1 } : undefined),
    isNamedBy: asFactor(rows),
  },
  {
    name: 'the sum for the mean, beside a decay',
    wrong: ({ decay }) => (decay === 0 ? undefined : { count: 1 }),
    isNamedBy: asFactor(rows),
  },
  {
    name: 'averaged twice',
    wrong: (network) => (network.decay === 0 ? { count: rows(network) ** 2 } : undefined),
    isNamedBy: asFactor((network) => 1 / rows(network)),
  },
  {
    name: 'a bias forgotten',
    wrong: whole((g) => changed(g, 0, ({ bias }) => ({ bias: zeros(bias.shape) as Row }))),
    isNamedBy: as('forgotten'),
  },
  {
    name: 'a bias summed where it should be averaged',
    wrong: whole((g, network) => changed(g, 0, ({ bias }) => ({ bias: mul(bias, rows(network)) as Row }))),
    isNamedBy: asFactor(rows),
  },
  {
    name: 'a bias averaged once more',
    wrong: () => ({ bias: (slope) => mean(slope, { axis: 0 }) as Row }),
    isNamedBy: asFactor((network) => 1 / rows(network)),
  },
  {
    name: 'only the first row for the bias of one layer',
    wrong: () => ({ bias: (slope, index) => (index === 0 ? firstRow(slope) : sumOver(slope)) }),
    isNamedBy: as('unsummed'),
  },
  {
    name: 'only the first row for all biases',
    wrong: () => ({ bias: firstRow }),
    isNamedBy: as('unsummed'),
  },
  {
    name: 'weights transposed',
    wrong: inLayer((layer, at) =>
      isSquare(layer)
        ? { whole: (g) => changed(g, at, ({ weights }) => ({ weights: transpose(weights) as Matrix })) }
        : undefined,
    ),
    isNamedBy: as('transposed'),
  },
  {
    name: 'weights reshaped where they should be transposed',
    wrong: inLayer(({ weights: { shape } }, at) =>
      shape[0] !== shape[1] && Math.min(...shape) > 1
        ? {
            whole: (g) =>
              changed(g, at, ({ weights }) => ({ weights: reshape(transpose(weights), shape) as unknown as Matrix })),
          }
        : undefined,
    ),
    isNamedBy: as('transposed'),
  },
  {
    name: 'the weights not transposed on the way back',
    wrong: inLayer((layer, at) =>
      at > 0 && isSquare(layer)
        ? {
            input: (slope, { weights }, index) =>
              matmul(slope, index === at ? weights : transpose(weights)) as unknown as Matrix,
          }
        : undefined,
    ),
    isNamedBy: as('untransposed'),
  },
  {
    name: 'the input not transposed',
    wrong: (network) =>
      network.inputs.shape[0] === network.inputs.shape[1]
        ? {
            weights: (input, slope, index) =>
              matmul(index === 0 ? input : transpose(input), slope) as unknown as Matrix,
          }
        : undefined,
    isNamedBy: as('untransposed'),
  },
  {
    name: 'weights shifted along an axis',
    wrong: whole((g) => changed(g, 0, ({ weights }) => ({ weights: roll(weights, 1, { axis: 0 }) as Matrix }))),
    isNamedBy: asOneOf('shifted', 'transposed'),
  },
  {
    name: 'the last row of weights left out',
    wrong: ofFirst(isTall, (g) =>
      changed(g, 0, ({ weights }) => ({
        weights: where(
          less(reshape(arange(weights.shape[0]), [weights.shape[0], 1]), weights.shape[0] - 1),
          weights,
          0,
        ),
      })),
    ),
    isNamedBy: as('incomplete'),
  },
  {
    name: 'the biases of two layers exchanged',
    wrong: inLayer((_, at, layers) => {
      const other = layers.findIndex(({ bias }, index) => index < at && bias.shape[0] === layers[at].bias.shape[0])
      return other < 0
        ? undefined
        : {
            whole: (g) =>
              changed(
                changed(g, at, () => ({ bias: g[other].bias })),
                other,
                () => ({ bias: g[at].bias }),
              ),
          }
    }),
    isNamedBy: as('exchanged'),
  },
  {
    name: 'the way past a layer forgotten',
    wrong: (network) => (network.residual ? { skips: false } : undefined),
    isNamedBy: asOneOf('missingTerm', 'forgotten'),
  },
  {
    name: 'the decay forgotten',
    wrong: ({ decay }) => (decay === 0 ? undefined : { decays: 0 }),
    isNamedBy: asOneOf('missingTerm', 'forgotten'),
  },
  {
    name: 'half the decay',
    wrong: ({ decay }) => (decay === 0 ? undefined : { decays: decay }),
    isNamedBy: asFactor(() => 0.5),
  },
  {
    name: 'the slope of the loss without its 2, in part of the sum',
    wrong: ({ decay, loss }) =>
      decay !== 0 && loss === 'squared error' ? { lossSlope: (right) => mul(right, 0.5) as Matrix } : undefined,
    isNamedBy: asFactor(() => 0.5),
  },
  {
    name: 'the slope of the last sigmoid left out',
    wrong: ({ loss }) =>
      loss === 'squares of sigmoids' ? { lossSlope: (_, z, y) => mul(2, sub(sigmoid(z), y)) } : undefined,
    isNamedBy: as('skippedDerivative'),
  },
  ...activationFaults.flatMap(([name, of, isNamedBy]): readonly Fault[] => [
    { name: `${name} in the first layer`, wrong: inActivation(0, of), isNamedBy },
    { name: `${name} in all layers`, wrong: inActivation('all', of), isNamedBy },
  ]),
  {
    name: 'the slope taken at the activation, and the sum for the mean',
    wrong: (network, layers) =>
      network.decay === 0 && bends(network)
        ? { ...inActivation('all', activationFaults[0][1])(network, layers), count: 1 }
        : undefined,
    isNamedBy: (mistakes, network) => as('atActivation')(mistakes, network) && asFactor(rows)(mistakes, network),
  },
  {
    name: 'the cotangent dropped, and the sum for the mean',
    wrong: (network, layers) =>
      network.decay === 0 ? { ...inActivation('all', activationFaults[1][1])(network, layers), count: 1 } : undefined,
    isNamedBy: (mistakes, network) => as('droppedCotangent')(mistakes, network) && asFactor(rows)(mistakes, network),
  },
  {
    name: 'a bias forgotten, and half the gradient',
    wrong: whole((g) => changed(scaled(g, 0.5), 0, ({ bias }) => ({ bias: zeros(bias.shape) as Row }))),
    isNamedBy: as('forgotten', 'factor'),
  },
]
