import {
  type AnyTensor,
  ArgumentError,
  checkIsOptions,
  type FloatDType,
  isTensor,
  type OptionNames,
  type Tensor,
} from '../../tensor/index.js'
import { type Field, regionAbove } from '../contours.js'
import { type Figure, type FigureOptions, figure, figureNames, framed, type Json, type Spec } from '../figure.js'
import { blend, classColor, diverging, hex, type Rgb, white } from '../theme.js'
import { labelsOf, matrixOf, type Numbers, numberWithin, wholeNumber } from '../values.js'
import { type BoundaryGrid, boundaryGrid } from './boundaryGrid.js'
import { classCount, classNames, pointLayer } from './scatter.js'

/** How a decision boundary is drawn. */
export interface BoundaryOptions extends FigureOptions {
  /** Between neighbouring points of the grid, in the features' units: 0.1 unless told. */
  readonly step?: number
  /** How far the grid goes beyond the points, in the same units: 1 unless told. */
  readonly margin?: number
  /** How many values from 0 to 1, evenly spaced, part the bands: 40 unless told. */
  readonly levels?: number
  /** The two columns that are drawn, 0 and 1 unless told; the model is given the others at their mean. */
  readonly features?: readonly [x: number, y: number]
  /** The names of the classes; `class 0`, `class 1`, ... unless told. */
  readonly classes?: readonly string[]
  /** Opacity of a point, from 0 to 1: 0.8 unless told. */
  readonly alpha?: number
  /** Area of a point in square pixels: 60 unless told. */
  readonly size?: number
}

const optionNames: OptionNames<BoundaryOptions> = {
  ...figureNames,
  step: true,
  margin: true,
  levels: true,
  features: true,
  classes: true,
  alpha: true,
  size: true,
}

/** A field over the grid, and the colours of its bands from 0 to 1. */
interface Layer {
  readonly field: Field
  readonly color: (at: number) => Rgb
}

/** Faint enough for the points to stand out: the share of a class's own colour where it is certain. */
const strength = 0.6

const tint = (index: number, share: number): Rgb => blend(white, classColor(index), share * strength)

const between = diverging(tint(0, 1), [250, 250, 250], tint(1, 1))

const fieldOf = ({ x, y }: BoundaryGrid, value: (row: number) => number): Field => ({
  columns: x.length,
  rows: y.length,
  values: Float64Array.from({ length: x.length * y.length }, (_, row) => value(row)),
})

/** For two classes, how much the second is preferred, 1/2 + (p1 - p0) / 2: p1 where they add up to 1. */
const preference = (grid: BoundaryGrid): Layer => {
  const { classes, probabilities: p } = grid
  const value = classes === 1 ? (row: number) => p[row] : (row: number) => 0.5 + (p[2 * row + 1] - p[2 * row]) / 2
  // Rounding must not leave a certain place without a colour.
  return { field: fieldOf(grid, (row) => Math.max(0, Math.min(1, value(row)))), color: between }
}

/** For each of more classes, by how much it leads: its probability less the largest of the others. */
const leads = (grid: BoundaryGrid): readonly Layer[] => {
  const { classes, probabilities: p } = grid
  const lead = (index: number) => (row: number) => {
    let largest = Number.NEGATIVE_INFINITY
    for (let other = 0; other < classes; other++)
      if (other !== index) largest = Math.max(largest, p[row * classes + other])
    return p[row * classes + index] - largest
  }
  return Array.from({ length: classes }, (_, index) => ({
    field: fieldOf(grid, lead(index)),
    color: (at) => tint(index, 0.25 + 0.75 * at),
  }))
}

/** The colours of `count` bands, each at its middle. */
const bandColors = (count: number, color: (at: number) => Rgb): readonly string[] =>
  Array.from({ length: count }, (_, band) => hex(color((band + 0.5) / count)))

/** A hundredth of a pixel is as fine as anyone sees. */
const rounded = (value: number): number => Math.round(value * 100) / 100

/** The plotting area, in pixels. */
interface Area {
  readonly width: number
  readonly height: number
}

/** The region where a field is at least `from`, unless there is none. */
const regionOf = (field: Field, from: number, { width, height }: Area, look: Spec): readonly Spec[] => {
  const rings = regionAbove(field, from).map((ring) =>
    ring.map(
      ([x, y]): Json => [rounded((x / (field.columns - 1)) * width), rounded((1 - y / (field.rows - 1)) * height)],
    ),
  )
  return rings.length === 0 ? [] : [{ type: 'Feature', geometry: { type: 'Polygon', coordinates: rings }, ...look }]
}

/** The regions above each level, the later painted over the earlier, so that bands are left between them. */
const bandsOf = ({ field, color }: Layer, bands: number, area: Area): readonly Spec[] =>
  bandColors(bands, color).flatMap((fill, band) =>
    regionOf(field, band / bands, area, { level: (band + 0.5) / bands, fill }),
  )

/**
 * What lies under the bands of a class that leads somewhere: all squares of the grid with a corner where it does, nearly up
 * to the next corners. Where three classes meet within a square, no band of theirs reaches its middle.
 */
const groundOf = ({ field, color }: Layer, area: Area): readonly Spec[] => {
  const values = Float64Array.from(field.values, (lead) => (Number.isNaN(lead) ? lead : Number(lead >= 0)))
  return regionOf({ ...field, values }, 1e-6, area, { level: 0, fill: hex(color(0)) })
}

