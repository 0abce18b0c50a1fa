import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Common, count, type LessonCommand, positive, seed, share, size, whole } from '../command.js'
import { defaults, softmax } from './lesson.js'
import { plots } from './plots.js'
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
}

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
      .option('--hidden <number>', 'hidden nodes of two layers', size, defaults.hidden),
  run: ({ lr, linearLr, tanhLr, ...given }, { progress }) => {
    if (2 * given.classes > 2 ** given.features)
      return TE.left(`${given.classes} classes of two clusters are more than the corners of ${given.features} features`)
    const options = { ...defaults, ...given, rate: lr, linearRate: linearLr, tanhRate: tanhLr }
    const figures = softmax(options, progress)
    return TE.of({ options, figures, sections: report(figures, options), plots: plots(figures, options) })
  },
}
