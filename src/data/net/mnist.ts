import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  ArgumentError,
  checkIsOptions,
  equalShapes,
  type OptionNames,
  type Tensor,
  written,
} from '../../tensor/index.js'
import { formatError, inFile } from '../bytes.js'
import type { DataError } from '../error.js'
import { readIdx } from '../idx.js'
import { type FetchOptions, fetchFile, fetchNames } from './fetchFile.js'
import { type MnistFile, mnistFiles, mnistMirrors } from './mnistFiles.js'

/** One of the four MNIST files: images or labels, for training or for testing. */
export type MnistPart = keyof typeof mnistFiles

/** Where the MNIST files are kept, and where they come from. */
export interface MnistRequest<P extends MnistPart = MnistPart> {
  /** The folder that they are kept in. */
  readonly folder: string
  /** A folder on the web that has them; those that are known unless given. */
  readonly mirror?: string
  /** Which of them; all four unless given. */
  readonly parts?: readonly P[]
}

const requestNames: OptionNames<MnistRequest> = { folder: true, mirror: true, parts: true }

const addressIn = (mirror: string, name: string): string => `${mirror.endsWith('/') ? mirror : `${mirror}/`}${name}`

/** The file from the first of several places that has it as it should be; the last one's error where none has. */
const fetchFrom = async (
  mirrors: readonly string[],
  { name, bytes, sha256 }: MnistFile,
  folder: string,
  options: FetchOptions,
): Promise<E.Either<DataError, string>> => {
  let outcome: E.Either<DataError, string> | undefined
  for (const mirror of mirrors) {
    const request = { url: addressIn(mirror, name), folder, name, sha256 }
    const fetched = await fetchFile(request, { maxBytes: bytes, ...options })()
    outcome = E.map(({ path }: { readonly path: string }) => path)(fetched)
    // What the system refuses here, it refuses whatever the place.
    if (E.isRight(outcome) || outcome.left._tag === 'SystemError') return outcome
  }
  return outcome ?? E.left({ _tag: 'TransferError', url: name, problem: 'there is no place to fetch it from' })
}

/**
 * The paths of the MNIST files in a folder, fetched where they are not there yet, as `fetchFile` does it; their SHA-256
 * are known, so that files of a mirror are the published ones or refused. On the left the first error that no other
 * mirror could mend. An ArgumentError for a part that there is none of.
 *
 * @example
 * ```ts
 * import { fetchMnist } from 'cotangent/data'
 *
 * const fetching = fetchMnist({ folder: 'cache', mirror: 'ftp://example.org/mnist', parts: ['testLabels'] })
 * const result = await fetching()
 * result._tag // => 'Left'
 * ```
 */
export const fetchMnist = <P extends MnistPart = MnistPart>(
  request: MnistRequest<P>,
  options: FetchOptions = {},
): TE.TaskEither<DataError, Readonly<Record<P, string>>> => {
  checkIsOptions('fetchMnist', options, fetchNames)
  checkIsOptions('fetchMnist', request, requestNames)
  const { folder, mirror, parts = Object.keys(mnistFiles) as P[] } = request
  for (const part of parts)
    if (!Object.hasOwn(mnistFiles, part))
      throw new ArgumentError({ operation: 'fetchMnist', problem: `there is no part ${written(part)}` })
  return async () => {
    const paths: Partial<Record<P, string>> = {}
    for (const part of parts) {
      const mirrors = mirror === undefined ? mnistMirrors : [mirror]
      const fetched = await fetchFrom(mirrors, mnistFiles[part], folder, options)
      if (E.isLeft(fetched)) return fetched
      paths[part] = fetched.right
    }
    return E.right(paths as Readonly<Record<P, string>>)
  }
}

/** The tensor of one of the MNIST files: images `[N, 28, 28]` from 0 to 255, or labels `[N]` from 0 to 9. */
export type MnistTensor<P extends MnistPart> = P extends 'trainImages' | 'testImages'
  ? Tensor<[number, 28, 28], 'int32'>
  : Tensor<[number], 'int32'>

/** A file's tensor, if it is the one that the part has. */
const readPart = <P extends MnistPart>(part: P, path: string): TE.TaskEither<DataError, MnistTensor<P>> =>
  pipe(
    readIdx(path, { dtype: 'int32' }),
    TE.filterOrElse(
      ({ shape }) => equalShapes(shape, mnistFiles[part].shape),
      ({ shape }) => inFile(path)(formatError('idx', `the shape is [${shape.join(', ')}], which ${part} have not`)),
    ),
    TE.map((tensor) => tensor as unknown as MnistTensor<P>),
  )

/**
 * The MNIST digits, 60,000 to train with and 10,000 to test with, from a folder, fetched where they are not there yet,
 * as `fetchMnist` does it. On the left the errors of `fetchMnist`, and those of `readIdx`.
 *
 * @example
 * ```ts
 * import { mnist } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * const reading = mnist({ folder: 'cache', mirror: 'ftp://example.org/mnist', parts: ['testImages', 'testLabels'] })
 * isLeft(await reading()) // => true
 * ```
 */
export const mnist = <P extends MnistPart = MnistPart>(
  request: MnistRequest<P>,
  options: FetchOptions = {},
): TE.TaskEither<DataError, { readonly [Part in P]: MnistTensor<Part> }> => {
  checkIsOptions('mnist', options, fetchNames)
  checkIsOptions('mnist', request, requestNames)
  return pipe(
    fetchMnist(request, options),
    TE.chain((paths) =>
      pipe(
        Object.entries(paths) as [P, string][],
        TE.traverseSeqArray(([part, path]) =>
          pipe(
            readPart(part, path),
            TE.map((tensor) => [part, tensor] as const),
          ),
        ),
      ),
    ),
    TE.map((parts) => Object.fromEntries(parts) as { readonly [Part in P]: MnistTensor<Part> }),
  )
}
