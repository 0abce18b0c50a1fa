import { InvalidArgumentError, Option } from 'commander'
import type { FloatDType } from 'cotangent'
import { type Image, showDataError } from 'cotangent/data'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  type Common,
  count,
  data,
  type LessonCommand,
  list,
  type Outcome,
  positive,
  seed,
  size,
  whole,
} from '../command.js'
import type { Watch } from '../parts.js'
import { type ActivationName, activations } from './activations.js'
import { judge, judgedOf } from './judging.js'
import { type DeepOptions, deep, defaults } from './lesson.js'
import { type Album, examplesOf, readAlbum, readPicture } from './pictures.js'
import { plots } from './plots.js'
import { report } from './report.js'

interface Given extends Common {
  readonly data: string
  readonly seed: number
  readonly hidden: readonly number[]
  readonly activations: readonly ActivationName[]
  readonly lr: number
  readonly iterations: number
  readonly every: number
  readonly dtype: FloatDType
  readonly example: number
  readonly image?: string
}

const activation = (text: string): ActivationName => {
  if (!Object.hasOwn(activations, text))
    throw new InvalidArgumentError(`It must be one of ${Object.keys(activations).join(', ')}.`)
  return text as ActivationName
}

/** One activation for each hidden layer, where one is given for all. */
const forEach = (hidden: readonly number[], given: readonly ActivationName[]): readonly ActivationName[] =>
  given.length === 1 ? hidden.map(() => given[0]) : given

/** What keeps the options from fitting each other, or the pictures. */
const mismatch = ({ hidden, activations: endings, example }: Given, { test }: Album): string | undefined => {
  if (forEach(hidden, endings).length !== hidden.length)
    return `there are ${endings.length} activations for ${hidden.length} hidden layers`
  const pictures = test.images.shape[0]
  return example < pictures ? undefined : `there is no test picture ${example}, but ${pictures} from 0 on`
}

const optionsOf = ({ hidden, activations: endings, lr, ...given }: Given, { train, test }: Album): DeepOptions => ({
  train: examplesOf(train, given.dtype),
  test: examplesOf(test, given.dtype),
  seed: given.seed,
  hidden,
  activations: forEach(hidden, endings),
  rate: lr,
  iterations: given.iterations,
  every: given.every,
  engine: given.engine,
})

const outcomeOf = (given: Given, album: Album, own: Image<'float64'> | undefined, watch: Watch): Outcome => {
  const options = optionsOf(given, album)
  const found = deep(options, watch)
  const { figures } = found
  const judged = judgedOf(album.test, figures.training.automatic.test.probabilities, album)
  const picture = own && { image: own, judged: judge(String(given.image), own, found, album, given.dtype) }
  return {
    options: given,
    figures: { ...figures, example: judged[given.example], ...(picture && { picture: picture.judged }) },
    sections: report(figures, options, [judged[given.example], ...(picture ? [picture.judged] : [])]),
    plots: plots(found, options, album, judged, given.example, picture),
  }
}

export const deepCommand: LessonCommand<Given> = {
  name: 'deep',
  description: 'layers of any activations tell cats from other pictures',
  options: (command) =>
    command
      .addOption(data())
      .option('--seed <number>', 'of the initial weights', seed, defaults.seed)
      .option('--hidden <numbers>', 'nodes of the hidden layers, as 20,7,5', list(size), defaults.hidden)
      .option(
        '--activations <names>',
        `what the hidden layers end in, one for all or one for each: ${Object.keys(activations).join(', ')}`,
        list(activation),
        defaults.activations,
      )
      .option('--lr <number>', 'learning rate', positive, defaults.rate)
      .option('--iterations <number>', 'steps', count, defaults.iterations)
      .option('--every <number>', 'steps from one cost to the next', count, defaults.every)
      .addOption(new Option('--dtype <name>', 'what to compute in').choices(['float64', 'float32']).default('float64'))
      .option('--example <number>', 'which test picture to show', whole(0, 1_000_000), 10)
      .option('--image <file>', 'a picture of your own to judge, PNG or JPEG'),
  run: (given, { watch }) =>
    pipe(
      readAlbum(given.data),
      TE.bindTo('album'),
      TE.bind('own', ({ album }) =>
        given.image === undefined ? TE.right(undefined) : readPicture(given.image, album),
      ),
      TE.mapLeft(showDataError),
      TE.chain(({ album, own }) => {
        const problem = mismatch(given, album)
        return problem === undefined ? TE.of(outcomeOf(given, album, own, watch)) : TE.left(problem)
      }),
    ),
}
