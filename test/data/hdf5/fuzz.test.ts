import { toTypedArray } from 'cotangent'
import { type DataError, hdf5Tensor } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import { decodeHdf5, type Hdf5File } from '../../../src/data/hdf5/read.js'
import { damaged, fuzz } from '../../support/damage.js'
import { old } from './old.js'
import { chunks, images, others } from './samples.js'

const samples = await Promise.all([images('v108'), chunks('latest'), others('v108'), old()])

/**
 * The same process for all that do not break it: what one damaged file does to it, the next ones meet. Four of these
 * 10,000 send the library round for ever, and four lead it out of its memory; a sound one takes some milliseconds.
 */
const decode = (bytes: Uint8Array): TaskEither<DataError, Hdf5File> =>
  decodeHdf5(bytes, { maxBytes: 2 ** 20 }, { patience: 400, forgiving: true })

describe('damaged files', () => {
  fuzz('hdf5', decode, samples, 10_000, { quoting: true })

  it('do not change what is read of a sound one afterwards', async () => {
    const read = async (handling: 'careful' | 'forgiving'): Promise<unknown> => {
      const file = await (handling === 'careful' ? decodeHdf5(samples[1]) : decode(samples[1]))()
      const tensor = E.isRight(file) ? hdf5Tensor(file.right, 'deep/er/packed') : file
      return E.isRight(tensor) ? toTypedArray(tensor.right) : tensor
    }
    const expected = await read('careful')
    for (let seed = 0; seed < 200; seed++) {
      await decode(damaged(samples[seed % samples.length], seed))()
      expect(await read('forgiving')).toEqual(expected)
    }
  })
})
