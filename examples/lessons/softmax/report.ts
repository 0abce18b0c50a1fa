import { type Section, sameOptions, showSeries, table } from '../printed.js'
import { defaults, type SoftmaxFigures, type SoftmaxOptions, type Twice } from './lesson.js'
import * as printed from './printed.js'
import type { ManyEpochs, OneEpoch } from './training.js'

const digits = (value: number): string => value.toPrecision(3)

/** The options that decide what is drawn before any training. */
const drawn = ['seed', 'samples', 'features', 'classes', 'flip'] as const

const dataset = (found: SoftmaxFigures, options: SoftmaxOptions): Section => ({
  title: `${options.samples} examples of ${options.features} features in ${options.classes} classes, a share of ${options.flip} of them drawn anew`,
  figures: sameOptions(options, defaults, drawn) ? printed.dataset(found) : [],
  tables: [],
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

const forward = (found: SoftmaxFigures, options: SoftmaxOptions): Section => ({
  title: 'Linear layer, softmax and cross entropy, before any training',
  figures: sameOptions(options, defaults, drawn) ? printed.forward(found) : [],
  tables: [],
  notes: [
    'The lesson takes -log p and its slope -1/p one by one. Of outputs (800, 0) and class 1 that is an infinite loss and gradients that are NaN; softmaxCrossEntropy gives 800 and (1, -1).',
  ],
})

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

const manyEpochs = (title: string, { handWritten, automatic }: Twice<ManyEpochs>): Section => ({
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
  notes: [],
})

/** What the lesson printed beside what came out, and what is wrong in it. */
export const report = (found: SoftmaxFigures, options: SoftmaxOptions): readonly Section[] => [
  dataset(found, options),
  losses(found),
  forward(found, options),
  ...oneEpoch(found, options),
  manyEpochs(`A linear layer, ${options.epochs} epochs, rate ${options.linearRate}`, found.linear),
  manyEpochs(
    `${options.hidden} hidden nodes with tanh, ${options.epochs} epochs, rate ${options.tanhRate}`,
    found.tanh,
  ),
]
