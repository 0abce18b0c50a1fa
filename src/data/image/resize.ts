import { astype, einsum, round } from '../../graph/index.js'
import {
  ArgumentError,
  checkIsOptions,
  fromRowMajor,
  type OptionNames,
  ShapeError,
  type Tensor,
  written,
} from '../../tensor/index.js'
import type { Image, ImageDType } from './image.js'

/** How the pixels of a resized image come from those of the given one. */
export interface ResizeOptions {
  /** `bilinear` unless given. */
  readonly method?: 'bilinear' | 'area'
}

const optionNames: OptionNames<ResizeOptions> = { method: true }

/** The weights `[to, from]` of pixels along an axis: sums to 1 in every row. */
type Weights = (from: number, to: number) => Float64Array

/** Between the two pixels whose centres are nearest to the new centre's place; the outer ones repeat at the border. */
const bilinear: Weights = (from, to) => {
  const weights = new Float64Array(to * from)
  for (let i = 0; i < to; i++) {
    const place = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1)
    const below = Math.floor(place)
    weights[i * from + below] += 1 - (place - below)
    weights[i * from + Math.min(below + 1, from - 1)] += place - below
  }
  return weights
}

/** The share of each old pixel in a new one; in units of 1 / (from * to) of the axis both have whole bounds. */
const area: Weights = (from, to) => {
  const weights = new Float64Array(to * from)
  for (let i = 0; i < to; i++)
    for (let j = Math.floor((i * from) / to); j < from && j * to < (i + 1) * from; j++)
      weights[i * from + j] = Math.max(0, Math.min((i + 1) * from, (j + 1) * to) - Math.max(i * from, j * to)) / from
  return weights
}

const methods: Readonly<Record<'bilinear' | 'area', Weights>> = { bilinear, area }

type Real = Tensor<readonly number[], 'float64'>

const matrix = (weights: Weights, from: number, to: number): Real =>
  fromRowMajor('float64', [to, from], weights(from, to)) as unknown as Real

/**
 * An image `[H, W, C]` brought to another height and width. `bilinear` takes each new pixel from the four old ones
 * around its centre's place (pixel i has its centre at i + 1/2 of the axis, the border repeats), without smoothing
 * before; `area` is the average of the part of the old image that the new pixel covers, to be preferred where an image
 * gets much smaller. Both are linear along each axis, and differentiable; int32 images are rounded, halves to even. A
 * ShapeError for what is no image, an ArgumentError for a size that is none.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { resizeImage } from 'cotangent/data'
 *
 * const stripes = tensor([[[0], [1], [0], [1]]])
 * resizeImage(stripes, [1, 2], { method: 'area' }) // => [[[0.5]
 * //      [0.5]]]
 * ```
 */
export const resizeImage = <D extends ImageDType>(
  image: Image<D>,
  size: readonly [height: number, width: number],
  options: ResizeOptions = {},
): Image<D> => {
  checkIsOptions('resizeImage', options, optionNames)
  const operation = 'resizeImage'
  const weights = methods[options.method ?? 'bilinear']
  if (weights === undefined)
    throw new ArgumentError({ operation, problem: `there is no method ${written(options.method)}` })
  if (size.length !== 2 || size.some((extent) => !Number.isSafeInteger(extent) || extent < 1))
    throw new ArgumentError({ operation, problem: `${written(size)} is no height and width` })
  if (image.shape.length !== 3 || image.shape.includes(0))
    throw new ShapeError({ operation, operands: [image], problem: 'this is no image [H, W, C] with pixels' })
  const rows = matrix(weights, image.shape[0], size[0])
  const columns = matrix(weights, image.shape[1], size[1])
  const across = einsum('jw,hwc->hjc', columns, astype(image, 'float64')) as Real
  const resized = einsum('ih,hjc->ijc', rows, across) as Real
  return astype(image.dtype === 'int32' ? round(resized) : resized, image.dtype) as unknown as Image<D>
}
