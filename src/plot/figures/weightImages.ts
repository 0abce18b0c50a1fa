import { type AnyTensor, ArgumentError, checkIsOptions, type OptionNames, ShapeError } from '../../tensor/index.js'
import type { Bitmap } from '../bitmap.js'
import type { Figure } from '../figure.js'
import { classColor, diverging, white } from '../theme.js'
import { matrixOf, wholeNumber } from '../values.js'
import { gridNames, type ImageGridOptions, imageGrid } from './imageGrid.js'

/** How weights are drawn. */
export interface WeightImagesOptions extends ImageGridOptions {
  /** Height and width of an image, whose product is F; a square unless told. */
  readonly shape?: readonly [height: number, width: number]
  /** The size of the weights that have the full colour: the largest of all unless told. */
  readonly limit?: number
}

const optionNames: OptionNames<WeightImagesOptions> = { ...gridNames, shape: true, limit: true }

const operation = 'weightImages'

const colorOf = diverging(classColor(0), white, classColor(1))

const shapeOf = (features: number, given: readonly [number, number] | undefined): readonly [number, number] => {
  const side = Math.round(Math.sqrt(features))
  const [height, width] = given ?? [side, side]
  if (height * width !== features)
    throw new ShapeError({
      operation,
      problem: `columns of ${features} weights are no images of ${height} x ${width}`,
      remedy: 'Say { shape: [height, width] }',
    })
  return [height, width]
}

/**
 * The columns of a weight matrix `[F, H]` as images, one for each of the H neurons: where the weights are positive red,
 * where negative blue, on one scale for all, white at 0. A weight that is not a number is white. Throws a ShapeError
 * where F is not height times width.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { weightImages } from 'cotangent/plot'
 *
 * const weights = tensor([[1, -1], [0, 2], [-0.5, 0], [0, 1]])
 * weightImages(weights, { labels: ['a', 'b'], title: 'Two neurons' }).title // => 'Two neurons'
 * ```
 */
export const weightImages = (weights: AnyTensor, options: WeightImagesOptions = {}): Figure => {
  checkIsOptions('weightImages', options, optionNames)
  const { rows, columns, data } = matrixOf(operation, 'the weights', weights, '[F, H]')
  if (rows * columns === 0) throw new ShapeError({ operation, problem: 'there are no weights' })
  wholeNumber(operation, 'the number of images', columns, 1, 2500)
  if (options.labels !== undefined && options.labels.length !== columns)
    throw new ShapeError({ operation, problem: `there are ${options.labels.length} labels for ${columns} images` })
  const [height, width] = shapeOf(rows, options.shape)
  const { limit } = options
  if (limit !== undefined && !(limit > 0 && limit < Number.POSITIVE_INFINITY))
    throw new ArgumentError({ operation, problem: `the limit ${limit} is no positive number` })
  const most = limit ?? Array.from(data).reduce((a, b) => (Number.isFinite(b) ? Math.max(a, Math.abs(b)) : a), 0)
  const shareOf = (weight: number): number =>
    Number.isNaN(weight) || most === 0 ? 0.5 : Math.max(0, Math.min(1, 0.5 + weight / most / 2))
  const bitmaps = Array.from({ length: columns }, (_, column): Bitmap => {
    const colors = Array.from({ length: rows }, (_, row) => colorOf(shareOf(data[row * columns + column])))
    return { width, height, channels: 3, bytes: Uint8Array.from(colors.flat()) }
  })
  return imageGrid(operation, bitmaps, options)
}
