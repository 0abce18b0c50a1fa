import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Common, count, type LessonCommand, positive, seed, size } from '../command.js'
import { backprop, defaults } from './lesson.js'
import { plots } from './plots.js'
import { report } from './report.js'

interface Given extends Common {
  readonly seed: number
  readonly hidden: number
  readonly lr: number
  readonly iterations: number
  readonly linearLr: number
  readonly linearIterations: number
}

export const backpropCommand: LessonCommand<Given> = {
  name: 'backprop',
  description: 'derivatives, linear regression and a network of two layers on iris',
  options: (command) =>
    command
      .option('--seed <number>', 'of the initial weights', seed, defaults.seed)
      .option('--hidden <number>', 'hidden nodes of the network', size, defaults.hidden)
      .option('--lr <number>', 'learning rate of the network', positive, defaults.rate)
      .option('--iterations <number>', 'steps of the network', count, defaults.iterations)
      .option('--linear-lr <number>', 'learning rate of the linear regression', positive, defaults.linearRate)
      .option('--linear-iterations <number>', 'steps of the linear regression', count, defaults.linearIterations),
  run: ({ lr, linearLr, ...given }, { progress }) => {
    const options = { ...defaults, ...given, rate: lr, linearRate: linearLr }
    const figures = backprop(options, progress)
    return TE.of({ options, figures, sections: report(figures, options), plots: plots(figures) })
  },
}
