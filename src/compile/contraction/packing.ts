import { advance } from '../loops.js'
import type { Code, Variable } from '../wasm/index.js'
import type { Lanes } from './lanes.js'
import { countDown, type Layout } from './tile.js'

/** Panels of a right operand: so many columns of each, in so many vectors, and how they lie at first. */
export interface Panel {
  readonly lanes: Lanes
  readonly columns: number
  readonly source: Layout
}

export const vectorsOf = ({ lanes, columns }: Panel): number => Math.ceil(columns / lanes.width)

/** Bytes of one k of a packed panel. */
export const packedRow = (panel: Panel): number => vectorsOf(panel) * panel.lanes.width * panel.lanes.bytes

export const showPanel = ({ lanes, columns, source }: Panel): string =>
  `pack ${[lanes.name, columns, source.row, source.column]}`

/** Writes the code that copies `panels` panels, side by side at first, to one behind the other, `depth` rows of each. */
export const writePacking = (
  code: Code,
  panel: Panel,
  [from, to]: readonly Variable<'i32'>[],
  depth: Variable<'i32'>,
  panels: Variable<'i32'>,
): void => {
  const { lanes, columns, source } = panel
  const { width, bytes } = lanes
  const vectors = vectorsOf(panel)
  const row = packedRow(panel)
  const source0 = code.variable('i32')
  const rows = code.variable('i32')
  countDown(code, panels, 1, () => {
    code.assign(source0, from)
    code.assign(rows, depth)
    countDown(code, rows, 1, () => {
      for (let at = 0; at < vectors; at++) {
        const count = Math.min(width, columns - at * width)
        const start = code.variable('i32', source0)
        advance(code, start, at * width * source.column)
        const held = loadSpread(code, lanes, start, source.column, count)
        lanes.store(code, to, held, at * width * bytes, bytes, width)
      }
      advance(code, source0, source.row)
      advance(code, to, row)
    })
    advance(code, from, columns * source.column)
  })
}

const loadSpread = (code: Code, lanes: Lanes, start: Variable<'i32'>, stride: number, count: number): Variable => {
  if (stride >= 0) return lanes.load(code, start, 0, stride, count)
  const lowest = code.variable('i32', start)
  advance(code, lowest, (count - 1) * stride)
  return lanes.load(code, lowest, -(count - 1) * stride, stride, count)
}
