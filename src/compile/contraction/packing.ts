import type { Assembly } from '../assembly.js'
import { advance } from '../loops.js'
import { type Code, i32, type Value, type Variable } from '../wasm/index.js'
import type { Lanes } from './lanes.js'
import { countDown, lowered } from './pointers.js'

/** A panel: some rows of the left or columns of the right operand, and how they lie at first and when they are packed. */
export interface Panel {
  readonly lanes: Lanes
  readonly extent: number
  /** Bytes from one of them to the next. */
  readonly across: number
  /** Bytes from one k to the next. */
  readonly along: number
  /** Bytes from one k to the next in the packed panel, where what belongs to one k lies side by side. */
  readonly packed: number
}

/** Whether a panel is packed by transposing squares of it: where what belongs to one row or column lies side by side. */
export const transposes = ({ lanes, across, along }: Panel): boolean => along === lanes.bytes && across !== lanes.bytes

/**
 * How many k to copy of one panel before the next where what belongs to one k lies side by side: so many rows of the
 * operand are read in order, which memory is quickest at.
 */
const rowsAtOnce = 16

/** Calls for panels that lie side by side to be packed, one behind the other. */
export const packPanels = (
  assembly: Assembly,
  code: Code,
  panel: Panel,
  [from, to]: readonly Value<'i32'>[],
  depth: number,
  panels: number,
): void => {
  const { lanes, extent, across, along, packed } = panel
  const key = `pack ${[lanes.name, extent, across, along, packed]}`
  const { reference } = assembly.functions.procedure(key, 4, (body, pointers) => writePacking(body, panel, pointers))
  code.call(reference, from, to, i32(depth), i32(panels), i32(0))
}

const writePacking = (code: Code, panel: Panel, [source, target, depth, panels]: readonly Variable<'i32'>[]): void => {
  const { lanes, extent, across, along, packed } = panel
  const [start, offset] = lowered(code, source, (extent - 1) * across, (squareOf(panel) - 1) * along)
  const apart = code.apply('i32.mul', depth, i32(packed))
  const [rows, left] = [code.variable('i32'), code.variable('i32')]
  code.loop((again) => {
    if (across === lanes.bytes)
      code.assign(rows, code.select(code.apply('i32.lt_s', depth, i32(rowsAtOnce)), depth, i32(rowsAtOnce)))
    else code.assign(rows, depth)
    const [from, to] = [code.variable('i32', start), code.variable('i32', target)]
    code.assign(left, panels)
    countDown(code, left, 1, () => {
      copyPanel(code, panel, rows, from, offset, to)
      advance(code, from, extent * across)
      code.update(to, 'i32.add', to, apart)
    })
    code.update(start, 'i32.add', start, code.apply('i32.mul', rows, i32(along)))
    code.update(target, 'i32.add', target, code.apply('i32.mul', rows, i32(packed)))
    code.update(depth, 'i32.sub', depth, rows)
    code.branchIf(again, depth)
  })
}

/** How many rows of a panel are copied together. */
const squareOf = (panel: Panel): number => (transposes(panel) ? panel.lanes.width : 1)

/** Copies some rows of one panel. */
const copyPanel = (
  code: Code,
  panel: Panel,
  rows: Variable<'i32'>,
  start: Variable<'i32'>,
  offset: number,
  target: Variable<'i32'>,
): void => {
  const [from, to] = [code.variable('i32', start), code.variable('i32', target)]
  const run = (count: Variable<'i32'>, step: number): void =>
    countDown(code, count, step, () => {
      copyRows(code, panel, step, from, offset, to)
      advance(code, from, step * panel.along)
      advance(code, to, step * panel.packed)
    })
  const square = squareOf(panel)
  if (square === 1) run(code.variable('i32', rows), 1)
  else {
    const rest = code.apply('i32.and', rows, i32(square - 1))
    const main = code.apply('i32.sub', rows, rest)
    code.when(main, () => run(main, square))
    code.when(rest, () => run(rest, 1))
  }
}

/** Copies one row of a panel, or as many as a vector has lanes, by transposing squares. */
const copyRows = (
  code: Code,
  { lanes, extent, across, along, packed }: Panel,
  rows: number,
  from: Variable<'i32'>,
  offset: number,
  target: Variable<'i32'>,
): void => {
  const { width, bytes } = lanes
  for (let first = 0; first < extent; first += width) {
    const count = Math.min(width, extent - first)
    const start = offset + first * across
    const read =
      rows === 1
        ? [lanes.load(code, from, start, across, count)]
        : lanes.transposed(
            code,
            Array.from({ length: width }, (_, lane) =>
              lane < count
                ? lanes.load(code, from, start + lane * across, along, rows)
                : code.variable(lanes.zero.type, lanes.zero),
            ),
          )
    const stored = Math.min(width, packed / bytes - first)
    read.forEach((row, index) => {
      lanes.store(code, target, row, index * packed + first * bytes, bytes, stored)
    })
  }
}
