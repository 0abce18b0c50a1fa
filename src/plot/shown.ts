import { notebookDisplay } from '../tensor/index.js'
import type { Figure } from './spec.js'

/** A figure in the forms that need no drawing, by MIME type. */
export interface FigureBundle {
  readonly 'application/vnd.vegalite.v5+json': Figure
  readonly 'text/plain': string
}

/** What figures use of the grammar means the same in its fifth version, which notebooks draw. */
const notebookSchema = 'https://vega.github.io/schema/vega-lite/v5.json'

/** What a notebook is given of a figure: the specification itself, which it draws, and its title. */
export const figureBundle = (figure: Figure): FigureBundle => ({
  'application/vnd.vegalite.v5+json': { ...figure, $schema: notebookSchema },
  'text/plain': typeof figure.title === 'string' ? `Figure: ${figure.title}` : 'Figure',
})

/**
 * The same figure as one that notebooks draw. What they ask it by is neither listed nor written by `JSON.stringify`, so a
 * figure stays the plain value that it is.
 */
export const shown = (figure: Figure): Figure =>
  Object.defineProperty(figure, notebookDisplay, { value: () => figureBundle(figure), enumerable: false })
