import { bytesOf, rowMajorStrides, sizeOf } from '../../tensor/index.js'
import { axisOfLeastCost, leastCost } from './choice.js'
import { reducing } from './expression.js'
import { type Loop, over, partOf, type Reduction, reducedSize, splitAt, storingLoop } from './loop.js'
import { blockLength, partialSums, rowsSideBySide } from './reduction.js'

/**
 * How a loop is reduced block by block: for some neighbours along an axis that stays, which are the columns, values are
 * computed into room where they follow in the one order, a strip at a time, and reduced there.
 */
export interface Arranged {
  /** Its axes are those that stay, those that are reduced, and that of the columns. */
  readonly loop: Loop
  /** How many axes stay. */
  readonly staying: number
  /** How many elements of every column are reduced. */
  readonly size: number
  readonly columns: number
  /** How many elements of every column are reduced at a time: those of a block, or of several of a single column. */
  readonly portion: number
  /** How many elements of every column are computed before they are reduced: a divisor of the portion. */
  readonly strip: number
  /** The axis along which they are computed in runs, with all axes behind it. */
  readonly run: number
  /** How many elements of a column stand at every index of that axis. */
  readonly unit: number
  /** How many elements of a column the room has in front of those of a strip: for sums so far, or since a run starts early. */
  readonly front: number
  /** How many elements of a column the room has. */
  readonly height: number
  /** The bytes in the room from an element of a column to the next, and from a column to the next. */
  readonly room: { readonly ofElements: number; readonly ofColumns: number }
}

/** So many neighbours are reduced side by side where their elements are. */
const mostColumns = 256

/** About how many elements are computed at once of blocks that are shorter. */
const elementsInRoom = 1024

/** The most elements of a strip of several columns. */
const elementsInStrip = 8192

/** Columns side by side come from more places in memory at a time, which takes longer unless it saves some instructions. */
const worthwhileCost = 0.9

/** So many elements are worth calling the function that computes them. */
const elementsPerCall = 64

/**
 * Several blocks of a column are reduced at a time only of so many bytes, which may be in the caches: what comes from the
 * memory comes slower where nothing is read for as long.
 */
const cachedBytes = 2 ** 21

/** How many bytes a loop reads, each counted once. */
const bytesRead = ({ extents, reads }: Loop): number =>
  reads.reduce((sum, { place, strides }) => {
    const distinct = extents.filter((_, axis) => strides[axis] !== 0)
    return sum + sizeOf(distinct) * bytesOf(place.dtype)
  }, 0)

export const reductionOf = ({ reduction }: Loop): Reduction => reduction as Reduction

/** The largest power of two that is no larger. */
const powerWithin = (limit: number): number => 2 ** Math.floor(Math.log2(limit))

const arranged = (given: Loop, axis: number, columns: number, inRows: boolean): Arranged => {
  const parts = splitAt(given, axis, columns)
  const axes = [...parts.extents.keys()].filter((each) => each !== axis + 1)
  const kept = axes.filter((each) => !parts.reduced[each])
  const gone = axes.filter((each) => parts.reduced[each])
  const loop = over(parts, [...kept, ...gone, axis + 1])
  const size = reducedSize(given)
  const { dtype } = reductionOf(loop)
  const portion = blockLength * (columns === 1 && bytesRead(given) <= cachedBytes ? rowsSideBySide(dtype) : 1)
  const strip = Math.max(partialSums, Math.min(portion, powerWithin(elementsInStrip / columns)))
  const isOneStrip = Math.min(size, portion) <= strip
  /** Whether strips start at the elements of an index. */
  const isExact = (unit: number): boolean => size <= strip || strip % unit === 0
  let [run, unit] = [kept.length + gone.length - 1, 1]
  for (; run > kept.length; run--) {
    const larger = unit * loop.extents[run]
    if (!isExact(larger) && !(isOneStrip && larger * columns < elementsPerCall)) break
    unit = larger
  }
  const beside = isExact(unit) ? 0 : unit - 1
  const front = isOneStrip ? beside : partialSums
  const height = front + Math.min(size, strip) + beside
  const bytes = bytesOf(dtype)
  const room = inRows
    ? { ofElements: bytes, ofColumns: height * bytes }
    : { ofElements: columns * bytes, ofColumns: bytes }
  return { loop, staying: kept.length, size, columns, portion, strip, run, unit, front, height, room }
}

