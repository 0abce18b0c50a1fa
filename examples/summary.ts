import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { asKnown, backpropChecks, type Check, neuronsChecks, softmaxChecks } from './checks.js'
import { deepChecks, mnistChecks } from './drawnChecks.js'
import { type BackpropFigures, backprop, defaults as backpropDefaults } from './lessons/backprop/lesson.js'
import { plots as plotBackprop } from './lessons/backprop/plots.js'
import { report as reportBackprop } from './lessons/backprop/report.js'
import type { Plots } from './lessons/command.js'
import { initialNetwork, type NeuronsFigures, neurons, defaults as neuronsDefaults } from './lessons/neurons/lesson.js'
import { plots as plotNeurons } from './lessons/neurons/plots.js'
import { report as reportNeurons } from './lessons/neurons/report.js'
import { agrees, missed, type Section, table } from './lessons/printed.js'
import { type SoftmaxFigures, softmax, defaults as softmaxDefaults } from './lessons/softmax/lesson.js'
import { plots as plotSoftmax } from './lessons/softmax/plots.js'
import { report as reportSoftmax } from './lessons/softmax/report.js'

/** One lesson, run with its own options. */
export interface Run<Figures> {
  readonly name: string
  readonly figures: Figures
  readonly sections: readonly Section[]
  readonly checks: readonly Check[]
  readonly plots: Plots
}

export const runBackprop = (): Run<BackpropFigures> => {
  const figures = backprop()
  return {
    name: 'backprop',
    figures,
    sections: reportBackprop(figures, backpropDefaults),
    checks: backpropChecks(figures, backpropDefaults),
    plots: plotBackprop(figures),
  }
}

export const runNeurons = (): Run<NeuronsFigures> => {
  const figures = neurons()
  return {
    name: 'neurons',
    figures,
    sections: reportNeurons(figures, neuronsDefaults),
    checks: neuronsChecks(figures, neuronsDefaults, initialNetwork(neuronsDefaults)),
    plots: plotNeurons(figures),
  }
}

export const runSoftmax = (): Run<SoftmaxFigures> => {
  const figures = softmax()
  return {
    name: 'softmax',
    figures,
    sections: reportSoftmax(figures, softmaxDefaults),
    checks: softmaxChecks(figures, softmaxDefaults),
    plots: plotSoftmax(figures, softmaxDefaults),
  }
}

/** The gradients of the lessons whose data have to be fetched, on data that are drawn. */
export const runDrawn = (): readonly Run<object>[] =>
  (
    [
      ['mnist', mnistChecks],
      ['deep', deepChecks],
    ] as const
  ).map(([name, checksOf]) => ({ name, figures: {}, sections: [], checks: checksOf(), plots: {} }))

/** What a run leaves to be desired, a line each; nothing where all is well. */
export const faults = ({ sections, checks }: Run<object>): readonly string[] => [
  ...missed(sections.flatMap(({ figures }) => figures)).map(
    ({ what, printed, computed }) => `${what}: the lesson prints ${printed}, here it is ${computed}`,
  ),
  ...checks
    .filter((check) => !asKnown(check))
    .map(({ what, known, result }) => `${what}: should be ${known}; ${isLeft(result) ? result.left : result.right}`),
]

const showChecks = (checks: readonly Check[]): string =>
  table([
    ['gradient', 'found', 'entries', 'largest error', 'tolerance'],
    ...checks.map((check) => {
      const { what, result } = check
      const entries = isRight(result) ? result.right.entries : result.left.entries
      const largest = (values: readonly number[]): string => Math.max(0, ...values).toExponential(1)
      return [
        what,
        `${isRight(result) ? 'right' : result.left.reason.toUpperCase()}${asKnown(check) ? '' : ' (not as known)'}`,
        isRight(result) ? String(result.right.checked) : `${entries.length} of ${result.left.checked}`,
        largest(entries.map(({ error }) => error)),
        largest(entries.map(({ tolerance }) => tolerance)),
      ]
    }),
  ])

/** What is wrong in the gradients that were found wrong, the worst entry of each. */
export const wrongOnes = (checks: readonly Check[]): readonly string[] =>
  checks.flatMap(({ what, result }) => {
    if (isRight(result) || result.left.reason !== 'wrong') return []
    const { path, index, analytic, numeric } = result.left.entries[0]
    return [`${what}: ${path}[${index.join(', ')}] is ${analytic}, should be ${numeric}`]
  })

/** A run in a few lines: how many figures came out, and what the checks found. */
export const showRun = (run: Run<object>): string => {
  const figures = run.sections.flatMap((section) => section.figures)
  const possible = figures.filter(({ irreproducible }) => irreproducible === undefined)
  const same = possible.filter(agrees).length
  const beyond = figures.length - possible.length
  if (figures.length === 0)
    return `Lesson ${run.name}, on drawn data (npm run lesson -- ${run.name} --data FOLDER takes its own):\n${showChecks(run.checks)}`
  return [
    `Lesson ${run.name}: ${same} of the ${possible.length} figures that it prints and that can be reproduced came out to all digits${beyond === 0 ? '.' : ';'}`,
    ...(beyond === 0 ? [] : [`${beyond} more cannot (npm run lesson -- ${run.name} says why).`]),
    showChecks(run.checks),
  ].join('\n')
}

/** What the trainings came to. */
export const showResults = (
  { network, regression }: BackpropFigures,
  { neuron, overtaxed, network: xor }: NeuronsFigures,
  { linear, tanh }: SoftmaxFigures,
): string =>
  table([
    ['trained', 'loss at the end', 'on test examples'],
    [
      'linear regression',
      regression.handWritten.train.slice(-1)[0].toPrecision(6),
      regression.handWritten.testError.toPrecision(6),
    ],
    ...(['lesson', 'corrected', 'automatic'] as const).map((name) => {
      const { train, testLoss, testAccuracy } = network.training[name]
      const what = {
        lesson: "the lesson's gradient",
        corrected: 'the right one by hand',
        automatic: 'the automatic one',
      }
      return [
        `iris network with ${what[name]}`,
        train.slice(-1)[0].toPrecision(6),
        `${testLoss.toPrecision(6)}, ${(100 * testAccuracy).toFixed(0)} % right`,
      ]
    }),
    ['single neuron', neuron.finalError.toPrecision(6), ''],
    ['single neuron on exclusive or', overtaxed.finalError.toPrecision(6), ''],
    ['network on exclusive or', xor.losses.slice(-1)[0].toPrecision(6), ''],
    ...(
      [
        ['one layer on two features', linear],
        ['two layers with tanh on them', tanh],
      ] as const
    ).map(([name, { automatic }]) => {
      const [train, valid] = [automatic.train, automatic.valid].map((scores) => scores[scores.length - 1])
      return [
        name,
        train.loss.toPrecision(6),
        `${valid.loss.toPrecision(6)}, ${(100 * valid.accuracy).toFixed(0)} % right`,
      ]
    }),
  ])
