import {
  type AnyTensor,
  ArgumentError,
  checkIsOptions,
  type OptionNames,
  rowMajor,
  ShapeError,
} from '../../tensor/index.js'
import type { Bitmap } from '../bitmap.js'
import type { Figure } from '../figure.js'
import { tensorOf } from '../values.js'
import { gridNames, type ImageGridOptions, imageGrid } from './imageGrid.js'

/** How images are drawn. */
export interface ImagesOptions extends ImageGridOptions {
  /** What is black and what is white: 0 and 1 unless told, 0 and 255 where a value is above 1. */
  readonly range?: readonly [black: number, white: number]
}

const optionNames: OptionNames<ImagesOptions> = { ...gridNames, range: true }

/** As many images as a figure can show, and as many values as they may have together. */
const mostImages = 2500
const mostValues = 16_000_000

const operation = 'images'

const rangeOf = (data: ArrayLike<number>, given: readonly [number, number] | undefined): readonly [number, number] => {
  if (given === undefined) return Array.prototype.some.call(data, (value: number) => value > 1) ? [0, 255] : [0, 1]
  if (!(given[0] !== given[1] && given.every(Number.isFinite)))
    throw new ArgumentError({ operation, problem: `from ${given[0]} to ${given[1]} there is no range of brightness` })
  return given
}

/**
 * Images in a grid: grey ones `[N, H, W]` or coloured ones `[N, H, W, 3]`, or a single one `[H, W]`, as they are stored,
 * the first row above. Values outside of the range of brightness are cut off at its ends, and one that is not a number is
 * black. Throws a ShapeError for another shape or where a label has no image, an ArgumentError for more than 2,500 images
 * or 16 million values.
 *
 * @example
 * ```ts
 * import { reshape, tensor } from 'cotangent'
 * import { images } from 'cotangent/plot'
 *
 * const two = reshape(tensor([0, 1, 1, 0, 1, 0, 0, 1]), [2, 2, 2])
 * images(two, { labels: ['one', 'other'], title: 'Two images' }).title // => 'Two images'
 * ```
 */
export const images = (pictures: AnyTensor, options: ImagesOptions = {}): Figure => {
  checkIsOptions('images', options, optionNames)
  const constant = tensorOf(operation, 'the images', pictures, [2, 3, 4], '[N, H, W], [N, H, W, 3] or [H, W]')
  const { shape } = constant
  const [count, height, width, channels = 1] = shape.length === 2 ? [1, ...shape] : shape
  if ((channels !== 1 && channels !== 3) || count * height * width === 0)
    throw new ShapeError({ operation, operands: [constant], problem: 'there must be pixels, of 1 or 3 channels each' })
  if (count > mostImages || count * height * width * channels > mostValues)
    throw new ArgumentError({
      operation,
      problem: `${count} images of ${height} x ${width} are more than a figure shows`,
      remedy: `Take up to ${mostImages} of up to ${mostValues} values together`,
    })
  if (options.labels !== undefined && options.labels.length !== count)
    throw new ShapeError({ operation, operands: [constant], problem: `there are ${options.labels.length} labels` })
  const data = rowMajor(constant)
  const [black, white] = rangeOf(data, options.range)
  const bytes = Uint8Array.from(data, (value) =>
    Math.max(0, Math.min(255, Math.round(((value - black) / (white - black)) * 255))),
  )
  const each = height * width * channels
  const bitmaps = Array.from(
    { length: count },
    (_, index): Bitmap => ({
      width,
      height,
      channels: channels === 3 ? 3 : 1,
      bytes: bytes.subarray(index * each, (index + 1) * each),
    }),
  )
  return imageGrid(operation, bitmaps, options)
}
