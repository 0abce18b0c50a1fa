/** Why a figure could not be drawn, as data: told apart by `_tag`. */
export type PlotError =
  /** The figure is not one that the grammar understands, or it refers to data that it does not carry. */
  | { readonly _tag: 'GrammarError'; readonly problem: string }
  /** The picture cannot be made of the drawing: no size, too many pixels, or a drawing that the rasteriser refuses. */
  | { readonly _tag: 'PictureError'; readonly problem: string }
  /** A part of the renderer is not there: a package, the rasteriser's program or a font. */
  | { readonly _tag: 'AssetError'; readonly asset: string; readonly problem: string }

/**
 * An error as a line: what could not be done, and why.
 *
 * @example
 * ```ts
 * import { showPlotError } from 'cotangent/plot'
 *
 * showPlotError({ _tag: 'GrammarError', problem: 'nothing is loaded from example.csv' })
 * // => 'the figure is not understood: nothing is loaded from example.csv'
 * ```
 */
export const showPlotError = (error: PlotError): string =>
  error._tag === 'GrammarError'
    ? `the figure is not understood: ${error.problem}`
    : error._tag === 'PictureError'
      ? `no picture can be made of the figure: ${error.problem}`
      : `${error.asset} is not there: ${error.problem}`
