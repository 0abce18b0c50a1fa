import { type AnyTensor, ArgumentError, checkIsOptions, type OptionNames, written } from '../../tensor/index.js'
import { type Figure, type FigureOptions, figure, figureNames, framed, type Spec } from '../figure.js'
import { classColor, hex } from '../theme.js'
import { axisOf, labelsOf, type Matrix, matrixOf, type Numbers, numberWithin, shown, wholeNumber } from '../values.js'

/** How points are drawn. */
export interface ScatterOptions extends FigureOptions {
  /** The class of each point, 0, 1, 2, ...; without them all points are of one colour. */
  readonly labels?: Numbers
  /** The names of the classes; `class 0`, `class 1`, ... unless told. */
  readonly classes?: readonly string[]
  /** Which two columns are drawn, 0 and 1 unless told. */
  readonly features?: readonly [x: number, y: number]
  /** Opacity of a point, from 0 to 1: 0.5 unless told. */
  readonly alpha?: number
  /** Area of a point in square pixels: 100 unless told. */
  readonly size?: number
}

const optionNames: OptionNames<ScatterOptions> = {
  ...figureNames,
  labels: true,
  classes: true,
  features: true,
  alpha: true,
  size: true,
}

/** What the classes are called: as told, or by their numbers. Two of a name could not be told apart in a legend. */
export const classNames = (
  operation: string,
  count: number,
  names: readonly string[] | undefined,
): readonly string[] => {
  const all = Array.from({ length: count }, (_, index) => names?.[index] ?? `class ${index}`)
  const again = all.find((name, index) => all.indexOf(name) < index)
  if (again !== undefined)
    throw new ArgumentError({ operation, problem: `two classes have the name ${written(again)}` })
  return all
}

/** Points by class as a layer, whose colours mean the same as everywhere. */
export const pointLayer = (
  { rows, columns, data }: Matrix,
  labels: readonly number[] | undefined,
  [x, y]: readonly [number, number],
  classes: readonly string[],
  mark: { readonly alpha: number; readonly size: number },
  [xLabel, yLabel]: readonly [string, string],
): Spec => {
  const values = Array.from({ length: rows }, (_, row) => ({
    x: shown(data[row * columns + x]),
    y: shown(data[row * columns + y]),
    ...(labels === undefined ? {} : { class: classes[labels[row]] }),
  }))
  const axis = (field: 'x' | 'y', title: string): Spec => ({
    field,
    type: 'quantitative',
    title,
    scale: { zero: false },
    ...axisOf(values.flatMap((value) => value[field] ?? [])),
  })
  const scale = { domain: classes, range: classes.map((_, index) => hex(classColor(index))) }
  const color =
    labels === undefined
      ? { value: hex(classColor(0)) }
      : { field: 'class', type: 'nominal', title: null, scale, legend: { symbolOpacity: mark.alpha } }
  return {
    data: { values },
    mark: { type: 'point', filled: true, opacity: mark.alpha, size: mark.size },
    encoding: {
      x: axis('x', xLabel),
      y: axis('y', yLabel),
      color,
    },
  }
}

/** How many classes labels tell of, and at least as many as have names. */
export const classCount = (labels: readonly number[], names: readonly string[] | undefined): number =>
  labels.reduce((most, label) => Math.max(most, label + 1), names?.length ?? 0)

/**
 * Points of a data set `[N, F]` in the plane of two of their features, coloured by class: 0 blue, 1 red, then eight more.
 * Points with a coordinate that is not finite are left out. Throws a ShapeError unless there is a label for each row of
 * a matrix, an ArgumentError for labels that are no class numbers, for two classes of one name and for columns that are
 * not there.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { scatter } from 'cotangent/plot'
 *
 * const points = tensor([[1.3, -1], [0.5, 0.4], [-0.4, -0.3]])
 * scatter(points, { labels: [1, 1, 0], title: 'Training data' }).title // => 'Training data'
 * ```
 */
export const scatter = (points: AnyTensor, options: ScatterOptions = {}): Figure => {
  checkIsOptions('scatter', options, optionNames)
  const { features = [0, 1], alpha = 0.5, size = 100, xLabel, yLabel } = options
  const matrix = matrixOf('scatter', 'the points', points, '[N, F]')
  const labels = options.labels === undefined ? undefined : labelsOf('scatter', options.labels, matrix.rows)
  for (const feature of features) wholeNumber('scatter', 'a column', feature, 0, matrix.columns - 1)
  numberWithin('scatter', 'alpha', alpha, 0, 1)
  numberWithin('scatter', 'the size', size, 0, 1e6)
  const classes = classNames('scatter', classCount(labels ?? [], options.classes), options.classes)
  const titles = [xLabel ?? `feature ${features[0] + 1}`, yLabel ?? `feature ${features[1] + 1}`] as const
  return figure({
    ...framed('scatter', options, { width: 400, height: 300 }),
    ...pointLayer(matrix, labels, features, classes, { alpha, size }, titles),
  })
}
