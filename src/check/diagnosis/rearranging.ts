import { rowMajorStrides, type Shape, sizeOf } from '../../tensor/index.js'
import type { Cause } from './evidence.js'

/** A way in which a gradient's entries may have come to the wrong places. */
export interface Rearrangement {
  readonly cause: Cause
  /** What tells it from others of its cause. */
  readonly detail: string
  /** What has happened to the gradient, after `is`, and what to do. */
  readonly text: string
  readonly of: (entries: Float64Array) => Float64Array
}

/** Entries taken from other places, which are given for each index; 0 where there is none. */
const gathered =
  (shape: Shape, from: (index: readonly number[]) => readonly number[] | undefined, source: Shape = shape) =>
  (entries: Float64Array): Float64Array => {
    const [own, strides] = [rowMajorStrides(shape), rowMajorStrides(source)]
    return entries.map((_, offset) => {
      const index = shape.map((extent, axis) => Math.floor(offset / own[axis]) % extent)
      const place = from(index)
      return place === undefined ? 0 : entries[place.reduce((sum, at, axis) => sum + at * strides[axis], 0)]
    })
  }

const longAxes = (shape: Shape): readonly number[] => [...shape.keys()].filter((axis) => shape[axis] > 1)

const transpositions = (shape: Shape): readonly Rearrangement[] => {
  const axes = longAxes(shape)
  const square = axes.flatMap((one) =>
    axes
      .filter((other) => other > one && shape[other] === shape[one])
      .map((other): Rearrangement => {
        const whole = shape.length === 2
        return {
          cause: 'transposed',
          detail: `${one} ${other}`,
          text: whole
            ? 'is transposed: transpose it, or exchange the factors of the matrix product'
            : `has its axes ${one} and ${other} exchanged: transpose it`,
          of: gathered(shape, (index) => index.with(one, index[other]).with(other, index[one])),
        }
      }),
  )
  // Elements of the transposed read into the shape row by row, as reshape does.
  const reversed = [...shape].reverse()
  const isItself = shape.every((extent, axis) => extent === reversed[axis])
  if (axes.length < 2 || isItself) return square
  const own = rowMajorStrides(shape)
  const read: Rearrangement = {
    cause: 'transposed',
    detail: 'reshaped',
    text: `is that of the transposed, [${reversed.join(', ')}], read row by row: transpose it, where it is reshaped`,
    of: (entries) => {
      const turned = rowMajorStrides(reversed)
      return entries.map((_, offset) => {
        const index = reversed.map((extent, axis) => Math.floor(offset / turned[axis]) % extent)
        return entries[index.reduceRight((sum, at, axis) => sum + at * own[shape.length - 1 - axis], 0)]
      })
    },
  }
  return [...square, read]
}

const shifts = (shape: Shape): readonly Rearrangement[] =>
  longAxes(shape).flatMap((axis) => {
    const extent = shape[axis]
    const moved = (by: number, around: boolean): Rearrangement => ({
      cause: 'shifted',
      detail: `${axis} ${by} ${around ? 'around' : 'out'}`,
      text: `is shifted by one along axis ${axis}${around ? ', the last around to the first' : ''}: an index there is off by one, take it one place ${by > 0 ? 'earlier' : 'later'}`,
      of: gathered(shape, (index) => {
        const at = index[axis] - by
        return at >= 0 && at < extent
          ? index.with(axis, at)
          : around
            ? index.with(axis, (at + extent) % extent)
            : undefined
      }),
    })
    return [moved(1, false), moved(-1, false), moved(1, true), ...(extent > 2 ? [moved(-1, true)] : [])]
  })

const reversals = (shape: Shape): readonly Rearrangement[] =>
  longAxes(shape)
    // Of two slices, reversed is the same as shifted around.
    .filter((axis) => shape[axis] > 2)
    .map((axis) => ({
      cause: 'reversed',
      detail: String(axis),
      text: `is in reverse order along axis ${axis}: flip it`,
      of: gathered(shape, (index) => index.with(axis, shape[axis] - 1 - index[axis])),
    }))

const gaps = (shape: Shape): readonly Rearrangement[] =>
  longAxes(shape).flatMap((axis) =>
    [0, shape[axis] - 1].map((at) => ({
      cause: 'incomplete' as const,
      detail: `${axis} ${at}`,
      text: `is 0 in the ${at === 0 ? 'first' : 'last'} slice of axis ${axis} and right elsewhere: add what comes back to that slice`,
      of: gathered(shape, (index) => (index[axis] === at ? undefined : index)),
    })),
  )

/** One value all along an axis, or everywhere. */
const averages = (shape: Shape): readonly Rearrangement[] => {
  const along = (axes: readonly number[], how: 'mean' | 'sum', text: string): Rearrangement => ({
    cause: 'averaged',
    detail: `${axes.join(' ')} ${how}`,
    text,
    of: (entries) => {
      const kept = shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent))
      const [own, strides] = [rowMajorStrides(shape), rowMajorStrides(kept)]
      const totals = new Float64Array(sizeOf(kept))
      const target = (offset: number): number =>
        shape.reduce(
          (sum, extent, axis) => sum + ((Math.floor(offset / own[axis]) % extent) % kept[axis]) * strides[axis],
          0,
        )
      entries.forEach((entry, offset) => {
        totals[target(offset)] += entry
      })
      const count = how === 'mean' ? entries.length / totals.length : 1
      return entries.map((_, offset) => totals[target(offset)] / count)
    },
  })
  const axes = longAxes(shape)
  const some = axes.length > 1 ? [...axes.map((axis) => [axis]), axes] : axes.map((axis) => [axis])
  return some.flatMap((over) => {
    const where = over.length === axes.length ? 'everywhere' : `all along axis ${over[0]}`
    const kept = over.length === axes.length ? 'each entry' : 'the axis'
    return (['mean', 'sum'] as const).map((how) =>
      along(over, how, `is the ${how} of the right entries ${where}: keep ${kept} apart`),
    )
  })
}

/** Every rearrangement of the gradient of a tensor of a shape that we know of. */
export const rearrangements = (shape: Shape): readonly Rearrangement[] => [
  ...transpositions(shape),
  ...shifts(shape),
  ...reversals(shape),
  ...gaps(shape),
  ...averages(shape),
]
