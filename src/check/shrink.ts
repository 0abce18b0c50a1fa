import { type Constant, fromRowMajor, rowMajor, type Shape, sizeOf } from '../tensor/index.js'
import { indexOf } from './places.js'

/** A failing point is made smaller as long as the points tried have no more entries than this, all together. */
const mostEntries = 1000

/** And no more points than this. */
const mostPoints = 80

/** Elements are made simpler one by one where there are no more than this. */
const mostElements = 24

const volume = (leaves: readonly Constant[]): number => leaves.reduce((total, { shape }) => total + sizeOf(shape), 0)

/** The part of a leaf that is left where every axis of an extent keeps the indices from `start` on, `kept` of them. */
const cut = (leaf: Constant, extent: number, start: number, kept: number): Constant => {
  if (!leaf.shape.includes(extent)) return leaf
  const shape = leaf.shape.map((size) => (size === extent ? kept : size))
  const source = rowMajor(leaf)
  const data = source.slice(0, sizeOf(shape))
  const offsetIn = (index: readonly number[], whole: Shape): number =>
    index.reduce((offset, at, axis) => offset * whole[axis] + at + (whole[axis] === extent ? start : 0), 0)
  for (let place = 0; place < data.length; place++) data[place] = source[offsetIn(indexOf(shape, place), leaf.shape)]
  return fromRowMajor(leaf.dtype, shape, data)
}

const mapped = (leaf: Constant, f: (x: number, index: number) => number): Constant => {
  const data = rowMajor(leaf).slice()
  for (let index = 0; index < data.length; index++) data[index] = f(data[index], index)
  return fromRowMajor(leaf.dtype, [...leaf.shape], data)
}

/** Simpler numbers for one, the simplest first. */
const simplifications: readonly ((x: number) => number)[] = [
  () => 0,
  () => 1,
  () => 2,
  (x) => Math.round(x),
  (x) => Math.round(2 * x) / 2,
  (x) => Number(x.toPrecision(1)),
  (x) => Number(x.toPrecision(2)),
]

/** Fewer extents to try in place of one, the fewest first. */
const fewer = (extent: number): readonly number[] =>
  [...new Set([1, 2, 3, Math.ceil(extent / 2), extent - 1])].filter((size) => size >= 1 && size < extent)

/** All extents greater than 1 that occur, the greatest first. */
const extentsOf = (leaves: readonly Constant[]): readonly number[] =>
  [...new Set(leaves.flatMap(({ shape }) => shape))].filter((extent) => extent > 1).sort((a, b) => b - a)

const isSame = (a: Constant, b: Constant): boolean => {
  const [left, right] = [rowMajor(a), rowMajor(b)]
  return left.length === right.length && left.every((x: number, index: number) => Object.is(x, right[index]))
}

/**
 * A smaller and simpler point that fails too: every size that occurs among the axes of the leaves is made less on all axes
 * where it occurs, then numbers are made simpler, leaf by leaf and element by element. What it costs is bounded.
 */
export const shrunk = (
  start: readonly Constant[],
  fails: (leaves: readonly Constant[]) => boolean,
): readonly Constant[] => {
  let leaves = start
  let [points, entries] = [0, 0]
  const accepts = (smaller: readonly Constant[]): boolean => {
    if (smaller.every((leaf, which) => isSame(leaf, leaves[which]))) return false
    points += 1
    entries += volume(smaller)
    if (points > mostPoints || entries > mostEntries || !fails(smaller)) return false
    leaves = smaller
    return true
  }
  const cutTo = (extent: number, kept: number): boolean =>
    accepts(leaves.map((leaf) => cut(leaf, extent, 0, kept))) ||
    accepts(leaves.map((leaf) => cut(leaf, extent, extent - kept, kept)))
  const tried = new Set<number>()
  const next = (): number | undefined => extentsOf(leaves).find((extent) => !tried.has(extent))
  for (let extent = next(); extent !== undefined; extent = next()) {
    const [own] = [extent]
    if (!fewer(own).some((kept) => cutTo(own, kept))) tried.add(own)
  }
  /** Makes some numbers of a leaf simpler; what comes after that which they are already would not be. */
  const simplify = (which: number, isMeant: (offset: number) => boolean): void => {
    const leaf = leaves[which]
    for (const simpler of simplifications) {
      const other = mapped(leaf, (x, offset) => (isMeant(offset) ? simpler(x) : x))
      if (isSame(other, leaf) || accepts(leaves.with(which, other))) return
    }
  }
  for (const which of start.keys()) simplify(which, () => true)
  if (volume(leaves) <= mostElements)
    for (const which of start.keys())
      for (let offset = 0; offset < sizeOf(leaves[which].shape); offset++) simplify(which, (each) => each === offset)
  return leaves
}
