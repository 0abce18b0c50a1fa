import { type AnyTensor, checkIsOptions, type OptionNames, ShapeError } from '../../tensor/index.js'
import { type Figure, type FigureOptions, figure, figureNames, framed } from '../figure.js'
import { textWidth } from '../render/widths.js'
import { blend, classColor, hex, ink, theme, white } from '../theme.js'
import { matrixOf, shown } from '../values.js'

/** How a confusion matrix is drawn. */
export interface ConfusionMatrixOptions extends FigureOptions {
  /** The names of the classes; 0, 1, 2, ... unless told. */
  readonly classes?: readonly string[]
  /** Colours by the share of a row rather than by the count, for classes of different size. */
  readonly normalize?: boolean
}

const optionNames: OptionNames<ConfusionMatrixOptions> = { ...figureNames, classes: true, normalize: true }

/** Side of a cell in pixels, where there are not so many that the figure would be wider than `widest`. */
const cellSize = 44
const widest = 1100

/** Of a cell at least. */
const leastSide = 4

/** Of the numbers; smaller ones than the least are not legible. */
const fontSize = 11
const leastFontSize = 6

/** Left free around a number, in pixels. */
const room = 8

/** How wide the widest of some texts is in a font of one pixel. */
const widthOf = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, textWidth(text, 1, false)), 0)

/** As it is, where that is short; else three digits of it. */
const cellText = (value: number): string => (Number.isInteger(value) ? String(value) : String(+value.toPrecision(3)))

/**
 * A confusion matrix `[C, C]` as a heat map with its numbers: what a thing is goes down, what it was taken for goes to
 * the right, so that the right answers stand on the diagonal from the upper left. The colour goes with the count, up to
 * the largest, or with its share of the row. A number that is not finite stays white. Where cells are too small for numbers
 * that can be read, the colours alone are left. Throws a ShapeError for a matrix that is not square or other than the names.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { confusionMatrix } from 'cotangent/plot'
 *
 * const counts = tensor([[50, 2], [3, 45]])
 * confusionMatrix(counts, { classes: ['cat', 'dog'], title: 'Held-out images' }).title // => 'Held-out images'
 * ```
 */
export const confusionMatrix = (matrix: AnyTensor, options: ConfusionMatrixOptions = {}): Figure => {
  checkIsOptions('confusionMatrix', options, optionNames)
  const { normalize = false, classes } = options
  const { rows, columns, data } = matrixOf('confusionMatrix', 'the matrix', matrix, '[C, C]')
  if (rows !== columns || rows === 0)
    throw new ShapeError({
      operation: 'confusionMatrix',
      problem: `the matrix has ${rows} rows and ${columns} columns`,
    })
  if (classes !== undefined && classes.length !== rows)
    throw new ShapeError({
      operation: 'confusionMatrix',
      problem: `${classes.length} names are given for ${rows} classes`,
    })
  const names = classes ?? Array.from({ length: rows }, (_, index) => String(index))
  const at = (row: number, column: number): number => data[row * columns + column]
  const finite = (row: number): readonly number[] =>
    Array.from({ length: columns }, (_, column) => at(row, column)).filter(Number.isFinite)
  const largest = names.reduce((most, _, row) => finite(row).reduce((a, b) => Math.max(a, b), most), 0)
  const values = Array.from({ length: rows }, (_, row) => {
    const whole = normalize ? finite(row).reduce((sum, value) => sum + value, 0) : largest
    return Array.from({ length: columns }, (_, column) => {
      const value = at(row, column)
      const share = whole > 0 && value > 0 && Number.isFinite(value) ? value / whole : 0
      return {
        row,
        column,
        count: shown(value),
        text: cellText(value),
        fill: hex(blend(white, classColor(0), share)),
        ink: share > 0.5 ? hex(white) : ink,
      }
    })
  }).flat()
  const widestNumber = widthOf(values.map(({ text }) => text))
  const side = Math.max(cellSize, Math.ceil(widestNumber * fontSize + room))
  const extent = columns * side > widest ? Math.max(widest, columns * leastSide) : columns * side
  const frame = framed('confusionMatrix', options, { width: extent, height: extent })
  const [wide, high] = [(frame.width as number) / columns, (frame.height as number) / rows]
  const lettering = Math.min(fontSize, Math.floor(Math.min((wide - room / 2) / widestNumber, high * 0.8)))
  const isTight = widthOf(names) * theme.axis.labelFontSize > wide - room / 2
  const named = {
    labelExpr: `${JSON.stringify(names)}[datum.value]`,
    labelPadding: 6,
    ticks: false,
    domain: false,
  }
  const turned = isTight ? { labelAngle: -90, labelAlign: 'right', labelBaseline: 'middle' } : { labelAngle: 0 }
  const domain = names.map((_, index) => index)
  const scale = { domain, paddingInner: 0, paddingOuter: 0 }
  return figure({
    ...frame,
    data: { values },
    encoding: {
      x: {
        field: 'column',
        type: 'ordinal',
        title: options.xLabel ?? 'predicted',
        scale,
        axis: { ...named, ...turned },
      },
      y: { field: 'row', type: 'ordinal', title: options.yLabel ?? 'actual', scale, axis: { ...named, labelAngle: 0 } },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: '#dddddd', strokeWidth: 0.5 },
        encoding: { fill: { field: 'fill', type: 'nominal', scale: null } },
      },
      ...(lettering < leastFontSize
        ? []
        : [
            {
              mark: { type: 'text', fontSize: lettering },
              encoding: { text: { field: 'text' }, color: { field: 'ink', type: 'nominal', scale: null } },
            },
          ]),
    ],
  })
}
