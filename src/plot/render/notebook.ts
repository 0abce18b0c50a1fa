import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { base64 } from '../bitmap.js'
import type { PlotError } from '../error.js'
import type { Figure } from '../figure.js'
import { type PngOptions, toPng } from './png.js'
import { toSvg } from './svg.js'

/** A figure in the forms that notebooks know, by MIME type. */
export interface MimeBundle {
  readonly 'image/svg+xml': string
  /** In base 64. */
  readonly 'image/png': string
  readonly 'application/vnd.vegalite.v5+json': Figure
  readonly 'text/plain': string
}

const display: unique symbol = Symbol.for('Jupyter.display') as never

/** What a notebook shows where it is the value of a cell: kernels ask for the bundle by this symbol. */
export interface NotebookFigure {
  readonly [display]: () => MimeBundle
  readonly bundle: MimeBundle
}

/** What figures use of the grammar means the same in its fifth version, which notebooks draw. */
const notebookSchema = 'https://vega.github.io/schema/vega-lite/v5.json'

/**
 * A figure for a notebook: an object that Deno's and other kernels show by its `Symbol.for('Jupyter.display')` method, as
 * SVG, PNG or Vega-Lite, whichever the notebook prefers. Errors are those of `toPng`.
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
export const toNotebook = (figure: Figure, options: PngOptions = {}): TE.TaskEither<PlotError, NotebookFigure> =>
  pipe(
    TE.Do,
    TE.bind('svg', () => toSvg(figure)),
    TE.bind('png', () => toPng(figure, options)),
    TE.map(({ svg, png }) => {
      const bundle: MimeBundle = {
        'image/svg+xml': svg,
        'image/png': base64(png),
        'application/vnd.vegalite.v5+json': { ...figure, $schema: notebookSchema },
        'text/plain': typeof figure.title === 'string' ? `Figure: ${figure.title}` : 'Figure',
      }
      return { [display]: () => bundle, bundle }
    }),
  )
