import { bytesOf } from '../../tensor/index.js'
import type { Assembly } from '../assembly.js'
import { wholeLines } from '../lines.js'
import { type Axes, advance, proceed, seek } from '../loops.js'
import { type Code, type FunctionReference, f64, i32, type Value, type Variable } from '../wasm/index.js'
import {
  type Arranged,
  arrangementOf,
  blocksLoopOf,
  columnsLoopOf,
  reductionOf,
  runLoopOf,
  tilesOf,
} from './arranged.js'
import { piecesPerGrain, vectorAxis, workOf } from './choice.js'
import { type Loop, over, type Reduction, streamsOf } from './loop.js'
import { blockLength, partialSums } from './reduction.js'
import { keyOf, sliced, walkingOrder } from './slices.js'
import { times, unitOf } from './steps.js'

// What is reduced along several axes, or takes many instructions, is not walked by the accumulators themselves. It is
// computed into room of the thread's own, where it follows in the one order, and reduced there: block by block, and of
// many columns side by side strip by strip of a block, so that the room stays in the caches.

/** Reduces a loop block by block; the results of each block lie `ofBlocks` bytes behind those of the one before. */
export const runBlockwise = (assembly: Assembly, loop: Loop, reduction: Reduction, ofBlocks: number): void => {
  for (const part of arrangementOf({ ...loop, reduction })) runArranged(assembly, part, ofBlocks)
}

const runArranged = (assembly: Assembly, arranged: Arranged, ofBlocks: number): void => {
  const { loop, size, columns, portion, height } = arranged
  const { dtype } = reductionOf(loop)
  const roomBytes = wholeLines(height * columns * bytesOf(dtype))
  const [whole, rest] = [Math.floor(size / portion), size % portion]
  const tiles = tilesOf(arranged)
  const items = (whole + Math.sign(rest)) * tiles
  const rooms = assembly.allocate({ dtype: 'bool', shape: [items === 1 ? roomBytes : assembly.threads * roomBytes] })
  const places = [...streamsOf(loop).map(({ place }) => place), rooms]
  const write = (code: Code, pointers: readonly Value<'i32'>[], index: Value<'i32'>, tile: Value<'i32'>): void => {
    const call = (length: number): void =>
      code.call(portionFunction(assembly, arranged, length, ofBlocks), ...pointers, index, tile)
    if (whole === 0) call(rest)
    else if (rest === 0) call(portion)
    else
      code.when(
        code.apply('i32.eq', index, i32(whole)),
        () => call(rest),
        () => call(portion),
      )
  }
  if (items === 1) write(assembly.code, assembly.addressesOf(...places), i32(0), i32(0))
  else {
    const grain = Math.max(
      1,
      Math.floor((piecesPerGrain * assembly.thresholds.piece) / Math.min(size, portion) / columns),
    )
    const task = { items, grain, work: workOf(loop), places }
    assembly.task(task, (code, pointers, start, count, thread) => {
      const item = code.variable('i32', start)
      const ofThread = code.apply('i32.mul', thread, i32(roomBytes))
      const own = [...pointers.slice(0, -1), code.apply('i32.add', pointers[places.length - 1], ofThread)]
      times(code, { value: count, unit: 1 }, () => {
        write(code, own, code.apply('i32.div_u', item, i32(tiles)), code.apply('i32.rem_u', item, i32(tiles)))
        advance(code, item, 1)
      })
    })
  }
  assembly.release(rooms)
}

const axesOf = (loop: Loop, from: number, to: number): Axes => ({
  extents: loop.extents.slice(from, to),
  strides: streamsOf(loop).map(({ strides }) => strides.slice(from, to)),
})

/**
 * The function that reduces a portion of so many elements of every column: of pointers to where the streams start and to
 * room, and of the numbers of the portion and of the tile.
 */
const portionFunction = (
  assembly: Assembly,
  arranged: Arranged,
  length: number,
  ofBlocks: number,
): FunctionReference => {
  const { loop, staying, size, columns, portion, strip, unit, front, room } = arranged
  const strips = Math.ceil(length / strip)
  const count = streamsOf(loop).length
  const key = `portion ${length} ${ofBlocks} ${arrangedKey(arranged)}`
  return assembly.functions.loop(key, count + 3, (code, parameters) => {
    const pointers = parameters.slice(0, count)
    const [sums, index, tile] = parameters.slice(count)
    const target = pointers[count - 1]
    seek(code, axesOf(loop, 0, staying), pointers, tile)
    code.update(target, 'i32.add', target, code.apply('i32.mul', index, i32((portion / blockLength) * ofBlocks)))
    const values = code.variable('i32', sums)
    advance(code, values, front * room.ofElements)
    const number = code.apply('i32.mul', index, i32(portion / strip))
    const fill = (into: Value<'i32'>, elements: number): void => {
      const reads = pointers.slice(0, -1)
      if (size <= strip) code.call(runFunction(assembly, arranged), ...reads, into, i32(elements / unit))
      else code.call(stripFunction(assembly, arranged, elements), ...reads, into, number)
      advance(code, number, 1)
    }
    const reduce = (from: Variable<'i32'>, elements: number): void => {
      const blocks = elements > blockLength ? Math.floor(elements / blockLength) : 0
      if (blocks > 0) {
        code.call(functionOf(assembly, blocksLoopOf(arranged, blocks, ofBlocks)), from, target, i32(blocks))
        advance(code, from, blocks * blockLength * room.ofElements)
        advance(code, target, blocks * ofBlocks)
      }
      const rest = elements - blocks * blockLength
      if (rest > 0) code.call(functionOf(assembly, columnsLoopOf(arranged, rest)), from, target, i32(columns))
    }
    if (strips === 1) {
      fill(values, length)
      reduce(values, length)
      return
    }
    const add = (elements: number): void =>
      code.call(sumsFunction(assembly, arranged, elements), sums, sums, i32(partialSums * columns))
    // The elements of the first strip start where the sums so far come to be.
    fill(sums, strip)
    add(strip)
    times(code, strips - 2, () => {
      fill(values, strip)
      add(partialSums + strip)
    })
    const last = length - (strips - 1) * strip
    fill(values, last)
    reduce(sums, partialSums + last)
  })
}

