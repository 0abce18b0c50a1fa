/** The face of src/plot: figures. */
export { type PlotError, showPlotError } from './error.js'
export {
  beside,
  type Figure,
  type FigureOptions,
  figure,
  type Json,
  labelled,
  layered,
  type Spec,
  stacked,
} from './figure.js'
export { type ConfusionMatrixOptions, confusionMatrix } from './figures/confusionMatrix.js'
export { type BoundaryOptions, decisionBoundary } from './figures/decisionBoundary.js'
export { type GraphFigureOptions, graphFigure } from './figures/graphFigure.js'
export { type HistogramOptions, histogram } from './figures/histogram.js'
export { type HistoryOptions, history } from './figures/history.js'
export type { ImageGridOptions } from './figures/imageGrid.js'
export { type ImagesOptions, images } from './figures/images.js'
export { type LineStyle, type LinesOptions, lines } from './figures/lines.js'
export { type Live, live } from './figures/live.js'
export { type LossName, lossCurve } from './figures/lossCurve.js'
export { type ScatterOptions, scatter } from './figures/scatter.js'
export { type TangentOptions, tangent } from './figures/tangent.js'
export { type WeightImagesOptions, weightImages } from './figures/weightImages.js'
export type { PictureAssets } from './render/assets.js'
export { toHtml } from './render/html.js'
export { type MimeBundle, type NotebookFigure, toNotebook } from './render/notebook.js'
export { type PngOptions, toPng } from './render/png.js'
export { toSvg } from './render/svg.js'
export { type TerminalColor, type TerminalOptions, toTerminal } from './render/terminal.js'
export type { FigureBundle } from './shown.js'
export type { Numbers } from './values.js'
