import { sizeOf } from '../../tensor/index.js'
import type { Assembly } from '../assembly.js'
import { ahead, byteStrides } from '../place.js'
import { i32, type Value } from '../wasm/index.js'
import { runBlockwise } from './blockwise.js'
import { dividedAxis, piecesPerGrain, vectorAxis, workOf } from './choice.js'
import {
  type Loop,
  over,
  partOf,
  type Reduction,
  reducedSize,
  reducingLoop,
  simplified,
  splitAt,
  withAxes,
} from './loop.js'
import { blockLength } from './reduction.js'
import { sliced, walkingOrder } from './slices.js'
import { cursorFrom, move, times, unitOf } from './steps.js'

/** A reduction whose expression is longer than this, and repeated for each of its partial sums, would be too long. */
const longestRepeated = 40

/** Writes the code that runs a loop. */
export const runLoop = (assembly: Assembly, given: Loop): void => {
  const loop = withAxes(simplified(given))
  const { extents, reduced, reduction } = loop
  if (extents.some((extent, axis) => extent === 0 && !reduced[axis])) return
  const vector = vectorAxis(loop)
  if (reduction !== undefined && reduction.name !== 'serialSum' && reducedSize(loop) > blockLength)
    runInBlocks(assembly, loop, reduction, vector)
  else if (reduction !== undefined && isBlockwise(loop, vector)) runBlockwise(assembly, loop, reduction, 0)
  else runDirectly(assembly, loop, vector)
}

/** Whether what is reduced is computed first: along several axes, or by code that is too long to be repeated. */
export const isBlockwise = (loop: Loop, vector: number): boolean =>
  loop.reduced.filter(Boolean).length > 1 || (!loop.reduced[vector] && loop.expression.cost > longestRepeated)

/** Reduces blocks of what is reduced, and then what they come to. */
const runInBlocks = (assembly: Assembly, loop: Loop, { name, dtype, target }: Reduction, vector: number): void => {
  const kept = loop.extents.filter((_, axis) => !loop.reduced[axis])
  const blocks = Math.ceil(reducedSize(loop) / blockLength)
  const place = assembly.allocate({ dtype, shape: [blocks, ...kept] })
  const [ofBlocks, ...ofKept] = byteStrides(place)
  const strides = [...ofKept, ...loop.extents.slice(kept.length).map(() => 0)]
  const run = isBlockwise(loop, vector) ? runBlockwise : runAlongBlocks
  run(assembly, loop, { name, dtype, target: { place, strides } }, ofBlocks)
  runLoop(assembly, {
    ...reducingLoop(loop, { place, strides: [...ofKept, ofBlocks] }),
    extents: [...kept, blocks],
    reduced: [...kept.map(() => false), true],
    reduction: {
      name: name === 'sumTo' ? 'serialSum' : name,
      dtype,
      target: { ...target, strides: target.strides.slice(0, kept.length + 1) },
    },
  })
  assembly.release(place)
}

/** Reduces blocks of the last axis; the results of each lie `ofBlocks` bytes behind those of the one before. */
const runAlongBlocks = (assembly: Assembly, loop: Loop, { name, dtype, target }: Reduction, ofBlocks: number): void => {
  const axis = loop.extents.length - 1
  const rest = loop.extents[axis] % blockLength
  const whole = loop.extents[axis] - rest
  const kept = [...loop.extents.keys()].slice(0, axis)
  const blocks = over(splitAt(partOf(loop, axis, 0, whole), axis, blockLength), [axis, ...kept, axis + 1])
  const { place, strides } = target
  runLoop(assembly, {
    ...blocks,
    reduced: blocks.reduced.with(0, false),
    reduction: { name, dtype, target: { place, strides: [ofBlocks, ...strides] } },
  })
  if (rest === 0) return
  const last = ahead(target, (whole / blockLength) * ofBlocks)
  runLoop(assembly, { ...partOf(loop, axis, whole, rest), reduction: { name, dtype, target: last } })
}

/** Calls the function of a loop for pieces of one axis. */
const runDirectly = (assembly: Assembly, given: Loop, vector: number): void => {
  const order = walkingOrder(given, vector)
  const loop = over(given, order)
  const divided = dividedAxis(loop)
  const length = loop.extents[divided]
  const each = Math.max(1, sizeOf(loop.extents) / length)
  const { piece: wanted } = assembly.thresholds
  const multiple = Math.max(1, Math.min(pieceUnit, wanted))
  const piece = Math.max(1, Math.ceil(wanted / each / multiple)) * multiple
  const walk = { loop, vector: order.indexOf(vector), divided, unit: unitOf(length, piece) }
  const { reference, places, strides } = sliced(assembly, walk)
  if (length <= piece) {
    assembly.code.call(reference, ...assembly.addressesOf(...places), i32(length))
    return
  }
  const task = { items: length, grain: piece * piecesPerGrain, work: workOf(loop), places }
  assembly.task(task, (code, pointers, start, count) => {
    const cursor = cursorFrom(
      code,
      pointers.map((pointer, index) =>
        code.apply('i32.add', pointer, code.apply('i32.mul', start, i32(strides[index]))),
      ),
      strides,
    )
    const call = (items: Value<'i32'>): void => code.call(reference, ...cursor.pointers, items)
    times(code, { value: code.apply('i32.div_u', count, i32(piece)), unit: 1 }, () => {
      call(i32(piece))
      move(code, cursor, piece)
    })
    const rest = code.apply('i32.rem_u', count, i32(piece))
    code.when(rest, () => call(rest))
  })
}

/** Pieces are multiples of as many items, so that their neighbours are taken side by side. */
const pieceUnit = 16