/** Equal for arrangements that are the same code. */
const arrangedKey = ({ loop, strip, room }: Arranged): string =>
  `${strip} ${room.ofElements} ${room.ofColumns} ${keyOf({ loop, vector: loop.extents.length - 1, divided: -1, unit: 1 })}`

/**
 * The function that computes so many elements of every column, one after another, into room: of pointers to where the
 * columns start and to room for the first element, and of the number of the strip.
 */
const stripFunction = (assembly: Assembly, arranged: Arranged, length: number): FunctionReference => {
  const { loop, staying, strip, run, unit, room } = arranged
  const streams = streamsOf(loop).slice(0, -1)
  const extent = loop.extents[run]
  const outer = axesOf(loop, staying, run)
  return assembly.functions.loop(`strip ${length} ${arrangedKey(arranged)}`, streams.length + 2, (code, parameters) => {
    const pointers = parameters.slice(0, -2)
    const [into, number] = parameters.slice(-2)
    const [row, offset] = positionOf(code, number, strip, unit * extent)
    const indices = seek(code, outer, pointers, row)
    const at = code.apply('i32.div_u', offset, i32(unit))
    // A run starts with all elements of its first index, some of which may belong to the strip before.
    const before = code.apply('i32.rem_u', offset, i32(unit))
    code.update(into, 'i32.sub', into, code.apply('i32.mul', before, i32(room.ofElements)))
    const left = code.apply('i32.add', before, i32(length + unit - 1))
    code.update(left, 'i32.div_u', left, i32(unit))
    code.block((end) => {
      code.loop((start) => {
        const toEnd = code.apply('i32.sub', i32(extent), at)
        const count = code.select(code.apply('i32.lt_s', left, toEnd), left, toEnd)
        const starts = pointers.map((pointer, index): Value<'i32'> => {
          const stride = streams[index].strides[run]
          return stride === 0 ? pointer : code.apply('i32.add', pointer, code.apply('i32.mul', at, i32(stride)))
        })
        code.call(runFunction(assembly, arranged), ...starts, into, count)
        code.update(left, 'i32.sub', left, count)
        code.branchIf(end, code.apply('i32.eqz', left))
        code.update(into, 'i32.add', into, code.apply('i32.mul', count, i32(unit * room.ofElements)))
        code.assign(at, i32(0))
        proceed(code, outer, pointers, indices)
        code.branch(start)
      })
    })
  })
}

/**
 * In which row of so many elements a strip starts, and at which of them. Elements are numbered beyond 32 bits: float64
 * has the number of the row exactly, and the difference of the two is right in the bits that are kept.
 */
const positionOf = (code: Code, strip: Value<'i32'>, length: number, row: number): readonly Variable<'i32'>[] => {
  const rows = code.apply('f64.div', code.apply('f64.convert_i32_s', strip), f64(row / length))
  const index = code.apply('i32.trunc_sat_f64_s', rows)
  const start = code.apply('i32.mul', index, i32(row))
  return [index, code.apply('i32.sub', code.apply('i32.mul', strip, i32(length)), start)]
}

/** The function that computes the elements at so many indices of the axis of runs. */
const runFunction = (assembly: Assembly, arranged: Arranged): FunctionReference => {
  const loop = runLoopOf(arranged)
  const vector = vectorAxis(loop)
  const order = walkingOrder(loop, vector)
  const walk = { loop: over(loop, order), vector: order.indexOf(vector), divided: order.indexOf(0), unit: 1 }
  return sliced(assembly, walk).reference
}

/** The function of a loop that reduces so many columns. */
const functionOf = (assembly: Assembly, loop: Loop): FunctionReference =>
  sliced(assembly, { loop, vector: vectorAxis(loop), divided: 0, unit: unitOf(loop.extents[0]) }).reference

/** The function that adds up every eighth of so many elements of each column, and leaves the eight where they start. */
const sumsFunction = (assembly: Assembly, arranged: Arranged, length: number): FunctionReference => {
  const { loop, columns, room } = arranged
  const { name, dtype, target } = reductionOf(loop)
  const { reads, ...others } = columnsLoopOf(arranged, length)
  const sums = partialSums * columns
  return functionOf(assembly, {
    ...others,
    extents: [sums, length / partialSums],
    reads: [{ place: target.place, strides: [room.ofColumns, sums * room.ofColumns] }],
    reduction: {
      name: name === 'sumTo' ? 'serialSum' : name,
      dtype,
      target: { place: target.place, strides: [room.ofColumns, 0] },
    },
  })
}
