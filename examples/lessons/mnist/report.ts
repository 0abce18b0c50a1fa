import { digits, type Section, sameOptions, table } from '../printed.js'
import type { Extreme, Start } from './instability.js'
import { defaults, type Learnt, type MnistFigures, type MnistOptions } from './lesson.js'
import * as printed from './printed.js'

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

/** A text of several lines, indented as tables are. */
const block = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n')

/** About ten of the costs, and that after the last step. */
const showCosts = ({ costs, finalCost }: Learnt, every: number, steps: number, count: number): string => {
  const stride = Math.ceil(costs.length / 10)
  const row = (step: string, cost: number): readonly string[] => [step, cost.toFixed(6), (cost * count).toFixed(4)]
  return table([
    ['cost before step', 'mean', 'summed'],
    ...costs.flatMap((cost, index) => (index % stride === 0 ? [row(String(index * every), cost)] : [])),
    row(`after all ${steps}`, finalCost),
  ])
}

const training = (found: MnistFigures, options: MnistOptions): Section => {
  const { hidden, iterations, every, rate, train, gradient } = options
  const [count, pixels] = train.images.shape
  const asPrinted =
    sameOptions(options, defaults, ['seed', 'hidden', 'rate', 'every']) && iterations > every && pixels === 784
  return {
    title: `The lesson's network of ${hidden} sigmoid nodes: ${iterations} steps over all ${count} digits, rate ${rate}, gradient ${gradient}`,
    figures: asPrinted ? printed.costs(found, count) : [],
    tables: [showCosts(found.lesson, every, iterations, count)],
    notes: [
      'WRONG in the lesson: its code divides the cost by the number of digits, but the costs that it prints are not divided.',
      'It was interrupted after step 100. Its "final cost" would have been that before the last step.',
    ],
  }
}

const gradients = ({ disagreement: { initial, trained } }: MnistFigures): Section => ({
  title: 'The gradient by hand and the automatic one',
  figures: [],
  tables: [
    table([
      ['they differ, of their size', 'hidden layer', 'output layer'],
      ['at the initial weights', digits(initial.hidden), digits(initial.output)],
      ['at the trained ones', digits(trained.hidden), digits(trained.output)],
    ]),
  ],
  notes: ['The gradient by hand is right.'],
})

const scores = (found: Learnt, title: string): Section => ({
  title: `${title}: ${percent(found.scores.accuracy)} of ${found.scores.predictions.length} digits held out are right`,
  figures: [],
  tables: [
    `  A row for each digit, a column for each that it is taken for:\n${table(found.scores.right.matrix.map((row) => row.map(String)))}`,
    block(found.scores.right.report),
  ],
  notes: [],
})

/** What the lesson makes of its scores: the report with its arguments exchanged. */
const exchanged = ({ lesson }: MnistFigures): Section => ({
  title: 'The same report as the lesson asks for it',
  figures: [],
  tables: [block(lesson.scores.lesson.report)],
  notes: [
    'WRONG in the lesson: it gives the predictions first and the labels second. So its matrix is the transposed one, precision is recall and recall precision, and the support counts predictions instead of digits. Only the accuracy and the F1 of each digit stay what they are.',
  ],
})

const showExtreme = ({ logits, lesson, fromLogits }: Extreme): readonly string[] => [
  `(${logits.join(', ')})`,
  `(${lesson.probabilities.join(', ')})`,
  String(lesson.cost),
  `(${fromLogits.probabilities.join(', ')})`,
  String(fromLogits.cost),
]

const showStart = (name: string, { spread, flat, cost }: Start): readonly string[] => [
  name,
  digits(spread),
  percent(flat),
  cost.toFixed(4),
]

const instability = ({ instability: { extremes, lesson, scaled } }: MnistFigures): Section => ({
  title: 'What can go wrong with it',
  figures: [],
  tables: [
    table([
      ['logits, of class 0', "softmax, the lesson's", 'its cost', 'softmax here', 'cost here'],
      ...extremes.map(showExtreme),
    ]),
    table([
      ['hidden weights', 'inputs of the nodes spread by', 'slopes below 0.01', 'first cost'],
      showStart('normal, as in the lesson', lesson),
      showStart('divided by the root of their number', scaled),
    ]),
  ],
  notes: [
    'WRONG in the lesson: exp(z) is infinite from z = 710 on, and infinite over infinite is NaN. Taking the largest logit off all of them changes nothing else. And 0 log 0 is NaN too, though the network is as right as can be: the logarithm has to be taken of the labelled class alone.',
    `Its weights are normal numbers of deviation 1, however many inputs add up. So sigmoids start flat, little of the slope gets through them, and the first cost is far above ln 10 = 2.3026, what a network pays that knows nothing.`,
  ],
})

const stable = (found: MnistFigures, options: MnistOptions): Section => {
  const { hidden, epochs, batchSize, rate, weightDecay, shift } = options.stable
  const count = options.train.images.shape[0]
  const steps = Math.floor(count / Math.min(batchSize, count))
  return {
    title: `Without these troubles: ${hidden} relu nodes, He's weights, the loss from logits, AdamW`,
    figures: [],
    tables: [showCosts(found.stable, steps, epochs * steps, count)],
    notes: [
      `${epochs} epochs of batches of ${batchSize}; the rate rises to ${rate} in the first one and falls to 0 as a cosine; weight decay ${weightDecay}; digits are moved by up to ${shift} pixels, anew in every step. Costs are those of all digits as they are.`,
    ],
  }
}

/** What the lesson printed beside what came out, what is wrong in it, and how it goes better. */
export const report = (found: MnistFigures, options: MnistOptions): readonly Section[] => [
  training(found, options),
  gradients(found),
  scores(found.lesson, "The lesson's network"),
  exchanged(found),
  instability(found),
  stable(found, options),
  scores(found.stable, 'The network without these troubles'),
]
