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

/** How many panels to fill at once where they lie side by side: all of a cache line is used when it is there. */
const most = 4

/** Calls for panels that lie side by side to be packed, one behind the other. */
export const packPanels = (
  assembly: Assembly,
  code: Code,
  panel: Panel,
  [source, target]: readonly Value<'i32'>[],
  depth: number,
  panels: number,
): void => {
  const { lanes, extent, across, along, packed } = panel
  const [from, to] = [code.variable('i32', source), code.variable('i32', target)]
  const together = across === lanes.bytes ? most : 1
  for (const abreast of new Set([together, 1])) {
    const times = Math.floor((abreast === together ? panels : panels % together) / abreast)
    if (times === 0) continue
    const key = `pack ${[lanes.name, extent, across, along, packed, abreast]}`
    const { reference } = assembly.functions.procedure(key, 4, (body, pointers) =>
      writePacking(body, panel, abreast, pointers),
    )
    code.call(reference, from, to, i32(depth), i32(times), i32(0))
    advance(code, from, times * abreast * extent * across)
    advance(code, to, times * abreast * depth * packed)
  }
}

const writePacking = (
  code: Code,
  panel: Panel,
  abreast: number,
  [source, target, depth, times]: readonly Variable<'i32'>[],
): void => {
  const { lanes, extent, across, along, packed } = panel
  const square = transposes(panel) ? lanes.width : 1
  const [start, offset] = lowered(code, source, (abreast * extent - 1) * across, (square - 1) * along)
  const bytes = code.apply('i32.mul', depth, i32(packed))
  const targets = [target, ...Array.from({ length: abreast - 1 }, () => code.variable('i32'))]
  const run = (from: Variable<'i32'>, count: Variable<'i32'>, rows: number): void =>
    code.when(count, () =>
      countDown(code, count, rows, () => {
        targets.forEach((to, index) => {
          copyRows(code, panel, rows, from, offset + index * extent * across, to)
          advance(code, to, rows * packed)
        })
        advance(code, from, rows * along)
      }),
    )
  countDown(code, times, 1, () => {
    for (let index = 1; index < abreast; index++) code.update(targets[index], 'i32.add', targets[index - 1], bytes)
    const from = code.variable('i32', start)
    const rest = code.apply('i32.and', depth, i32(square - 1))
    run(from, code.apply('i32.sub', depth, rest), square)
    if (square > 1) run(from, rest, 1)
    advance(code, start, abreast * extent * across)
    code.assign(target, targets[abreast - 1])
  })
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
