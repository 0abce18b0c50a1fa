import { partsEach, type Workers } from '../contraction/division.js'
import { bytesPerIndex, sliceBytes } from '../plan/chains.js'
import type { Axes, Way } from '../plan/step.js'

/** A way to do a chain slice by slice: so many indices at a time, and fewer in the last slice. */
export interface Slices {
  readonly axes: Axes
  readonly size: number
  readonly count: number
  readonly last: number
}

/** The largest slices of which what passes along stays in the cache, and all threads get some. */
export const slicesOf = (way: Way, { threads, thresholds: { indices } }: Workers): Slices => {
  const { extent, axes } = way
  const most = Math.min(sliceBytes / bytesPerIndex(way), threads === 1 ? extent : extent / (partsEach * threads))
  const size = Math.max(1, Math.floor(most / indices)) * indices
  const count = Math.ceil(extent / size)
  return { axes, size, count, last: extent - (count - 1) * size }
}
