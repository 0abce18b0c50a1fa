import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import {
  ArgumentError,
  allocate,
  checkIsOptions,
  type DType,
  fromRowMajor,
  type OptionNames,
  type Tensor,
  type TypedArray,
  written,
} from '../../tensor/index.js'
import { formatError, type ReadOptions, readNames } from '../bytes.js'
import type { DataError } from '../error.js'
import { decodeFile } from '../files.js'
import { decodeJpeg, isJpeg } from './jpeg.js'
import { decodePng, isPng } from './png.js'
import { defaultMaxPixels, type Raster } from './raster.js'

/** The dtypes that an image can have: int32 from 0 to 255, or floats from 0 to 1. */
export type ImageDType = 'int32' | 'float64' | 'float32'

/** An image: `[H, W, C]`, rows from the top; gray, gray and alpha, RGB, or RGBA. */
export type Image<D extends ImageDType = 'int32'> = Tensor<[number, number, number], D>

/** What an image file becomes. */
export interface ImageOptions<D extends ImageDType = 'int32'> {
  /** int32 (0 to 255) unless given; floats are from 0 to 1. */
  readonly dtype?: D
  /** 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA; those of the file unless given. */
  readonly channels?: 1 | 2 | 3 | 4
  /** The most pixels that an image may have, 2^25 unless given. */
  readonly maxPixels?: number
}

const optionNames: OptionNames<ImageOptions> = { dtype: true, channels: true, maxPixels: true }

/**
 * The brightness of a colour, of samples in 0..full: the weights of ITU-R BT.601 in 65536ths, which add up to 65536, so
 * that gray stays the gray it is.
 */
const luma = (red: number, green: number, blue: number): number =>
  Math.floor((19595 * red + 38470 * green + 7471 * blue + 32768) / 65536)

/** The sample of one channel of the result, from a pixel's samples that begin at `at`. */
const sampleFor = ({ samples, channels, full }: Raster, at: number, channel: number, wanted: number): number => {
  const coloured = channels > 2
  const alpha = wanted % 2 === 0 && channel === wanted - 1
  if (alpha) return channels % 2 === 0 ? samples[at + channels - 1] : full
  if (!coloured) return samples[at]
  return wanted > 2 ? samples[at + channel] : luma(samples[at], samples[at + 1], samples[at + 2])
}

const tensorOf = <D extends ImageDType>(raster: Raster, dtype: D, wanted: number): Image<D> => {
  const { height, width, channels, full } = raster
  const data: TypedArray<DType> = allocate(dtype, height * width * wanted)
  for (let pixel = 0, next = 0; pixel < height * width; pixel++)
    for (let channel = 0; channel < wanted; channel++) {
      const sample = sampleFor(raster, pixel * channels, channel, wanted)
      data[next++] = dtype !== 'int32' ? sample / full : full === 255 ? sample : Math.round(sample / 257)
    }
  return fromRowMajor<DType>(dtype, [height, width, wanted], data) as unknown as Image<D>
}

const checked = <D extends ImageDType>(
  operation: string,
  options: ImageOptions<D>,
): Required<Omit<ImageOptions<D>, 'channels'>> => {
  const { dtype = 'int32' as D, channels, maxPixels = defaultMaxPixels } = options
  const refuse = (problem: string): never => {
    throw new ArgumentError({ operation, problem })
  }
  if (!['int32', 'float64', 'float32'].includes(dtype)) refuse(`there are no images of dtype ${written(dtype)}`)
  if (channels !== undefined && ![1, 2, 3, 4].includes(channels))
    refuse(`there are no images of ${written(channels)} channels`)
  if (!(maxPixels >= 1)) refuse(`maxPixels (${written(maxPixels)}) is no number of pixels`)
  return { dtype, maxPixels }
}

const rasterOf = (bytes: Uint8Array, maxPixels: number): E.Either<DataError, Raster> =>
  isPng(bytes)
    ? decodePng(bytes, maxPixels)
    : isJpeg(bytes)
      ? decodeJpeg(bytes, maxPixels)
      : E.left(formatError('image', 'this is neither a PNG nor a JPEG', 0))

/**
 * The image that a PNG or JPEG file holds, told apart by their first bytes: `[H, W, C]`, int32 from 0 to 255, or floats
 * from 0 to 1 (a sample divided by 255, or by 65535 where it has 16 bits, which int32 rounds to 8). The channels are the
 * file's: gray, gray and alpha, RGB, RGBA; a palette becomes RGB, a transparent colour alpha. Other channels by option:
 * gray repeated for RGB, colour to gray by the weights of BT.601, alpha full where there is none, and left out (not
 * blended) where it is not wanted. PNGs are read in full, but for animation; JPEGs of 8 bits that are gray or have three
 * components, baseline or progressive; colour that is stored at half the resolution is repeated, where other readers
 * may interpolate it. Samples stand as they are: gamma, colour profiles and the orientation in which a
 * camera was held are not looked at. On the left a FormatError for damaged files, a SizeError for more pixels than
 * allowed, an UnsupportedError for other kinds; an ArgumentError for options out of range.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { decodeImage, encodePng } from 'cotangent/data'
 *
 * const file = encodePng(tensor([[[255, 0, 0]]], { dtype: 'int32' }))
 * decodeImage(file, { channels: 1 }) // => { _tag: 'Right', right: [[[76]]] }
 * ```
 */
export const decodeImage = <D extends ImageDType = 'int32'>(
  bytes: Uint8Array,
  options: ImageOptions<D> = {},
): E.Either<DataError, Image<D>> => {
  checkIsOptions('decodeImage', options, optionNames)
  const { dtype, maxPixels } = checked('decodeImage', options)
  return pipe(
    rasterOf(bytes, maxPixels),
    E.map((raster) => tensorOf(raster, dtype, options.channels ?? raster.channels)),
  )
}

/**
 * The image in a PNG or JPEG file, as `decodeImage` reads it; a SystemError on the left where the file cannot be read.
 *
 * @example
 * ```ts
 * import { readImage } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * isLeft(await readImage('no/such/cat.png', { channels: 3, dtype: 'float64' })()) // => true
 * ```
 */
export const readImage = <D extends ImageDType = 'int32'>(
  path: string,
  options: ImageOptions<D> & ReadOptions = {},
): TE.TaskEither<DataError, Image<D>> => {
  checkIsOptions('readImage', options, { ...optionNames, ...readNames })
  const { maxBytes, ...own } = options
  checked('readImage', own)
  return decodeFile((bytes) => decodeImage(bytes, own), { maxBytes })(path)
}
