import type { DrawnLayer } from '../protocol.js'

/** A unit of the network as it is drawn: in which column (0 for the inputs), the how-manieth there, and where. */
export interface Unit {
  readonly column: number
  readonly row: number
  readonly x: number
  readonly y: number
}

/** A unit's name: its column and its row. */
export type UnitName = Pick<Unit, 'column' | 'row'>

/** How a group of lines is drawn that are about equally strong. */
export interface Bundle {
  readonly negative: boolean
  /** 1 for the weakest to {@link strengths}. */
  readonly strength: number
  /** From x, y to x, y in turn. */
  readonly lines: readonly number[]
}

/** Into how many widths lines are sorted, so that a picture is a few strokes, however many lines it has. */
export const strengths = 4

/** As many lines are drawn between two columns at most; of more, the strongest. */
export const lineLimit = 160

/** Room at the sides for names and shapes. */
export const margin = 24

/** The number of units in every column. */
export const columnsOf = (layers: readonly DrawnLayer[]): readonly number[] =>
  layers.length === 0 ? [] : [layers[0].inputs, ...layers.map(({ outputs }) => outputs)]

/** Where units are drawn: columns from left to right, each spread over the height. */
export const unitsOf = (columns: readonly number[], width: number, height: number): readonly (readonly Unit[])[] =>
  columns.map((count, column) =>
    Array.from({ length: count }, (_, row) => ({
      column,
      row,
      x: margin + (column / Math.max(1, columns.length - 1)) * (width - 2 * margin),
      y: (height * (row + 0.5)) / count,
    })),
  )

/** The largest size of those that are numbers. */
const largest = (values: Float32Array): number =>
  values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0)

/** The size from which on weights are drawn: all that are visible, or the strongest. */
const threshold = (weights: Float32Array, most: number): number => {
  const visible = most / 32
  if (weights.length <= lineLimit) return visible
  const sizes = weights.map(Math.abs).sort()
  return Math.max(visible, sizes[sizes.length - lineLimit])
}

/** The lines between two columns, in bundles of one sign and about one strength; strength is relative to the layer's strongest. */
export const bundlesOf = (
  { inputs, outputs, weights }: DrawnLayer,
  from: readonly Unit[],
  to: readonly Unit[],
): readonly Bundle[] => {
  const most = largest(weights)
  const least = threshold(weights, most)
  const lines: readonly (readonly number[][])[] = [false, true].map(() =>
    Array.from({ length: strengths }, (): number[] => []),
  )
  for (let input = 0; input < inputs; input++)
    for (let output = 0; output < outputs; output++) {
      const weight = weights[input * outputs + output]
      const size = Math.abs(weight)
      // What is no number is no more drawn than what is nothing.
      if (!(size > 0 && size >= least && size <= most)) continue
      const strength = Math.min(strengths - 1, Math.floor((size / most) * strengths))
      lines[weight < 0 ? 1 : 0][strength].push(from[input].x, from[input].y, to[output].x, to[output].y)
    }
  return lines.flatMap((bundles, sign) =>
    bundles.flatMap((each, index) =>
      each.length === 0 ? [] : [{ negative: sign === 1, strength: index + 1, lines: each }],
    ),
  )
}

/** The unit that is drawn nearest to a pixel, if it is within so many pixels. */
export const unitAt = (
  units: readonly (readonly Unit[])[],
  x: number,
  y: number,
  within: number,
): UnitName | undefined => {
  const all = units.flat()
  const distances = all.map((unit) => Math.hypot(unit.x - x, unit.y - y))
  const least = Math.min(...distances)
  return least <= within ? all[distances.indexOf(least)] : undefined
}

/** The unit that an arrow key leads to; the same where there is none. */
export const unitMoved = (columns: readonly number[], { column, row }: UnitName, key: string): UnitName => {
  const to = { ArrowLeft: column - 1, ArrowRight: column + 1 }[key] ?? column
  const within = Math.min(columns.length - 1, Math.max(0, to))
  const count = columns[within] ?? 1
  const beside = { ArrowUp: row - 1, ArrowDown: row + 1 }[key] ?? row
  return { column: within, row: Math.min(count - 1, Math.max(0, beside)) }
}
