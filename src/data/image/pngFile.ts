import { encode } from 'fast-png'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { toTypedArray } from '../../graph/index.js'
import { ArgumentError, checkIsOptions, type OptionNames, ShapeError, written } from '../../tensor/index.js'
import type { DataError } from '../error.js'
import { writeAtomically } from '../write.js'
import type { Image, ImageDType } from './image.js'

/** Bits of a sample in the file, 8 unless given. */
export interface PngWriteOptions {
  readonly depth?: 8 | 16
}

const optionNames: OptionNames<PngWriteOptions> = { depth: true }

const refuse = (problem: string, remedy?: string): never => {
  throw new ArgumentError({ operation: 'encodePng', problem, remedy })
}

/**
 * An image `[H, W, C]` (1 gray, 2 gray and alpha, 3 RGB, 4 RGBA) as a PNG: int32 from 0 to 255, or floats from 0 to 1,
 * which are rounded to 8 bits or, by option, to 16. A ShapeError for another shape, an ArgumentError for an image
 * without pixels and for elements out of range, NaN among them.
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 * import { encodePng } from 'cotangent/data'
 *
 * encodePng(zeros([2, 3, 1])).slice(1, 4) // => Uint8Array(3) [ 80, 78, 71 ]
 * ```
 */
export const encodePng = (image: Image<ImageDType>, options: PngWriteOptions = {}): Uint8Array => {
  checkIsOptions('encodePng', options, optionNames)
  const { depth = 8 } = options
  const [height, width, channels] = image.shape
  if (image.shape.length !== 3 || ![1, 2, 3, 4].includes(channels))
    throw new ShapeError({
      operation: 'encodePng',
      operands: [image],
      problem: 'this is no image [H, W, C] of 1 to 4 channels',
    })
  if (height === 0 || width === 0) refuse('the image has no pixels')
  if (depth !== 8 && depth !== 16) refuse(`samples of ${written(depth)} bits are not written`)
  const top = image.dtype === 'int32' ? 255 : 1
  const full = depth === 8 ? 255 : 65535
  const elements = toTypedArray(image)
  const data = depth === 8 ? new Uint8Array(elements.length) : new Uint16Array(elements.length)
  for (let at = 0; at < elements.length; at++) {
    const element: number = elements[at]
    if (!(element >= 0 && element <= top)) refuse(`an element (${element}) is not from 0 to ${top}`)
    data[at] = Math.round((element / top) * full)
  }
  return encode({ width, height, channels, depth, data })
}

/**
 * Writes an image to a PNG file in one step, as `encodePng` makes it; a SystemError on the left where it cannot be
 * written.
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 * import { writePng } from 'cotangent/data'
 * import { isLeft } from 'fp-ts/lib/Either.js'
 *
 * isLeft(await writePng('no/such/folder/x.png', zeros([2, 2, 1]))()) // => true
 * ```
 */
export const writePng = (
  path: string,
  image: Image<ImageDType>,
  options: PngWriteOptions = {},
): TE.TaskEither<DataError, void> => {
  checkIsOptions('writePng', options, optionNames)
  return writeAtomically(path, encodePng(image, options))
}
