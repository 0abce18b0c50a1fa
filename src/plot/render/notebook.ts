import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { checkIsOptions, notebookDisplay } from '../../tensor/index.js'
import { base64 } from '../bitmap.js'
import type { PlotError } from '../error.js'
import type { Figure } from '../figure.js'
import { type FigureBundle, figureBundle } from '../shown.js'
import { type PngOptions, pngNames, toPng } from './png.js'
import { toSvg } from './svg.js'

/** A figure in the forms that notebooks know, by MIME type. */
export interface MimeBundle extends FigureBundle {
  readonly 'image/svg+xml': string
  /** In base 64. */
  readonly 'image/png': string
}

/** What a notebook shows where it is the value of a cell: kernels ask for the bundle by this symbol. */
export interface NotebookFigure {
  readonly [notebookDisplay]: () => MimeBundle
  readonly bundle: MimeBundle
}

/**
 * A figure drawn for a notebook, as SVG and PNG beside the Vega-Lite that every figure shows itself by: for where a notebook
 * is read that draws no Vega-Lite, such as a page of its file. Kernels ask for it by `Symbol.for('Jupyter.display')`.
 * Errors are those of `toPng`.
 *
 * @example
 * ```ts
 * import { lines, toNotebook } from 'cotangent/plot'
 *
 * const cell = await toNotebook(lines({ loss: [3, 2, 1.5] }))()
 * cell._tag === 'Right' && Object.keys(cell.right.bundle)
 * // => [
 * //      'image/svg+xml',
 * //      'image/png',
 * //      'application/vnd.vegalite.v5+json',
 * //      'text/plain'
 * //    ]
 * ```
 */
export const toNotebook = (figure: Figure, options: PngOptions = {}): TE.TaskEither<PlotError, NotebookFigure> => {
  checkIsOptions('toNotebook', options, pngNames)
  return pipe(
    TE.Do,
    TE.bind('svg', () => toSvg(figure)),
    TE.bind('png', () => toPng(figure, options)),
    TE.map(({ svg, png }) => {
      const bundle: MimeBundle = {
        'image/svg+xml': svg,
        'image/png': base64(png),
        ...figureBundle(figure),
      }
      return { [notebookDisplay]: () => bundle, bundle }
    }),
  )
}
