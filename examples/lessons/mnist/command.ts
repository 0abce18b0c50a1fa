import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Option } from 'commander'
import { toTypedArray } from 'cotangent'
import { showDataError } from 'cotangent/data'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { resumed } from '../checkpoints.js'
import { type Common, count, data, type LessonCommand, type Outcome, positive, seed, size, whole } from '../command.js'
import type { Watch } from '../parts.js'
import { completed, type Run, type Stage } from '../stages.js'
import { readMnist, readSplit, type Split } from './digits.js'
import { defaults, figuresOf, type MnistOptions, type Trained } from './lesson.js'
import { type ObjectiveName, objectives } from './network.js'
import { plots } from './plots.js'
import { report } from './report.js'
import { stableTraining } from './stable.js'
import { training } from './training.js'

interface Given extends Common {
  readonly data: string
  readonly images?: string
  readonly labels?: string
  readonly split?: number
  readonly seed: number
  readonly hidden: number
  readonly lr: number
  readonly iterations: number
  readonly every: number
  readonly gradient: ObjectiveName
  readonly stableHidden: number
  readonly stableEpochs: number
  readonly stableBatch: number
  readonly stableLr: number
  readonly shift: number
  readonly checkpoint?: string
}

const read = ({ data: folder, images, labels, split }: Given): TE.TaskEither<string, Split> => {
  if ((images === undefined) !== (labels === undefined)) return TE.left('--images and --labels go together')
  const reading =
    images === undefined || labels === undefined ? readMnist(folder, split) : readSplit({ images, labels }, split)
  return pipe(reading, TE.mapLeft(showDataError))
}

const optionsOf = (given: Given, split: Split): MnistOptions => ({
  ...split,
  seed: given.seed,
  hidden: given.hidden,
  rate: given.lr,
  iterations: given.iterations,
  every: given.every,
  gradient: given.gradient,
  stable: {
    hidden: given.stableHidden,
    epochs: given.stableEpochs,
    batchSize: given.stableBatch,
    rate: given.stableLr,
    weightDecay: defaults.stable.weightDecay,
    shift: given.shift,
  },
  engine: given.engine,
})

/** A text of what a training with these digits depends on. */
const identityOf = ({ images, labels }: Split['train'], settings: object): string => {
  const digest = [images, labels].reduce((hash, part) => hash.update(toTypedArray(part)), createHash('sha256'))
  return JSON.stringify({ ...settings, digits: digest.digest('hex') })
}

/** Trains both networks, from checkpoints on where there are any. */
const trained = (
  options: MnistOptions,
  checkpoint: string | undefined,
  watch: Watch,
): TE.TaskEither<string, Trained> => {
  const { train, seed: start, hidden, rate, every, gradient, stable } = options
  const kept = <S>(run: Run<S>, name: string, settings: object): TE.TaskEither<string, Stage<S>> =>
    checkpoint === undefined
      ? TE.fromIO(() => completed(run, watch))
      : resumed(
          run,
          { folder: join(checkpoint, name), identity: identityOf(train, { seed: start, ...settings }) },
          watch,
        )
  return pipe(
    TE.Do,
    TE.bind('lesson', () => kept(training(options), 'lesson', { hidden, rate, every, gradient })),
    TE.bind('stable', () => kept(stableTraining(options), 'stable', stable)),
  )
}

const outcomeOf = (given: Given, options: MnistOptions, found: Trained): Outcome => {
  const figures = figuresOf(options, found)
  return { options: given, figures, sections: report(figures, options), plots: plots(figures, found, options) }
}

export const mnistCommand: LessonCommand<Given> = {
  name: 'mnist',
  description: 'a network of two layers reads digits; and one that does so without its troubles',
  options: (command) =>
    command
      .addOption(data())
      .option('--images <file>', 'other images than those of MNIST: an IDX file, packed or not')
      .option('--labels <file>', 'and their labels')
      .option('--split <number>', 'how many digits to train with; the others are held out', count)
      .option('--seed <number>', 'of the order of the digits and the initial weights', seed, defaults.seed)
      .option('--hidden <number>', 'hidden nodes', size, defaults.hidden)
      .option('--lr <number>', 'learning rate', positive, defaults.rate)
      .option('--iterations <number>', 'steps, over all digits each', count, defaults.iterations)
      .option('--every <number>', 'steps from one cost and checkpoint to the next', count, defaults.every)
      .addOption(
        new Option('--gradient <name>', 'whose slopes are descended')
          .choices(Object.keys(objectives))
          .default(defaults.gradient),
      )
      .option('--stable-hidden <number>', 'hidden nodes of the network without troubles', size, defaults.stable.hidden)
      .option('--stable-epochs <number>', 'its epochs', count, defaults.stable.epochs)
      .option('--stable-batch <number>', 'digits in each of its steps', count, defaults.stable.batchSize)
      .option('--stable-lr <number>', 'its largest learning rate', positive, defaults.stable.rate)
      .option(
        '--shift <number>',
        'by how many pixels its digits are moved at most',
        whole(0, 14),
        defaults.stable.shift,
      )
      .option('--checkpoint <folder>', 'where to keep both trainings, and to go on from'),
  run: (given, { watch }) =>
    pipe(
      read(given),
      TE.chain((split) => {
        const options = optionsOf(given, split)
        return pipe(
          trained(options, given.checkpoint, watch),
          TE.map((found) => outcomeOf(given, options, found)),
        )
      }),
    ),
}
