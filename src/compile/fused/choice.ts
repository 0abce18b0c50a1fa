import { type Loop, neighbourStride, streamsOf } from './loop.js'
import type { Lanes } from './steps.js'

/** Elements that lie apart are loaded one by one. */
const gatherCost = 6
/** Joining the eight lanes of a sum. */
const joinCost = 12

/** About how many instructions load and store neighbours along an axis that are taken side by side. */
const accessesAlong = (loop: Loop, axis: number): number =>
  streamsOf(loop).reduce((sum, stream) => {
    const stride = stream.strides[axis]
    return sum + (stride === 0 ? 0 : stride === neighbourStride(stream) ? 1 : gatherCost)
  }, 0)

/** How many elements along an axis a loop takes side by side at most, and how many instructions load and store them. */
export const stepAlong = (loop: Loop, axis: number): { readonly widest: Lanes; readonly accesses: number } => {
  const accesses = accessesAlong(loop, axis)
  const streams = streamsOf(loop).length
  const isCopy = loop.expression.cost === 0 && loop.reduction === undefined
  // Elements that lie apart are not put side by side only to be stored.
  return isCopy && accesses > streams ? { widest: 1, accesses: streams } : { widest: 4, accesses }
}

/** About how much a loop costs along an axis, in instructions for one element. */
const costAlong = (loop: Loop, axis: number): number => {
  const extent = loop.extents[axis]
  const { widest, accesses } = stepAlong(loop, axis)
  const steps = widest === 1 ? extent : Math.floor(extent / 4) + Math.floor((extent % 4) / 2) + (extent % 2)
  const join = loop.reduced[axis] ? joinCost / extent : 0
  return (steps / extent) * (accesses + 2 * loop.expression.cost + 2) + join
}

/** The one of some axes along which a loop costs least: the last of those that tie. */
export const axisOfLeastCost = (loop: Loop, axes: readonly number[]): number =>
  axes.reduceRight((best, axis) => (costAlong(loop, axis) < costAlong(loop, best) ? axis : best))

/** The axis along which neighbours are computed side by side: any that stays, or the last where that is reduced. */
export const vectorAxis = (loop: Loop): number => {
  const isSerial = loop.reduction?.name === 'serialSum'
  return axisOfLeastCost(
    loop,
    [...loop.extents.keys()].filter((axis) => !(isSerial && loop.reduced[axis])),
  )
}

/** About how many instructions a loop takes for one element. */
export const leastCost = (loop: Loop): number => costAlong(loop, vectorAxis(loop))

/** As many pieces keep several threads busy. */
const enoughPieces = 16

/** The axis that is divided among pieces: the outermost of some length that stays, or else the longest. */
export const dividedAxis = ({ extents, reduced }: Loop): number => {
  const axes = [...extents.keys()].filter((axis) => !reduced[axis])
  return (
    axes.find((axis) => extents[axis] >= enoughPieces) ??
    axes.reduce((longest, axis) => (extents[axis] > extents[longest] ? axis : longest))
  )
}

/** About how many nanoseconds a loop takes. */
export const workOf = (loop: Loop): number => {
  const elements = loop.extents.reduce((product, extent) => product * extent, 1)
  return elements * (0.2 * streamsOf(loop).length + 0.25 * loop.expression.cost)
}

/** Threads take so many pieces at one stretch. */
export const piecesPerGrain = 4
