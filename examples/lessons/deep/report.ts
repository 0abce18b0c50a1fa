import { digits, type Section, sameOptions, table } from '../printed.js'
import type { ActivationName } from './activations.js'
import type { Judged } from './judging.js'
import { type DeepFigures, type DeepOptions, defaults } from './lesson.js'
import type { ObjectiveName } from './network.js'
import * as printed from './printed.js'
import type { Saturation } from './saturation.js'

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

/** Whether the pictures are as many and as large as the lesson's. */
const onItsPictures = ({ train, test }: DeepOptions): boolean =>
  [train, test].map(({ inputs }) => inputs.shape.join()).join(' ') === '209,12288 50,12288'

/** Whether the lesson's printed figures can be expected: its pictures, its network and its steps. */
const asPrinted = (options: DeepOptions): boolean => {
  const flat = ({ hidden, activations, ...others }: typeof defaults) => ({
    ...others,
    hidden: hidden.join(),
    activations: activations.join(),
  })
  return (
    onItsPictures(options) &&
    sameOptions(flat(options), flat(defaults), ['seed', 'hidden', 'activations', 'rate', 'iterations', 'every'])
  )
}

const largestDifference = (costs: readonly number[]): number =>
  Math.max(...printed.printedCosts.map((cost, index) => Math.abs(cost - costs[index])))

const training = ({ training: { lesson, automatic } }: DeepFigures, options: DeepOptions): Section => {
  const { train, test, hidden, activations, rate, iterations, every } = options
  const { dtype } = train.inputs
  const comparable = asPrinted(options)
  const layers = hidden.map((size, index) => `${size} ${activations[index]}`)
  return {
    title: `Layers of ${[...layers, '1 sigmoid'].join(', ')} over ${train.inputs.shape[1]} values: ${iterations} steps, rate ${rate}, ${dtype}`,
    figures: comparable && dtype === 'float64' ? printed.training({ lesson }) : [],
    tables: [
      table([
        ['cost before step', "by the lesson's gradient", 'by the automatic one'],
        ...lesson.costs.map((cost, index) => [
          String(index * every),
          cost.toFixed(6),
          automatic.costs[index].toFixed(6),
        ]),
        ['after the last', lesson.finalCost.toFixed(6), automatic.finalCost.toFixed(6)],
      ]),
      table([
        ['right', 'of', "by the lesson's gradient", 'by the automatic one'],
        ['to train', String(train.inputs.shape[0]), ...[lesson, automatic].map((one) => percent(one.train.accuracy))],
        ['to test', String(test.inputs.shape[0]), ...[lesson, automatic].map((one) => percent(one.test.accuracy))],
      ]),
    ],
    notes: [
      ...(comparable && dtype === 'float32'
        ? [
            `The costs differ from those that the lesson prints by ${digits(largestDifference(lesson.costs))} at most. Pictures and what nodes give are float32, weights and sums are float64. In float32 alone, here as in NumPy, a node comes to rest around step 100 that else would not: then costs differ by up to 0.07.`,
          ]
        : []),
      ...(test.inputs.shape[0] < 100
        ? [
            `${test.inputs.shape[0]} pictures to test with are few: one of them is ${percent(1 / test.inputs.shape[0])}.`,
          ]
        : []),
    ],
  }
}

/** What is wrong with the lesson's way back through an activation. */
const faults: Partial<Readonly<Record<ActivationName, string>>> = {
  leaky_relu:
    'WRONG in the lesson: leaky_relu_backward gives 0.01 where z is not above 0, and should give 0.01 times the slope that comes in. (Its leaky_relu does not run as printed either: it needs A[Z < 0] = 0.01 * Z[Z < 0].)',
  tanh: 'WRONG in the lesson: tanh_backward gives 1 - tanh(z)^2, and should give that times the slope that comes in. Layers before it learn nothing of what is wanted.',
}

const names: Readonly<Record<ObjectiveName, string>> = {
  lesson: "the lesson's by hand",
  corrected: 'by hand, mended',
  automatic: 'automatic',
}

const gradients = ({ comparison }: DeepFigures, { activations }: DeepOptions): Section => {
  const rows = (Object.keys(names) as ObjectiveName[]).flatMap((name) =>
    (['initial', 'trained'] as const).map((place) => {
      const { weights, biases, claimed, measured } = comparison[place][name]
      return [
        `${names[name]}, ${place}`,
        [...weights, ...biases].every((distance) => distance === 0) ? '0' : weights.map(digits).join(' '),
        digits(Math.max(...biases)),
        claimed.toPrecision(6),
        measured.toPrecision(6),
      ]
    }),
  )
  const wrong = [...new Set(activations)].flatMap((name) => faults[name] ?? [])
  return {
    title: 'The gradients, near the initial weights and near those that the automatic one trains',
    figures: [],
    tables: [
      table([
        ['gradient', 'off the automatic one: weights of each layer', 'biases', 'claims a slope of', 'differences say'],
        ...rows,
      ]),
    ],
    notes: [
      'A gradient is right where the cost grows along it as fast as its norm claims; central differences with a step of 1e-8 say how fast it does. Biases are raised by 0.01 for this, so that no node stands exactly at the kink of relu.',
      ...(wrong.length > 0 ? wrong : ['The gradients by hand are right for these activations, up to rounding.']),
    ],
  }
}

const saturationRow = ({ logit, target, lesson, fromLogit }: Saturation): readonly string[] =>
  [logit, target, lesson.cost, lesson.slope, fromLogit.cost, fromLogit.slope].map(String)

const saturation = ({ saturation: found }: DeepFigures): Section => ({
  title: 'A network that is sure',
  figures: [],
  tables: [
    table([
      ['logit', 'target', "cost, the lesson's", 'its slope', 'cost from the logit', 'its slope'],
      ...found.map(saturationRow),
    ]),
  ],
  notes: [
    'WRONG in the lesson: from p = 1 / (1 + exp(-z)) neither log(1 - p) nor (1 - y) / (1 - p) can be had where p rounds to 1. Taken from the logit z both are what they should be.',
  ],
})

const judgement = (all: readonly Judged[]): Section => ({
  title: 'Single pictures',
  figures: [],
  tables: [
    table([
      ['picture', 'shows', 'probability', 'taken for'],
      ...all.map(({ what, shows, probability, taken }) => [what, shows ?? '?', digits(probability), taken]),
    ]),
  ],
  notes: [],
})

/** What the lesson printed beside what came out, and what is wrong in it. */
export const report = (
  found: DeepFigures,
  options: DeepOptions,
  pictures: readonly Judged[] = [],
): readonly Section[] => [
  training(found, options),
  gradients(found, options),
  saturation(found),
  ...(pictures.length === 0 ? [] : [judgement(pictures)]),
]
