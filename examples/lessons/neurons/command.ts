import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Common, count, type LessonCommand, positive, seed, size } from '../command.js'
import { defaults, neurons } from './lesson.js'
import { plots } from './plots.js'
import { report } from './report.js'

interface Given extends Common {
  readonly seed: number
  readonly iterations: number
  readonly hidden: number
  readonly lr: number
  readonly epochs: number
}

export const neuronsCommand: LessonCommand<Given> = {
  name: 'neurons',
  description: 'a single neuron, its failure on exclusive or, and the network that learns it',
  options: (command) =>
    command
      .option('--seed <number>', 'of the initial weights', seed, defaults.seed)
      .option('--iterations <number>', 'adjustments of the single neuron', count, defaults.iterations)
      .option('--hidden <number>', 'hidden nodes of the network', size, defaults.hidden)
      .option('--lr <number>', 'learning rate of the network', positive, defaults.rate)
      .option('--epochs <number>', 'epochs of the network', count, defaults.epochs),
  run: ({ lr, ...given }, { progress }) => {
    const options = { ...defaults, ...given, rate: lr }
    const figures = neurons(options, progress)
    return TE.of({ options, figures, sections: report(figures, options), plots: plots(figures) })
  },
}