/** The loop that computes the elements at indices of the axis of runs into the room. Of its place there only the dtype counts. */
export const runLoopOf = ({ loop, strip, run, unit, room }: Arranged): Loop => {
  const runs = over(loop, [...loop.extents.keys()].slice(run))
  const extents = runs.extents.with(0, Math.min(runs.extents[0], Math.ceil(strip / unit)))
  const ofElements = rowMajorStrides(extents.slice(0, -1)).map((stride) => stride * room.ofElements)
  const { place } = reductionOf(loop).target
  return storingLoop({ ...runs, extents }, { place, strides: [...ofElements, room.ofColumns] })
}

/** The loop that reduces so many elements of every column in the room. */
export const columnsLoopOf = ({ loop, columns, room }: Arranged, length: number): Loop => {
  const { name, dtype, target } = reductionOf(loop)
  return {
    expression: reducing(dtype),
    extents: [columns, length],
    reduced: [false, true],
    reads: [{ place: target.place, strides: [room.ofColumns, room.ofElements] }],
    writes: [],
    reduction: {
      name,
      dtype,
      target: { place: target.place, strides: [target.strides[target.strides.length - 1], 0] },
    },
  }
}

/** The loop that reduces several blocks of a single column in the room. */
export const blocksLoopOf = (arranged: Arranged, blocks: number, ofBlocks: number): Loop => {
  const { reads, reduction, ...others } = columnsLoopOf(arranged, blockLength)
  const { ofElements } = arranged.room
  const { name, dtype, target } = reduction as Reduction
  return {
    ...others,
    extents: [blocks, blockLength],
    reads: [{ ...reads[0], strides: [blockLength * ofElements, ofElements] }],
    reduction: { name, dtype, target: { ...target, strides: [ofBlocks, 0] } },
  }
}

/**
 * A loop in one or two parts, of which the last has fewer columns. Elements of the room follow each other down the columns or
 * across, whichever takes less to compute and to reduce.
 */
export const arrangementOf = (loop: Loop): readonly Arranged[] => {
  const staying = [...loop.extents.keys()].filter((axis) => !loop.reduced[axis])
  const longest = staying.reduce((best, axis) => (loop.extents[axis] > loop.extents[best] ? axis : best))
  const candidates = [
    { axis: longest, worthwhile: 1, inRows: true },
    { axis: axisOfLeastCost(loop, staying), worthwhile: mostColumns, inRows: false },
  ].map(({ axis, worthwhile, inRows }) => {
    const extent = loop.extents[axis]
    const columns = Math.min(extent, Math.max(worthwhile, Math.floor(elementsInRoom / reducedSize(loop))))
    const part = (start: number, length: number): Arranged =>
      arranged(partOf(loop, axis, start, length), axis, Math.min(length, columns), inRows)
    const rest = extent % columns
    return [part(0, extent - rest), ...(rest === 0 ? [] : [part(extent - rest, rest)])]
  })
  const costOf = ([first]: readonly Arranged[]): number =>
    leastCost(runLoopOf(first)) + leastCost(columnsLoopOf(first, Math.min(first.size, first.strip, blockLength)))
  const [inRows, inColumns] = candidates
  return costOf(inColumns) < worthwhileCost * costOf(inRows) ? inColumns : inRows
}

/** The number of a loop's tiles: of each, all columns are reduced together. */
export const tilesOf = ({ loop, staying }: Arranged): number => sizeOf(loop.extents.slice(0, staying))
