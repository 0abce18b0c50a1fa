import { ArgumentError, checkIsOptions, type OptionNames } from '../../tensor/index.js'
import type { Figure } from '../figure.js'
import { classColor, hex } from '../theme.js'
import type { Numbers } from '../values.js'
import { curvesOf, drawLines, type LineStyle, type LinesOptions, linesNames, placesOf } from './lines.js'

/** How the curves of a training are drawn. */
export interface HistoryOptions extends LinesOptions {
  /** How many epochs there will be: the length of the axis from the start, for a figure that is redrawn meanwhile. */
  readonly epochs?: number
}

const optionNames: OptionNames<HistoryOptions> = { ...linesNames, epochs: true }

/** The class whose green the lessons draw validation in. */
const green = 2

/** The lessons' styles of training and validation; further curves have the colours that are left. */
const styleOf = (index: number): LineStyle =>
  index === 0
    ? { color: '#000000', dashed: true }
    : { color: hex(classColor(index === 1 ? green : index - 2 < green ? index - 2 : index - 1)) }

/** A tenth of the range above the largest value, as the lessons leave it. */
const headroom = 1.1

/**
 * Curves of a training by name, such as its training and its validation accuracy: epochs 1, 2, 3, ... from left to
 * right, from 0 upward where no value is below. The first curve is black and dashed, the second green. A value that is
 * not finite leaves a gap.
 *
 * @example
 * ```ts
 * import { history } from 'cotangent/plot'
 *
 * const figure = history({ training: [0.7, 0.8, 0.82], validation: [0.6, 0.75, 0.85] }, { yLabel: 'accuracy' })
 * Array.isArray(figure.layer) // => true
 * ```
 */
export const history = (series: { readonly [name: string]: Numbers }, options: HistoryOptions = {}): Figure => {
  checkIsOptions('history', options, optionNames)
  const curves = curvesOf('history', series)
  const longest = curves.reduce((most, { values }) => Math.max(most, values.length), 0)
  const counted = options.x === undefined
  const places = counted
    ? Array.from({ length: longest }, (_, index) => index + 1)
    : placesOf('history', curves, options.x)
  const { epochs } = options
  if (epochs !== undefined && !(epochs > 0 && epochs < Number.POSITIVE_INFINITY))
    throw new ArgumentError({ operation: 'history', problem: `${epochs} epochs are no positive number` })
  const finite = curves.flatMap(({ values }) => values.filter(Number.isFinite))
  const most = finite.reduce((a, b) => Math.max(a, b), 0)
  const isPositive = most > 0 && finite.every((value) => value >= 0)
  const styles = Object.fromEntries(curves.map(({ name }, index) => [name, styleOf(index)]))
  return drawLines('history', curves, places, {
    xLabel: 'epoch',
    ...(curves.length === 1 ? {} : { yLabel: '' }),
    ...(isPositive ? { yDomain: [0, Math.min(most * headroom, Number.MAX_VALUE)] } : {}),
    ...(epochs === undefined && (!counted || longest === 0) ? {} : { xDomain: [0, (epochs ?? longest) + 1] }),
    ...options,
    styles: { ...styles, ...options.styles },
  })
}
