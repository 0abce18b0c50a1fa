import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { checkIsOptions } from '../../tensor/index.js'
import { inFile, limitOf, type ReadOptions, readNames } from '../bytes.js'
import type { DataError } from '../error.js'
import { type Arff, type ArffOptions, arffDType, arffNames, arffReader } from './arff.js'
import type { ArffDType } from './arffRows.js'
import { readPieces } from './pieces.js'

/**
 * The data of an ARFF file, plain or packed by gzip, as `decodeArff` reads them: piece by piece, so that beside the
 * values little is held of the file. On the left a SystemError where the file cannot be read, a SizeError where more
 * than `maxBytes` come out of it.
 *
 * @example
 * ```ts
 * import { readArff } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * isLeft(await readArff('no/such/file.arff.gz', { dtype: 'float32' })()) // => true
 * ```
 */
export const readArff = <D extends ArffDType = 'float64'>(
  path: string,
  options: ArffOptions<D> & ReadOptions = {},
): TE.TaskEither<DataError, Arff<D>> => {
  checkIsOptions('readArff', options, { ...arffNames, ...readNames })
  const limit = limitOf('readArff', options)
  arffDType('readArff', options)
  return async () => {
    const reader = arffReader(options)
    return E.mapLeft(inFile(path))(await readPieces(path, limit, reader.push, reader.end))
  }
}
