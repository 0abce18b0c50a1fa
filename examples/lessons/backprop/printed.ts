import { decimals, figures, type PrintedFigure, rounded, shortest } from '../printed.js'
import type { BackpropFigures } from './lesson.js'

// What the lesson printed, beside what was computed.

const every = (values: readonly number[], stride: number, from: number): readonly number[] =>
  values.filter((_, index) => index % stride === from)

export const derivatives = ({ calculus }: BackpropFigures): readonly PrintedFigure[] =>
  figures(
    (index) => `with respect to ${'xy'[index]}`,
    '17.000002003442205 36.000004996594726',
    calculus.gradient,
    shortest,
  )

export const regression = ({ regression: { handWritten } }: BackpropFigures): readonly PrintedFigure[] => [
  ...figures(
    (index) => `training loss, epoch ${10 * index + 1}`,
    '42.1148 2.715 0.2498 0.0764 0.0593 0.0565 0.0557 0.0554 0.0553 0.0551',
    every(handWritten.train, 10, 0),
    rounded(4),
  ),
  ...figures(
    (index) => `validation loss, epoch ${10 * index + 1}`,
    '39.4721 2.4563 0.1886 0.0403 0.027 0.0244 0.0234 0.0229 0.0227 0.0225',
    every(handWritten.valid, 10, 0),
    rounded(4),
  ),
  ...figures(
    () => 'mean squared test error',
    '0.0',
    [handWritten.roundedTestError],
    (value) => (Number.isInteger(value) ? value.toFixed(1) : String(value)),
  ),
]

export const activations = ({ activations: found }: BackpropFigures): readonly PrintedFigure[] => [
  ...figures((x) => `sigmoid(${x})`, '0.5 0.73105858 0.88079708 0.95257413 0.98201379', found.sigmoid, decimals(8)),
  ...figures(
    (x) => `slope of the sigmoid at ${x}`,
    '0.25 0.19661193 0.10499359 0.04517666 0.01766271',
    found.sigmoidGradient,
    decimals(8),
  ),
  ...figures((index) => `softmax(1, 3, 5)[${index}]`, '0.016 0.117 0.867', found.softmax, decimals(3)),
  ...figures(() => 'cross entropy', '0.356674943938731', [found.crossEntropy], shortest),
]

const rows = ['1. 0. 0. 0.', '0. 0. 1. 0.', '0. 0. 0. 1.', '1. 0. 0. 0.', '0. 1. 0. 0.', '0. 0. 0. 1.']

export const labels = ({ labels: { names } }: BackpropFigures): readonly PrintedFigure[] => [
  ...['John', 'Marry', 'Tim', 'Tom'].map((printed, index) => ({
    what: `class ${index}`,
    printed,
    computed: String(names.classes[index]),
  })),
  ...figures((index) => `code of ${names.labels[index]}`, '0 2 3 0 1 3', names.indices, shortest),
  ...rows.map((printed, row) => ({
    what: `row of ${names.labels[row]}`,
    printed,
    computed: names.matrix[row].map((value) => `${value}.`).join(' '),
  })),
]

/** The last epoch at which runs from initial weights one rounding apart still agree to the digits printed. */
const lastStable = 335

const chaos =
  'with its two wrong gradients the training is chaotic. Runs from initial weights that differ by one rounding agree to 1e-7 up to epoch 335 and differ by 1e-2 at 349; the test loss then lies anywhere from 0.0249 to 0.0295.'

const losses = (what: string, printed: string, values: readonly number[]): readonly PrintedFigure[] =>
  figures((index) => `${what} loss, epoch ${50 * (index + 1)}`, printed, every(values, 50, 49), rounded(4)).map(
    (figure, index) => (50 * (index + 1) > lastStable ? { ...figure, irreproducible: chaos } : figure),
  )

export const network = ({ network: { training } }: BackpropFigures): readonly PrintedFigure[] => [
  ...losses(
    'training',
    '0.5166 0.4769 0.4492 0.3166 0.244 0.1796 0.122 0.1348 0.1349 0.1336 0.1308 0.1283 0.1264 0.1249 0.1238 0.1228 0.1221 0.1215 0.1212 0.1213',
    training.lesson.train,
  ),
  ...losses(
    'validation',
    '0.5436 0.5154 0.492 0.2497 0.206 0.1811 0.1271 0.0477 0.0451 0.0412 0.0373 0.0343 0.0322 0.0306 0.0293 0.0282 0.0272 0.0261 0.0251 0.0239',
    training.lesson.valid,
  ),
  ...figures(() => 'test loss', '0.024856599493450916', [training.lesson.testLoss], shortest, chaos),
]
