import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { checkIsOptions, type OptionNames } from '../../tensor/index.js'
import type { PlotError } from '../error.js'
import type { Figure } from '../figure.js'
import { numberWithin } from '../values.js'
import type { PictureAssets } from './assets.js'
import { pictureOf } from './picture.js'
import { toSvg } from './svg.js'

/** How a picture is made of a figure. */
export interface PngOptions {
  /** Pixels of the picture for one of the figure: 2 unless told, at most 20. */
  readonly scale?: number
  /** The rasteriser and its fonts, where there are no installed packages to read them from, as in browsers. */
  readonly assets?: PictureAssets
}

export const pngNames: OptionNames<PngOptions> = { scale: true, assets: true }

/**
 * A figure as the bytes of a PNG file. Texts are set in the font that comes along, so that they show, and look the same,
 * on machines without any. On the left, what `toSvg` says, a PictureError where there would be more than 64 million
 * pixels, an AssetError where the rasteriser or the font is missing; throws an ArgumentError for a scale out of range.
 *
 * @example
 * ```ts
 * import { lines, toPng } from 'cotangent/plot'
 *
 * const drawn = await toPng(lines({ loss: [3, 2, 1.5] }), { scale: 1 })()
 * drawn._tag === 'Right' && String.fromCharCode(...drawn.right.subarray(1, 4)) // => 'PNG'
 * ```
 */
export const toPng = (figure: Figure, options: PngOptions = {}): TE.TaskEither<PlotError, Uint8Array> => {
  checkIsOptions('toPng', options, pngNames)
  const { scale = 2, assets } = options
  numberWithin('toPng', 'the scale', scale, 0.05, 20)
  return pipe(
    toSvg(figure),
    TE.chain((svg) => pictureOf(svg, scale, assets)),
    TE.map(({ png }) => png()),
  )
}
