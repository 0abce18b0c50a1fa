import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  type Common,
  count,
  drawing,
  type LessonCommand,
  type Observer,
  positive,
  seed,
  share,
  size,
  whole,
} from '../command.js'
import { defaults, type SoftmaxOptions, softmax, trainings } from './lesson.js'
import { plots, whileTraining } from './plots.js'
import { report } from './report.js'

interface Given extends Common {
  readonly seed: number
  readonly samples: number
  readonly features: number
  readonly classes: number
  readonly flip: number
  readonly batchSize: number
  readonly lr: number
  readonly epochs: number
  readonly linearLr: number
  readonly tanhLr: number
  readonly hidden: number
  /** A file, or whether it was asked for at all. */
  readonly live?: string | true
}

/** Shows both trainings while they go on: the curves in the terminal, or what is drawn of them in a file. */
const showLive = (options: SoftmaxOptions, live: string | true, redraw: Observer['redraw']) =>
  pipe(
    trainings(options),
    TE.traverseSeqArray((training) =>
      live === true
        ? redraw(whileTraining(training, { withBoundary: false }), training.states)
        : redraw(whileTraining(training, { withBoundary: true }), training.states, live),
    ),
  )

export const softmaxCommand: LessonCommand<Given> = {
  name: 'softmax',
  description: 'a data set of two classes, softmax and cross entropy, one layer and two layers with tanh',
  options: (command) =>
    command
      .option('--seed <number>', 'of the data and the initial weights', seed, defaults.seed)
      .option(
        '--samples <number>',
        'examples, of which four fifths are to train with',
        whole(10, 1_000_000),
        defaults.samples,
      )
      .option('--features <number>', 'features of an example', whole(2, 20), defaults.features)
      .option('--classes <number>', 'classes', whole(2, 1000), defaults.classes)
      .option('--flip <share>', 'share of examples whose class is drawn anew, 0 to 1', share, defaults.flip)
      .option('--batch-size <number>', 'examples of a mini-batch', size, defaults.batchSize)
      .option('--lr <number>', 'learning rate of the trainings of one epoch', positive, defaults.rate)
      .option('--epochs <number>', 'epochs of the trainings that are drawn', count, defaults.epochs)
      .option('--linear-lr <number>', 'learning rate of one layer then', positive, defaults.linearRate)
      .option('--tanh-lr <number>', 'learning rate of two layers then', positive, defaults.tanhRate)
      .option('--hidden <number>', 'hidden nodes of two layers', size, defaults.hidden)
      .option(
        '--live [file]',
        'redraw the curves of both trainings in the terminal while they go on; or curves and decision boundary in a file',
        drawing,
      ),
  run: ({ lr, linearLr, tanhLr, live, ...given }, { progress, redraw }) => {
    if (2 * given.classes > 2 ** given.features)
      return TE.left(`${given.classes} classes of two clusters are more than the corners of ${given.features} features`)
    const options = { ...defaults, ...given, rate: lr, linearRate: linearLr, tanhRate: tanhLr }
    return pipe(
      live === undefined ? TE.right([]) : showLive(options, live, redraw),
      TE.map(() => {
        const figures = softmax(options, progress)
        return { options, figures, sections: report(figures, options), plots: plots(figures, options) }
      }),
    )
  },
}
