import { ArgumentError, checkIsOptions, describe, type OptionNames, ShapeError } from '../../tensor/index.js'
import { type Figure, type FigureOptions, figure, figureNames, framed } from '../figure.js'
import { textWidth } from '../render/widths.js'
import { classColor, hex, theme } from '../theme.js'
import { axisOf, type Numbers, shown, vectorOf } from '../values.js'

/** How a line is drawn. */
export interface LineStyle {
  /** A CSS colour. */
  readonly color?: string
  readonly dashed?: boolean
}

/** How curves are drawn. */
export interface LinesOptions extends FigureOptions {
  /** Where the values stand, the same for all curves; 0, 1, 2, ... unless told. */
  readonly x?: Numbers
  /** By the curve's name; others take the colours of the classes in turn. */
  readonly styles?: { readonly [name: string]: LineStyle }
  /** Least and largest value shown; as far as the values reach unless told. */
  readonly xDomain?: readonly [number, number]
  readonly yDomain?: readonly [number, number]
  /** Where the names of the curves stand: above unless told. Without curves to tell apart there are none. */
  readonly legend?: 'top' | 'right' | 'none'
}

export const linesNames: OptionNames<LinesOptions> = {
  ...figureNames,
  x: true,
  styles: true,
  xDomain: true,
  yDomain: true,
  legend: true,
}

/** One curve, read. */
export interface Curve {
  readonly name: string
  readonly values: readonly number[]
}

/** Curves by name, or one without a name, as lists of numbers. */
export const curvesOf = (operation: string, series: { readonly [name: string]: Numbers }): readonly Curve[] => {
  if (typeof series !== 'object' || series === null)
    throw new ArgumentError({
      operation,
      problem: `the curves (${describe(series)}) are no record`,
      remedy: 'Name each one: { loss: values }',
    })
  const curves = Object.entries(series).map(([name, values]) => ({ name, values: vectorOf(operation, name, values) }))
  if (curves.length === 0) throw new ArgumentError({ operation, problem: 'there are no curves' })
  return curves
}

/** Where curves' values stand, if there is a place for each. */
export const placesOf = (operation: string, curves: readonly Curve[], x: Numbers | undefined): readonly number[] => {
  const longest = curves.reduce((most, { values }) => Math.max(most, values.length), 0)
  const places = x === undefined ? Array.from({ length: longest }, (_, index) => index) : vectorOf(operation, 'x', x)
  const wrong = x === undefined ? undefined : curves.find(({ values }) => values.length !== places.length)
  if (wrong !== undefined)
    throw new ShapeError({
      operation,
      problem: `${wrong.name} has ${wrong.values.length} values for ${places.length} places`,
    })
  return places
}

const domain = (operation: string, bounds: readonly [number, number] | undefined) => {
  if (bounds === undefined) return { zero: false }
  if (!(bounds[0] < bounds[1] && bounds.every(Number.isFinite)))
    throw new ArgumentError({ operation, problem: `the domain from ${bounds[0]} to ${bounds[1]} is empty or endless` })
  return { domain: bounds, nice: false }
}

/** A curve's points, as data. */
const pointsOf = ({ name, values }: Curve, places: readonly number[]) =>
  values.map((value, index) => ({ x: shown(places[index]), y: shown(value), curve: name }))

/** Whether a value has no neighbour to draw a line to. */
const isAlone = (values: readonly number[], index: number): boolean =>
  Number.isFinite(values[index]) && ![index - 1, index + 1].some((near) => Number.isFinite(values[near]))

/** What a name in a legend takes beside its letters: a piece of its line, and the room around both. */
const keyRoom = 40

/** Names above a figure in as many columns as its width has room for. */
const keyColumns = (names: readonly string[], width: number): number => {
  const { labelFontSize, labelLimit } = theme.legend
  const widest = names.reduce((most, name) => Math.max(most, textWidth(name, labelFontSize, false)), 0)
  return Math.max(1, Math.floor(width / (Math.min(widest, labelLimit) + keyRoom)))
}

/** Curves as a figure, on behalf of an operation. */
export const drawLines = (
  operation: string,
  curves: readonly Curve[],
  places: readonly number[],
  options: LinesOptions,
): Figure => {
  // A curve alone has no legend to be named in.
  const { styles = {}, xLabel = 'x', yLabel = curves.length === 1 ? curves[0].name : 'y', legend = 'top' } = options
  const names = curves.map(({ name }) => name)
  const style = (name: string): LineStyle => (Object.hasOwn(styles, name) ? styles[name] : {})
  const colors = names.map((name, index) => style(name).color ?? hex(classColor(index)))
  const dashes = names.map((name) => (style(name).dashed ? [6, 4] : [1, 0]))
  const keyed = curves.length > 1 && legend !== 'none'
  const frame = framed(operation, options, { width: 400, height: 250 })
  const columns = legend === 'top' ? { columns: keyColumns(names, frame.width as number) } : {}
  const shownLegend = keyed ? { orient: legend, title: null, symbolType: 'stroke', symbolSize: 300, ...columns } : null
  const common = { field: 'curve', type: 'nominal', sort: null, title: null, legend: shownLegend }
  const ofX = options.xDomain === undefined ? axisOf(places) : {}
  const ofY = options.yDomain === undefined ? axisOf(curves.flatMap(({ values }) => values)) : {}
  const x = { field: 'x', type: 'quantitative', title: xLabel, scale: domain(operation, options.xDomain), ...ofX }
  const y = { field: 'y', type: 'quantitative', title: yLabel, scale: domain(operation, options.yDomain), ...ofY }
  const color = { ...common, scale: { domain: names, range: colors } }
  const strokeDash = { ...common, scale: { domain: names, range: dashes } }
  const alone = curves.flatMap((curve) => pointsOf(curve, places).filter((_, index) => isAlone(curve.values, index)))
  return figure({
    ...frame,
    data: { values: curves.flatMap((curve) => pointsOf(curve, places)) },
    encoding: { x, y, color },
    layer: [
      {
        mark: { type: 'line', clip: true, strokeWidth: 2, invalid: 'break-paths-show-domains' },
        encoding: { strokeDash },
      },
      ...(alone.length === 0 ? [] : [{ data: { values: alone }, mark: { type: 'circle', size: 30, opacity: 1 } }]),
    ],
  })
}

/**
 * Curves by name over common places; one alone has its name along the vertical axis. A value that is not finite leaves a gap, and one between two gaps is a dot. Throws an
 * ArgumentError where there are no curves or what they hold are no numbers, a ShapeError where there are more or fewer
 * values than places.
 *
 * @example
 * ```ts
 * import { linspace, square } from 'cotangent'
 * import { lines } from 'cotangent/plot'
 *
 * const x = linspace(-2, 2, 101)
 * lines({ square: square(x) }, { x, title: 'A parabola' }).title // => 'A parabola'
 * ```
 */
export const lines = (series: { readonly [name: string]: Numbers }, options: LinesOptions = {}): Figure => {
  checkIsOptions('lines', options, linesNames)
  const curves = curvesOf('lines', series)
  return drawLines('lines', curves, placesOf('lines', curves, options.x), options)
}
