import { existsSync } from 'node:fs'
import { any, astype, div, greater, item, less, logicalOr, reshape, slice, type Tensor } from 'cotangent'
import { type DataError, readIdx } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { folderOf, plainOrPacked } from '../files.js'
import type { Matrix } from '../numbers.js'

/** Images a row each, `[m, pixels]`, from 0 to 1, and the digit that each shows, `[m]`. */
export interface Digits {
  readonly images: Matrix
  readonly labels: Tensor<[number], 'int32'>
}

/** Digits to train with and to test with, and the height and width of their images. */
export interface Split {
  readonly train: Digits
  readonly test: Digits
  readonly shape: readonly [height: number, width: number]
}

/** A pair of IDX files: images `[m, height, width]` and their labels `[m]`. */
export interface Pair {
  readonly images: string
  readonly labels: string
}

/** Digits as they are stored: bytes. */
interface Stored {
  readonly images: Tensor<readonly number[], 'int32'>
  readonly labels: Tensor<readonly number[], 'int32'>
}

const unfit = (path: string, problem: string): DataError => ({ _tag: 'FormatError', format: 'idx', problem, path })

/** What is wrong with a pair of files that are sound by themselves. */
const checked =
  (pair: Pair) =>
  ({ images, labels }: Stored): E.Either<DataError, Stored> => {
    if (images.shape.length !== 3) return E.left(unfit(pair.images, `there are ${images.shape.length} axes, not 3`))
    if (labels.shape.join() !== String(images.shape[0]))
      return E.left(unfit(pair.labels, `labels of shape [${labels.shape}] do not fit ${images.shape[0]} images`))
    if (item(any(logicalOr(less(labels, 0), greater(labels, 9)))))
      return E.left(unfit(pair.labels, 'there are labels that are no digits'))
    return E.right({ images, labels })
  }

const readPair = (pair: Pair): TE.TaskEither<DataError, Stored> =>
  pipe(
    TE.Do,
    TE.apS('images', readIdx(pair.images, { dtype: 'int32' })),
    TE.apS('labels', readIdx(pair.labels, { dtype: 'int32' })),
    TE.chainEitherK(checked(pair)),
  )

/** Some of the stored digits, as numbers from 0 to 1. */
const digitsOf = ({ images, labels }: Stored, from: number, to: number): Digits => ({
  images: pipe(images, slice([[from, to]]), reshape([to - from, -1]), astype('float64'), div(255)),
  labels: pipe(labels, slice([[from, to]]), reshape([to - from])),
})

const shapeOf = ({ images }: Stored): Split['shape'] => [images.shape[1], images.shape[2]]

/** The first digits of a pair of files to train with, four fifths of them where none is said, the others to test with. */
export const readSplit = (pair: Pair, given?: number): TE.TaskEither<DataError, Split> =>
  pipe(
    readPair(pair),
    TE.chainEitherK((stored) => {
      const [all] = stored.images.shape
      const count = given ?? Math.floor(0.8 * all)
      return count > 0 && count < all
        ? E.right({ train: digitsOf(stored, 0, count), test: digitsOf(stored, count, all), shape: shapeOf(stored) })
        : E.left(unfit(pair.images, `of ${all} images none are left to test with where ${count} are to train with`))
    }),
  )

/** All digits of one pair of files to train with, those of another to test with. */
const readBoth = (train: Pair, test: Pair): TE.TaskEither<DataError, Split> =>
  pipe(
    TE.Do,
    TE.apS('train', readPair(train)),
    TE.apS('test', readPair(test)),
    TE.chainEitherK(({ train: first, test: second }) =>
      String(shapeOf(first)) === String(shapeOf(second))
        ? E.right({
            train: digitsOf(first, 0, first.images.shape[0]),
            test: digitsOf(second, 0, second.images.shape[0]),
            shape: shapeOf(first),
          })
        : E.left(unfit(test.images, 'the images are of another size than those to train with')),
    ),
  )

/** Where MNIST's files of a part, `train` or `t10k`, are in a folder. */
const mnistPair = (folder: string, part: 'train' | 't10k'): Pair => ({
  images: plainOrPacked(folder, `${part}-images-idx3-ubyte.gz`),
  labels: plainOrPacked(folder, `${part}-labels-idx1-ubyte.gz`),
})

/**
 * The MNIST digits in a folder: as the lesson splits them, 60,000 to train with and 10,000 to test with, where both pairs of
 * files are there and no other split is asked for; else those of the smaller pair, split.
 */
export const readMnist = (data: string, count?: number): TE.TaskEither<DataError, Split> => {
  const folder = folderOf(data, 'mnist')
  const [train, test] = [mnistPair(folder, 'train'), mnistPair(folder, 't10k')]
  return count === undefined && existsSync(train.images) ? readBoth(train, test) : readSplit(test, count)
}
