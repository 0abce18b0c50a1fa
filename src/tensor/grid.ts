import type { DType, TypedArray } from './dtype.js'
import { type Markup, markupLine, markupStack, markupTable } from './markup.js'
import { showColumn } from './print.js'
import { type Shape, sizeOf } from './shape.js'

/** Most rows, columns and matrices that are drawn; of more, the first and the last ones. */
const mostCells = 20
const mostMatrices = 4

type Shown = readonly (number | 'gap')[]

const shownOf = (extent: number, most: number): Shown => {
  const upTo = (count: number, first: number): number[] => Array.from({ length: count }, (_, index) => first + index)
  return extent <= most ? upTo(extent, 0) : [...upTo(most / 2, 0), 'gap', ...upTo(most / 2, extent - most / 2)]
}

const numbersOf = (shown: Shown): readonly number[] => shown.filter((index) => index !== 'gap')

/** The place of a matrix among those that a tensor is made of, in row-major order, as an index for each leading axis. */
const placeOf = (position: number, leading: Shape): readonly number[] => {
  const place: number[] = []
  for (let axis = leading.length - 1, rest = position; axis >= 0; axis--) {
    place.unshift(rest % leading[axis])
    rest = Math.floor(rest / leading[axis])
  }
  return place
}

/**
 * What a tensor holds as tables: a vector as one of one row, more axes as a matrix for every place of the leading ones.
 * Numbers are written as in its text. Undefined of a scalar, and of a tensor without elements: their text says all.
 */
export const tensorMarkup = (
  shape: Shape,
  dtype: DType,
  elements: TypedArray,
  strides: readonly number[],
  offset: number,
): Markup | undefined => {
  if (shape.length === 0 || sizeOf(shape) === 0) return undefined
  const [rows, columns] = [shape.length === 1 ? 1 : (shape.at(-2) as number), shape.at(-1) as number]
  const [down, across] = [shape.length === 1 ? 0 : (strides.at(-2) as number), strides.at(-1) as number]
  const leading = shape.slice(0, -2)
  const shownRows = shownOf(rows, mostCells)
  const shownColumns = shownOf(columns, mostCells)

  const startOf = (position: number): number =>
    placeOf(position, leading).reduce((start, index, axis) => start + index * strides[axis], offset)
  const matrices = shownOf(sizeOf(leading), mostMatrices)
  const visible = numbersOf(matrices).flatMap((position) =>
    numbersOf(shownRows).flatMap((row) =>
      numbersOf(shownColumns).map((column) => elements[startOf(position) + row * down + column * across]),
    ),
  )
  const write = showColumn(visible, dtype)

  const label = (index: number | 'gap'): string => (index === 'gap' ? '...' : String(index))
  const matrixAt = (start: number): Markup =>
    markupTable(
      [
        ...(shape.length === 1 ? [] : [['', ...shownColumns.map(label)]]),
        ...shownRows.map((row) => [
          ...(shape.length === 1 ? [] : [label(row)]),
          ...shownColumns.map((column) =>
            row === 'gap' || column === 'gap' ? '...' : write(elements[start + row * down + column * across]),
          ),
        ]),
      ],
      { align: 'right', headings: shape.length === 1 ? 0 : 1, stubs: shape.length === 1 ? 0 : 1 },
    )
  return markupStack(
    markupLine(`${dtype}[${shape.join(', ')}]`),
    ...matrices.flatMap((position) => {
      if (position === 'gap') return [markupLine('...')]
      const name = leading.length === 0 ? [] : [markupLine(`[${[...placeOf(position, leading), ':', ':'].join(', ')}]`)]
      return [...name, matrixAt(startOf(position))]
    }),
  )
}
