import { digits, type Section, sameOptions, showSeries, table } from '../printed.js'
import type { Forward } from './forward.js'
import { defaults, type SoftmaxFigures, type SoftmaxOptions, type Twice } from './lesson.js'
import * as printed from './printed.js'
import type { ManyEpochs, OneEpoch } from './training.js'

/** The options that decide what is drawn before any training. */
const drawn = ['seed', 'samples', 'features', 'classes', 'flip'] as const

const asInLesson = (options: SoftmaxOptions): boolean => sameOptions(options, defaults, drawn)

/** Some numbers in a cell. */
const cell = (values: readonly number[]): string => values.map((value) => value.toPrecision(6)).join('  ')

const dataset = (found: SoftmaxFigures, options: SoftmaxOptions): Section => ({
  title: `${options.samples} examples of ${options.features} features in ${options.classes} classes, a share of ${options.flip} of them drawn anew`,
  figures: asInLesson(options) ? printed.dataset(found) : [],
  tables: asInLesson(options)
    ? []
    : [
        table([
          ['example', 'features', 'class'],
          ...found.dataset.x
            .slice(0, 5)
            .map((x, index) => [String(index), cell(x), String(found.dataset.labels[index])]),
        ]),
      ],
  notes: [],
})

const losses = ({ curves }: SoftmaxFigures): Section => {
  const at = (probability: number): number => curves.zeroOne.x.findIndex((x) => x >= probability)
  return {
    title: 'Losses',
    figures: [],
    tables: [
      table([
        ['probability of the right class', '0-1 loss', "the lesson's", 'logistic loss'],
        ...[0.1, 0.4, 0.6, 0.9].map((probability) => {
          const index = at(probability)
          return [
            digits(curves.zeroOne.x[index]),
            String(curves.zeroOne.y[index]),
            String(curves.lessonZeroOne.y[index]),
            digits(curves.logistic.y[index]),
          ]
        }),
      ]),
    ],
    notes: ['WRONG in the lesson: its 0-1 loss of an example of class 1 is upside down, 1 where the example is right.'],
  }
}

const outputs = ({ outputs: all, probabilities, loss }: Forward): readonly string[] => [
  table([
    ['example', 'outputs', 'probabilities'],
    ...all.slice(0, 5).map((row, index) => [String(index), cell(row), cell(probabilities[index])]),
  ]),
  `  cross entropy of ${all.length} examples: ${loss}`,
]

const forward = (found: SoftmaxFigures, options: SoftmaxOptions): Section => {
  const { outputs: apart, label, lesson, inOne } = found.saturated
  return {
    title: 'Linear layer, softmax and cross entropy, before any training',
    figures: asInLesson(options) ? printed.forward(found) : [],
    tables: [
      ...(asInLesson(options) ? [] : outputs(found.forward)),
      table([
        [`of outputs ${apart.join(', ')} and class ${label}`, 'loss', 'slope'],
        ['softmax, then cross entropy', String(lesson.loss), lesson.slope.join(', ')],
        ['softmaxCrossEntropy', String(inOne.loss), inOne.slope.join(', ')],
      ]),
    ],
    notes: [
      'UNSTABLE in the lesson: it takes -log p and its slope -1/p one by one, where p may be 0. softmaxCrossEntropy takes both together.',
    ],
  }
}

const scores = ({ handWritten, automatic }: Twice<OneEpoch>): string =>
  table([
    ['gradient', 'loss before', 'accuracy', 'loss after', 'accuracy', 'loss on test examples', 'accuracy'],
    ...(
      [
        ['by hand', handWritten],
        ['automatic', automatic],
      ] as const
    ).map(([name, { before, after, test }]) => [
      name,
      ...[before, after, test].flatMap((score) => [score.loss.toPrecision(6), String(score.accuracy)]),
    ]),
  ])

const oneEpoch = (found: SoftmaxFigures, options: SoftmaxOptions): readonly Section[] => {
  const comparable = sameOptions(options, defaults, [...drawn, 'batchSize', 'rate'])
  return [
    {
      title: `One epoch of mini-batches of ${options.batchSize}, rate ${options.rate}`,
      figures: comparable ? printed.loop(found) : [],
      tables: [scores(found.loop)],
      notes: [
        'The lesson says that mini-batches are random. They are rows in their order, four by four; batches(data, { key }) shuffles them.',
      ],
    },
    {
      title: 'The same as a net of layers, from weights of its own',
      figures: comparable ? printed.net(found) : [],
      tables: [scores(found.net)],
      notes: [
        `The gradients by hand are right: they differ from the automatic ones by ${digits(found.disagreement.linear)} of their size, those of the net with tanh by ${digits(found.disagreement.tanh)}.`,
        "WRONG in the lesson: get_loss_acc reads the global net, so that train_and_plot of another one would report this one's figures; and backward(loss) takes an argument that it does not use.",
      ],
    },
  ]
}

const manyEpochs = (
  title: string,
  { handWritten, automatic }: Twice<ManyEpochs>,
  notes: readonly string[] = [],
): Section => ({
  title,
  figures: [],
  tables: [
    showSeries(
      ['training loss', 'accuracy', 'validation loss', 'accuracy', 'training loss, automatic'],
      [
        handWritten.train.map(({ loss }) => loss),
        handWritten.train.map(({ accuracy }) => accuracy),
        handWritten.valid.map(({ loss }) => loss),
        handWritten.valid.map(({ accuracy }) => accuracy),
        automatic.train.map(({ loss }) => loss),
      ],
    ),
  ],
  notes,
})

/** What the lesson printed beside what came out, and what is wrong in it. */
export const report = (found: SoftmaxFigures, options: SoftmaxOptions): readonly Section[] => [
  dataset(found, options),
  losses(found),
  forward(found, options),
  ...oneEpoch(found, options),
  manyEpochs(`A linear layer, ${options.epochs} epochs, rate ${options.linearRate}`, found.linear, [
    'WRONG in the lesson: its picture of two classes is 1/2 + (p0 - p1)/2, which is high where class 0 is, whose points have the colours of the low end. In the plots here (--plots FOLDER) a class has one colour.',
  ]),
  manyEpochs(
    `${options.hidden} hidden nodes with tanh, ${options.epochs} epochs, rate ${options.tanhRate}`,
    found.tanh,
  ),
]