/** A layer of which nothing but the colour bar is seen, with the colour of each level. */
const barLayer = (levels: number, color: (at: number) => Rgb, title: string): Spec => ({
  data: { values: [{ level: 0 }] },
  mark: { type: 'point', opacity: 0, aria: false },
  encoding: {
    stroke: {
      field: 'level',
      type: 'quantitative',
      scale: {
        type: 'linear',
        domain: Array.from({ length: levels }, (_, level) => level / (levels - 1)),
        range: Array.from({ length: levels }, (_, level) => hex(color(level / (levels - 1)))),
      },
      legend: {
        type: 'gradient',
        title,
        values: [0, 0.5, 1],
        format: '.1~f',
        gradientLength: 200,
        gradientOpacity: 1,
        gradientStrokeColor: '#888888',
        gradientStrokeWidth: 0.5,
      },
    },
  },
})

const drawn = (grid: BoundaryGrid, names: readonly string[], levels: number, area: Area): readonly Spec[] => {
  const two = grid.classes <= 2
  // The first of several classes that lead alike is painted last: it is the one that `argmax` takes.
  const layers = two ? [preference(grid)] : [...leads(grid)].reverse()
  const grounds = two ? [] : layers.flatMap((layer) => groundOf(layer, area))
  const bands = levels - 1
  const grey = (at: number): Rgb => blend(white, [90, 90, 90], (0.25 + 0.75 * at) * strength)
  const title = two ? `preference for ${names[1]}` : 'lead of the most probable'
  return [
    {
      data: { values: [...grounds, ...layers.flatMap((layer) => bandsOf(layer, bands, area))] },
      projection: { type: 'identity', scale: 1, translate: [0, 0] },
      mark: { type: 'geoshape', strokeWidth: 0, aria: false },
      encoding: { fill: { field: 'fill', type: 'nominal', scale: null } },
    },
    barLayer(levels, two ? between : grey, title),
  ]
}

/** The axis of a grid, as far as it goes. */
const axis = (places: readonly number[]): Json => ({ domain: [places[0], places[places.length - 1]], nice: false })

const withAxes = (layer: Spec, grid: BoundaryGrid): Spec => {
  const encoding = layer.encoding as { readonly x: Spec; readonly y: Spec }
  return {
    ...layer,
    mark: { ...(layer.mark as Spec), clip: true, stroke: 'white', strokeWidth: 0.7 },
    encoding: {
      ...encoding,
      x: { ...encoding.x, scale: axis(grid.x), axis: { grid: false } },
      y: { ...encoding.y, scale: axis(grid.y), axis: { grid: false } },
    },
  }
}

/**
 * What a classifier says around a data set `[N, F]`, in 40 levels with a colour bar, and the points on top. The model
 * takes rows `[M, F]` to probabilities `[M, C]`, or `[M, 1]` or `[M]` of class 1. For two classes the level is
 * 1/2 + (p1 - p0)/2, the probability of class 1 where both add up to 1; for more each place has the colour of the most
 * probable class, the fuller the more it leads the next, and of the first of those that are as probable. Areas and points of
 * a colour mean the same class. A level beyond 0 or 1 has the colour of that end. Features that are not drawn are given to
 * the model at their mean. Where the model says what is not a number the figure stays white.
 *
 * Throws a ShapeError where labels or probabilities are not one row for each point, an ArgumentError for two classes of one
 * name and for a step that makes more than a million rows, or fewer than two in a direction.
 *
 * @example
 * ```ts
 * import { matmul, sigmoid, type Tensor, tensor } from 'cotangent'
 * import { decisionBoundary } from 'cotangent/plot'
 *
 * const model = (x: Tensor<[number, 2], 'float64'>) => sigmoid(matmul(x, tensor([[2], [-1]])))
 * const points = tensor([[1.3, -1], [0.5, 0.4], [-0.4, -0.3]])
 * decisionBoundary(model, points, [1, 1, 0], { step: 0.5, title: 'A neuron' }).title // => 'A neuron'
 * ```
 */
export const decisionBoundary = <X extends AnyTensor>(
  model: (rows: X) => AnyTensor,
  points: AnyTensor,
  labels: Numbers,
  options: BoundaryOptions = {},
): Figure => {
  checkIsOptions('decisionBoundary', options, optionNames)
  const { step = 0.1, margin = 1, levels = 40, features = [0, 1], alpha = 0.8, size = 60 } = options
  const operation = 'decisionBoundary'
  const matrix = matrixOf(operation, 'the points', points, '[N, F]')
  for (const feature of features) wholeNumber(operation, 'a column', feature, 0, matrix.columns - 1)
  if (features[0] === features[1])
    throw new ArgumentError({ operation, problem: `feature ${features[0]} is drawn along both axes` })
  const numbers = labelsOf(operation, labels, matrix.rows)
  wholeNumber(operation, 'levels', levels, 2, 1000)
  if (!(step > 0 && Number.isFinite(step)))
    numberWithin(operation, 'the step', step, Number.MIN_VALUE, Number.MAX_VALUE)
  numberWithin(operation, 'the margin', margin, 0, Number.MAX_VALUE)
  numberWithin(operation, 'alpha', alpha, 0, 1)
  numberWithin(operation, 'the size', size, 0, 1e6)
  const dtype: FloatDType = isTensor(points) && points.dtype === 'float32' ? 'float32' : 'float64'
  const grid = boundaryGrid(model as (rows: Tensor) => AnyTensor, matrix, dtype, { features, step, margin })
  const count = Math.max(2, grid.classes, classCount(numbers, options.classes))
  const classes = classNames(operation, count, options.classes)
  const frame = framed(operation, options, { width: 450, height: 400 })
  const titles = [
    options.xLabel ?? `feature ${features[0] + 1}`,
    options.yLabel ?? `feature ${features[1] + 1}`,
  ] as const
  const dots = pointLayer(matrix, numbers, features, classes, { alpha, size }, titles)
  const areas = drawn(grid, classes, levels, { width: frame.width as number, height: frame.height as number })
  return figure({ ...frame, layer: [...areas, withAxes(dots, grid)] })
}
