import type { Code, Value, Variable } from '../wasm/index.js'
import type { Lanes } from './lanes.js'
import { type Layout, lowered } from './pointers.js'

/** The sums of a register tile: for each row the vectors along it, of which the last may have lanes to spare. */
export interface Sums {
  readonly lanes: Lanes
  readonly columns: number
  readonly rows: readonly (readonly Variable[])[]
}

/** Elements of the target that lie side by side, or are read and written one by one: where, and how far apart. */
interface Run {
  readonly offset: number
  readonly stride: number
  readonly count: number
}

/** A vector of sums, or a square of them where the columns of the target lie side by side; runs for its rows or columns. */
interface Patch {
  readonly sums: readonly Variable[]
  readonly isSquare: boolean
  readonly runs: readonly Run[]
}

const patchesOf = ({ lanes, columns, rows }: Sums, target: Layout, origin: number): readonly Patch[] => {
  const { width, bytes } = lanes
  const areColumnsContiguous = width > 1 && target.row === bytes && target.column !== bytes
  const squares = areColumnsContiguous ? Math.floor(rows.length / width) : 0
  return rows.flatMap((row, index) =>
    row.flatMap((sum, at): readonly Patch[] => {
      const isSquare = index < squares * width
      if (isSquare && index % width > 0) return []
      const offset = origin + index * target.row + at * width * target.column
      const count = Math.min(width, columns - at * width)
      if (!isSquare) return [{ sums: [sum], isSquare, runs: [{ offset, stride: target.column, count }] }]
      const sums = rows.slice(index, index + width).map((each) => each[at])
      const runs = Array.from({ length: count }, (_, lane) => ({
        offset: offset + lane * target.column,
        stride: bytes,
        count: width,
      }))
      return [{ sums, isSquare, runs }]
    }),
  )
}

/**
 * The part of the target that a tile of sums is for: how they are taken from there, and put there. Squares are put by way of
 * some room: where V8 finds shuffles of the sums themselves, it may keep these in memory all the time.
 */
export const exchange = (code: Code, sums: Sums, start: Value<'i32'>, target: Layout, room: Value<'i32'>) => {
  const { lanes, columns, rows } = sums
  const { width, bytes } = lanes
  const [pointer, origin] = lowered(code, start, (rows.length - 1) * target.row, (columns - 1) * target.column)
  const patches = patchesOf(sums, target, origin)
  const squares = patches.filter(({ isSquare }) => isSquare)
  const offset = (square: number, row: number): number => (square * width + row) * width * bytes
  const write = (runs: readonly Run[], values: readonly Variable[]): void =>
    runs.forEach(({ offset, stride, count }, index) => {
      lanes.store(code, pointer, values[index], offset, stride, count)
    })
  return {
    take: (): void => {
      for (const { sums, isSquare, runs } of patches) {
        const held = runs.map(({ offset, stride, count }) => lanes.load(code, pointer, offset, stride, count))
        const spare = sums.slice(held.length)
        const values = isSquare ? lanes.transposed(code, [...held, ...spare]) : held
        values.forEach((value, index) => {
          code.assign(sums[index], value)
        })
      }
    },
    put: (): void => {
      for (const { sums, isSquare, runs } of patches) if (!isSquare) write(runs, sums)
      squares.forEach(({ sums }, square) => {
        sums.forEach((sum, row) => {
          lanes.store(code, room, sum, offset(square, row), bytes, width)
        })
      })
      squares.forEach(({ sums, runs }, square) => {
        const held = sums.map((_, row) => lanes.load(code, room, offset(square, row), bytes, width))
        write(runs, lanes.transposed(code, held))
      })
    },
  }
}
