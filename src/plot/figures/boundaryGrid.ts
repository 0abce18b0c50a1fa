import { constantOf } from '../../graph/index.js'
import {
  type AnyTensor,
  ArgumentError,
  allocate,
  type FloatDType,
  fromRowMajor,
  isTensor,
  rowMajor,
  ShapeError,
  type Tensor,
} from '../../tensor/index.js'
import type { Matrix } from '../values.js'

/** What a model says over a rectangular grid. */
export interface BoundaryGrid {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly classes: number
  /** Probabilities `[y.length, x.length, classes]` in row-major order. */
  readonly probabilities: ArrayLike<number>
}

/** Where a grid lies: the two columns that it spans, its step, and how far it goes beyond the points. */
export interface GridOptions {
  readonly features: readonly [x: number, y: number]
  readonly step: number
  readonly margin: number
}

const operation = 'decisionBoundary'

/** More rows than this are a step too small for the points' spread. */
const mostRows = 1_000_000

/** NumPy's `arange`: as many steps as fit, the k-th at `start + k * delta`, delta the first step as rounding leaves it. */
const axisFrom = (start: number, stop: number, step: number): readonly number[] => {
  const count = Math.ceil((stop - start) / step)
  if (!(count <= mostRows))
    throw new ArgumentError({
      operation,
      problem: `steps of ${step} from ${start} to ${stop} are more than ${mostRows}`,
      remedy: 'Give a larger step',
    })
  const delta = start + step - start
  return Array.from({ length: count }, (_, index) => start + index * delta)
}

const columnOf = ({ rows, columns, data }: Matrix, column: number): readonly number[] =>
  Array.from({ length: rows }, (_, row) => data[row * columns + column]).filter(Number.isFinite)

const span = (points: Matrix, feature: number, { step, margin }: GridOptions): readonly number[] => {
  const values = columnOf(points, feature)
  if (values.length === 0)
    throw new ArgumentError({
      operation,
      problem: `no point has a finite feature ${feature}: there is nowhere to look`,
    })
  const least = values.reduce((a, b) => Math.min(a, b))
  const most = values.reduce((a, b) => Math.max(a, b))
  const axis = axisFrom(least - margin, most + margin, step)
  if (axis.length < 2)
    throw new ArgumentError({
      operation,
      problem: `a step of ${step} leaves one line of a grid from ${least - margin} to ${most + margin}`,
      remedy: 'Give a smaller step',
    })
  return axis
}

const meanOf = (points: Matrix, feature: number): number => {
  const values = columnOf(points, feature)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The rows `[M, F]` of a grid: the two features as they go, the others at their mean over the points. */
const rowsOf = (
  points: Matrix,
  dtype: FloatDType,
  [x, y]: readonly [readonly number[], readonly number[]],
  [across, up]: readonly [number, number],
): Tensor => {
  const means = Array.from({ length: points.columns }, (_, column) =>
    column === across || column === up ? 0 : meanOf(points, column),
  )
  const data = allocate(dtype, x.length * y.length * points.columns)
  let at = 0
  for (const vertical of y)
    for (const horizontal of x) {
      data.set(means, at)
      data[at + across] = horizontal
      data[at + up] = vertical
      at += points.columns
    }
  return fromRowMajor(dtype, [x.length * y.length, points.columns], data)
}

/** Asks a model about the whole grid at once; a ShapeError unless it gives one row of probabilities for each. */
export const boundaryGrid = (
  model: (rows: Tensor) => AnyTensor,
  points: Matrix,
  dtype: FloatDType,
  options: GridOptions,
): BoundaryGrid => {
  const x = span(points, options.features[0], options)
  const y = span(points, options.features[1], options)
  if (x.length * y.length > mostRows)
    throw new ArgumentError({
      operation,
      problem: `a grid of ${x.length} x ${y.length} points is larger than ${mostRows}`,
      remedy: 'Give a larger step',
    })
  const given = model(rowsOf(points, dtype, [x, y], options.features))
  if (!isTensor(given)) throw new ArgumentError({ operation, problem: 'what the model returns is not a tensor' })
  const answer = constantOf(operation, given as Tensor)
  const [rows, classes = 1] = answer.shape
  if (answer.shape.length < 1 || answer.shape.length > 2 || rows !== x.length * y.length || classes === 0)
    throw new ShapeError({
      operation,
      operands: [answer],
      problem: `the model was given ${x.length * y.length} rows`,
      remedy: 'It must return their probabilities: [M, C] of C classes, or [M, 1] or [M] of class 1',
    })
  return { x, y, classes, probabilities: rowMajor(answer) }
}
