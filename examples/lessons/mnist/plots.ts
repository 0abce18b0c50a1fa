import { reshape, slice, tensor } from 'cotangent'
import { confusionMatrix, images, lines, weightImages } from 'cotangent/plot'
import type { Plots } from '../command.js'
import { numbersOf } from '../numbers.js'
import type { Learnt, MnistFigures, MnistOptions, Trained } from './lesson.js'

const right = '#2c963c'
const wrong = '#c8201a'

/** How many digits and nodes are shown. */
const shown = 60

const costs = (found: Learnt, every: number, title: string) =>
  lines(
    { cost: found.costs },
    { x: found.costs.map((_, index) => index * every), xLabel: 'step', yLabel: 'cost of all digits', title },
  )

/** The first digits to test with, and what they are taken for. */
const tested = ({ scores }: Learnt, { test, shape }: MnistOptions, title: string) => {
  const count = Math.min(shown, scores.predictions.length)
  const labels = numbersOf(test.labels)
  return images(reshape(slice(test.images, [[0, count]]), [count, ...shape]), {
    labels: scores.predictions.slice(0, count).map(String),
    labelColors: labels.slice(0, count).map((label, index) => (label === scores.predictions[index] ? right : wrong)),
    columns: 12,
    size: 48,
    title,
  })
}

/** The lesson's figures, those of its own network and those of the one without its troubles. */
export const plots = (found: MnistFigures, { lesson, stable }: Trained, options: MnistOptions): Plots => {
  const { every, stable: better, train, shape } = options
  const count = train.images.shape[0]
  const each = [
    ['lesson', found.lesson, lesson.state.params, every],
    ['stable', found.stable, stable.state.params, Math.floor(count / Math.min(better.batchSize, count))],
  ] as const
  return Object.fromEntries(
    each.flatMap(([name, learnt, { hidden }, stride]) => {
      const nodes = Math.min(shown + 4, hidden.bias.shape[0])
      return [
        [`${name}-costs`, costs(learnt, stride, 'Cost while the network learns')],
        [`${name}-confusion`, confusionMatrix(tensor(learnt.scores.right.matrix), { title: 'Digits held out' })],
        [`${name}-digits`, tested(learnt, options, 'Digits held out, and what they are taken for')],
        [
          `${name}-weights`,
          weightImages(
            slice(hidden.weights, [
              [0, hidden.weights.shape[0]],
              [0, nodes],
            ]),
            {
              shape,
              size: 56,
              title: 'What hidden nodes look for',
            },
          ),
        ],
      ]
    }),
  )
}
