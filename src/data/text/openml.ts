import { access } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { toTypedArray } from '../../graph/index.js'
import { checkIsOptions, fromRowMajor, type OptionNames, type Tensor } from '../../tensor/index.js'
import { formatError, inFile, type ReadOptions, readNames } from '../bytes.js'
import type { DataError } from '../error.js'
import type { Arff } from './arff.js'
import { readArff } from './arffFile.js'
import type { ArffDType } from './arffRows.js'

/** Where OpenML's mnist_784 is, and what its pixels become. */
export interface Mnist784Options<D extends ArffDType = 'int32'> extends ReadOptions {
  /** The ARFF file itself, plain or packed by gzip; looked for in the data folder where left out. */
  readonly path?: string
  /** The folder in which scikit-learn keeps its data: `$SCIKIT_LEARN_DATA`, or `scikit_learn_data` at home, unless given. */
  readonly dataHome?: string
  /** The dtype of the pixels, int32 unless given. */
  readonly dtype?: D
}

const optionNames: OptionNames<Mnist784Options> = { ...readNames, path: true, dataHome: true, dtype: true }

/** Digits as OpenML has them: a row of 784 pixels (0 to 255) for each image, and its label. */
export interface Mnist784<D extends ArffDType = 'int32'> {
  /** `[N, 784]` */
  readonly images: Tensor<[number, 784], D>
  /** `[N]`, from 0 to 9 */
  readonly labels: Tensor<[number], 'int32'>
}

/** Where fetch_openml leaves file 52667, of which mnist_784 is version 1: by number only in its earlier versions. */
const places = ['52667.gz', join('52667', 'mnist_784.arff.gz')]

const defaultHome = (): string => process.env.SCIKIT_LEARN_DATA ?? join(homedir(), 'scikit_learn_data')

const locate = async (home: string): Promise<E.Either<DataError, string>> => {
  const folder = join(home, 'openml', 'openml.org', 'data', 'v1', 'download')
  for (const place of places) {
    const path = join(folder, place)
    const found = await access(path).then(
      () => true,
      () => false,
    )
    if (found) return E.right(path)
  }
  const problem = `neither ${places.join(' nor ')} is there`
  return E.left({ _tag: 'SystemError', path: folder, problem, code: 'ENOENT' })
}

const malformed = (problem: string): E.Either<DataError, never> => E.left(formatError('arff', problem))

const digitsOf = <D extends ArffDType>({ attributes, data, target }: Arff<D>): E.Either<DataError, Mnist784<D>> => {
  if (attributes.length !== 784 || attributes.some(({ type }) => type !== 'numeric'))
    return malformed('these are not 784 pixels and a class')
  if (target?.attribute.type !== 'nominal' || target.attribute.values.some((value) => !/^\d$/.test(value)))
    return malformed('the class is no digit')
  const digits = target.attribute.values.map(Number)
  const places = toTypedArray(target.data)
  if (places.some((place: number) => Number.isNaN(place))) return malformed('a class is missing')
  const labels = Int32Array.from(places, (place) => digits[place])
  return E.right({
    images: data as unknown as Tensor<[number, 784], D>,
    labels: fromRowMajor('int32', [labels.length], labels) as unknown as Tensor<[number], 'int32'>,
  })
}

/**
 * The 70,000 handwritten digits of OpenML's mnist_784, from a file that is there already: one named by `path`, or what
 * scikit-learn's fetch_openml left in its data folder. On the left a SystemError where there is none, and the errors of
 * `readArff`; a FormatError for other data.
 *
 * @example
 * ```ts
 * import { mnist784 } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * isLeft(await mnist784({ dataHome: 'no/such/folder', dtype: 'float32' })()) // => true
 * ```
 */
export const mnist784 = <D extends ArffDType = 'int32'>(
  options: Mnist784Options<D> = {},
): TE.TaskEither<DataError, Mnist784<D>> => {
  checkIsOptions('mnist784', options, optionNames)
  const { path, dataHome = defaultHome(), dtype = 'int32' as D, ...limits } = options
  return pipe(
    path === undefined ? () => locate(dataHome) : TE.right(path),
    TE.chain((found) =>
      pipe(
        readArff(found, { ...limits, dtype, target: 'class' }),
        TE.chainEitherK((arff) => pipe(digitsOf(arff), E.mapLeft(inFile(found)))),
      ),
    ),
  )
}
