import { digits, type Section, sameOptions, showSeries, table } from '../printed.js'
import { type BackpropFigures, type BackpropOptions, defaults } from './lesson.js'
import * as printed from './printed.js'

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const derivatives = (found: BackpropFigures): Section => {
  const { partials, exactGradient, derivatives: slopes, ofIntegers } = found.calculus
  return {
    title: 'Derivatives of 2 x^2 + 3 x y + 5 y^2 at (2, 3), and of 0.05 x^2 + 0.8 x',
    figures: printed.derivatives(found),
    tables: [
      table([
        ['epsilon', 'd/dx', 'd/dy'],
        ...partials.map(({ epsilon, numeric }) => [String(epsilon), ...numeric.map(String)]),
        ['exact', ...exactGradient.map(String)],
      ]),
      table([
        ['epsilon', 'x', 'forward difference', 'exact'],
        ...slopes.map((slope) => [slope.epsilon, slope.x, slope.numeric, slope.exact].map(String)),
      ]),
    ],
    notes: [
      'The lesson says epsilon = 0.1, which gives 17.2 and 36.5; what it prints takes an epsilon of 1e-6.',
      `At integers its code gives (0, 0), as the step is cut off. Here that is refused: ${ofIntegers}.`,
    ],
  }
}

const regression = (found: BackpropFigures, options: BackpropOptions): Section => {
  const { handWritten, automatic, disagreement } = found.regression
  const comparable = sameOptions(options, defaults, ['seed', 'linearRate', 'linearIterations', 'flowers'])
  return {
    title: `Linear regression on iris: ${options.linearIterations} steps of gradient descent, rate ${options.linearRate}`,
    figures: comparable ? printed.regression(found) : [],
    tables: [
      showSeries(['training', 'validation'], [handWritten.train, handWritten.valid]),
      table([
        ['gradient', 'weights', 'test error'],
        ['by hand', handWritten.weights.map(digits).join(' '), String(handWritten.testError)],
        ['automatic', automatic.weights.map(digits).join(' '), String(automatic.testError)],
      ]),
    ],
    notes: [
      `The two gradients differ by ${digits(disagreement)} of their size. That by hand is right: it is the one of half the mean squared error, while the losses shown are the whole of it.`,
      `The lesson rounds its predictions before it takes the test error. An error of ${handWritten.roundedTestError} hides one of ${digits(handWritten.testError)}.`,
    ],
  }
}

const activations = (found: BackpropFigures): Section => ({
  title: 'Sigmoid, softmax, cross entropy',
  figures: printed.activations(found),
  tables: [],
  notes: [
    'The softmax of the lesson needs two axes, and so does not take its own example 1, 3, 5. This one does.',
    `It also overflows: softmax(1000, 0, 0) is (NaN, 0, 0) there and (${found.activations.largeSoftmax.join(', ')}) here.`,
    `As the lesson adds 1e-15 inside the logarithm, a perfect prediction scores ${found.activations.perfectCrossEntropy} rather than 0.`,
  ],
})

const labels = (found: BackpropFigures): Section => ({
  title: 'One-hot encoding',
  figures: printed.labels(found),
  tables: [],
  notes: [
    `The lesson writes the codes over its argument: afterwards the labels are gone. Here they are still ${found.labels.names.labels.join(', ')}.`,
    `It also compares codes with labels still to come, so that -1, 0, 1 all become class 2. Here they become ${found.labels.codes.indices.join(', ')}.`,
  ],
})

/** The gradients that the network is trained with, as the report calls them. */
const gradientNames = [
  ['lesson', 'the lesson, by hand'],
  ['summed', 'slope mended'],
  ['corrected', 'slope and mean mended'],
  ['automatic', 'automatic'],
] as const

const disagreements = ({ network: { disagreement, disagreementOfMeans: means } }: BackpropFigures): string =>
  table([
    ['gradient at the initial weights', 'of w1 off by', 'of w2 off by', 'as means over the examples'],
    [
      'the lesson, by hand',
      digits(disagreement.lesson.w1),
      digits(disagreement.lesson.w2),
      `${digits(means.lesson.w1)}, ${digits(means.lesson.w2)}`,
    ],
    [
      'slope mended',
      digits(disagreement.summed.w1),
      digits(disagreement.summed.w2),
      `${digits(means.summed.w1)}, ${digits(means.summed.w2)}`,
    ],
    ['slope and mean mended', digits(disagreement.corrected.w1), digits(disagreement.corrected.w2), ''],
    ['central differences', digits(disagreement.numeric.w1), digits(disagreement.numeric.w2), ''],
  ])

const network = (found: BackpropFigures, options: BackpropOptions): Section => {
  const { training } = found.network
  const comparable = sameOptions(options, defaults, ['seed', 'hidden', 'rate', 'iterations', 'flowers'])
  return {
    title: `Network of two layers on iris: ${options.hidden} hidden nodes, ${options.iterations} steps, rate ${options.rate}`,
    figures: comparable ? printed.network(found) : [],
    tables: [
      disagreements(found),
      showSeries(
        gradientNames.map(([, name]) => name),
        gradientNames.map(([key]) => training[key].train),
      ),
      table([
        ['trained with', 'test loss', 'test accuracy'],
        ...gradientNames.map(([key, name]) => [
          name,
          String(training[key].testLoss),
          percent(training[key].testAccuracy),
        ]),
      ]),
    ],
    notes: [
      'WRONG in the lesson: sigmoid_gradient(a1) takes the slope of the sigmoid at its output a1; it belongs at its input z1.',
      'WRONG in the lesson: the gradients are sums over the examples, the loss is their mean. A rate of 0.01 acts as one of 1.2.',
      'Off by: the largest difference from the automatic gradient, relative to its largest entry.',
      'These losses are those before each step; of the linear regression above they are those after it.',
      'The 4 behind the test loss in the lesson is a round(4) of its own, printed as a comma stands there for a dot.',
    ],
  }
}

/** What the lesson printed beside what came out, and what is wrong in it. */
export const report = (found: BackpropFigures, options: BackpropOptions): readonly Section[] => [
  derivatives(found),
  regression(found, options),
  activations(found),
  labels(found),
  network(found, options),
]
