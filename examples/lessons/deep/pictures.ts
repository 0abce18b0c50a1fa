import { join } from 'node:path'
import { astype, div, type FloatDType, reshape, type Tensor } from 'cotangent'
import { type DataError, hdf5Strings, hdf5Tensor, type Image, readHdf5, readImage, resizeImage } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { folderOf } from '../files.js'
import type { Examples } from './network.js'

/** Pictures `[m, height, width, channels]` with values from 0 to 255, and the number of the class of each, `[m]`. */
export interface Pictures {
  readonly images: Tensor<readonly number[], 'float64'>
  readonly labels: Tensor<readonly number[], 'float64'>
}

/** The lesson's data: pictures to train with and to test with, and what their classes are called. */
export interface Album {
  readonly train: Pictures
  readonly test: Pictures
  readonly classes: readonly string[]
}

const readPart = (
  folder: string,
  part: 'train' | 'test',
): TE.TaskEither<DataError, Pictures & Pick<Album, 'classes'>> =>
  pipe(
    readHdf5(join(folder, `${part}_catvnoncat.h5`), { dtype: 'float64' }),
    TE.chainEitherK((file) =>
      pipe(
        E.Do,
        E.apS('images', hdf5Tensor(file, `${part}_set_x`)),
        E.apS('labels', hdf5Tensor(file, `${part}_set_y`)),
        E.apS('classes', hdf5Strings(file, 'list_classes')),
      ),
    ),
  )

/** The cats and other things that the lesson is about, from two HDF5 files in a folder. */
export const readAlbum = (data: string): TE.TaskEither<DataError, Album> => {
  const folder = folderOf(data, 'cats')
  return pipe(
    TE.Do,
    TE.apS('train', readPart(folder, 'train')),
    TE.apS('test', readPart(folder, 'test')),
    TE.map(({ train, test }) => ({ train, test, classes: train.classes })),
  )
}

/** A picture of one's own in the size of those of an album. */
export const readPicture = (path: string, { train }: Album): TE.TaskEither<DataError, Image<'float64'>> => {
  const [, height, width] = train.images.shape
  return pipe(
    readImage(path, { dtype: 'float64', channels: 3 }),
    TE.map((image) => resizeImage(image, [height, width], { method: 'area' })),
  )
}

/** Pictures as rows of numbers from 0 to 1. */
export const examplesOf = ({ images, labels }: Pictures, dtype: FloatDType): Examples => ({
  inputs: pipe(images, div(255), reshape([images.shape[0], -1]), astype(dtype)),
  targets: pipe(labels, reshape([-1, 1]), astype(dtype)),
})
