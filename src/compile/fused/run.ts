import { sizeOf } from '../../tensor/index.js'
import type { Assembly } from '../assembly.js'
import { along, byteStrides, type Stream } from '../place.js'
import { i32, type Value } from '../wasm/index.js'
import { dividedAxis, vectorAxis, workOf } from './choice.js'
import {
  type Loop,
  over,
  type Reduction,
  reducedSize,
  reducingLoop,
  simplified,
  storingLoop,
  withAxes,
} from './loop.js'
import { sliced, walkingOrder } from './slices.js'
import { cursorFrom, move, times, unitOf } from './steps.js'

/** As long as this are the runs of which `sumTo` adds up the sums. */
export const blockLength = 1024

/** A reduction whose expression is longer than this, and repeated for each of its partial sums, would be too long. */
const longestRepeated = 40

/** Writes the code that runs a loop. */
export const runLoop = (assembly: Assembly, given: Loop): void => {
  const loop = withAxes(simplified(given))
  const { extents, reduced } = loop
  if (extents.some((extent, axis) => extent === 0 && !reduced[axis])) return
  if (
    !hasSeveral(loop) &&
    loop.reduction !== undefined &&
    loop.reduction.name !== 'serialSum' &&
    reducedSize(loop) > blockLength
  ) {
    runInBlocks(assembly, loop, loop.reduction)
    return
  }
  if (isArranged(loop)) runArranged(assembly, loop)
  else runDirectly(assembly, loop, vectorAxis(loop))
}

/** Whether a loop reduces along several axes. */
const hasSeveral = ({ reduced }: Loop): boolean => reduced.filter(Boolean).length > 1

/** Whether what a loop reduces is stored before: along several axes, or by code that is too long to be repeated. */
export const isArranged = (loop: Loop): boolean =>
  loop.reduction !== undefined &&
  (hasSeveral(loop) || (!loop.reduced[vectorAxis(loop)] && loop.expression.cost > longestRepeated))

/** Stores what is reduced, one after another, and reduces that. */
const runArranged = (assembly: Assembly, loop: Loop): void => {
  const { dtype } = loop.reduction as Reduction
  const place = assembly.allocate({ dtype, shape: loop.extents })
  runLoop(assembly, storingLoop(loop, along(place)))
  runLoop(assembly, reducingLoop(loop, along(place)))
  assembly.release(place)
}

/** A stream that starts some bytes further on. */
const ahead = ({ place, strides }: Stream, bytes: number): Stream => ({
  strides,
  place: { ...place, address: { ...place.address, base: place.address.base + bytes } },
})

/** Reduces blocks of the last axis, and then what they come to. */
const runInBlocks = (assembly: Assembly, loop: Loop, { name, dtype, target }: Reduction): void => {
  const kept = loop.extents.slice(0, -1)
  const [length] = loop.extents.slice(-1)
  const [blocks, rest] = [Math.floor(length / blockLength), length % blockLength]
  const place = assembly.allocate({ dtype, shape: [blocks + Math.sign(rest), ...kept] })
  const [ofBlocks, ...ofKept] = byteStrides(place)
  const strideOf = ({ strides }: Stream): number => strides[strides.length - 1]
  const inBlocks = (stream: Stream): Stream => ({
    ...stream,
    strides: [strideOf(stream) * blockLength, ...stream.strides],
  })
  runLoop(assembly, {
    ...loop,
    extents: [blocks, ...kept, blockLength],
    reduced: [false, ...loop.reduced],
    reads: loop.reads.map(inBlocks),
    writes: loop.writes.map(inBlocks),
    reduction: { name, dtype, target: { place, strides: [ofBlocks, ...ofKept, 0] } },
  })
  const remaining = (stream: Stream): Stream => ahead(stream, blocks * blockLength * strideOf(stream))
  if (rest > 0)
    runLoop(assembly, {
      ...loop,
      extents: [...kept, rest],
      reads: loop.reads.map(remaining),
      writes: loop.writes.map(remaining),
      reduction: { name, dtype, target: ahead({ place, strides: [...ofKept, 0] }, blocks * ofBlocks) },
    })
  runLoop(assembly, {
    ...reducingLoop(loop, { place, strides: [...ofKept, ofBlocks] }),
    extents: [...kept, blocks + Math.sign(rest)],
    reduction: { name: name === 'sumTo' ? 'serialSum' : name, dtype, target },
  })
  assembly.release(place)
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
const piecesPerGrain = 4
