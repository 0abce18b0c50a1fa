import { sizeOf, type TensorType } from '../tensor/index.js'
import type { Slot } from './subject.js'

/**
 * Where the elements of a derivative stand, whose blocks come one after another: for each leaf of the results, and within
 * it for each leaf of the point, `[...Out, ...In]`.
 */
export const slotsIn = (outputs: readonly TensorType[], leaves: readonly TensorType[]): ((slot: Slot) => number) => {
  const sizes = leaves.map(({ shape }) => sizeOf(shape))
  const blocks = outputs.flatMap(({ shape }) => sizes.map((size) => size * sizeOf(shape)))
  const starts = [0]
  for (const [index, size] of blocks.entries()) starts.push(starts[index] + size)
  const owners = outputs.flatMap(({ shape }, which) =>
    Array.from({ length: sizeOf(shape) }, (_, offset) => ({ which, offset })),
  )
  return ({ result, entry }) => {
    const { which, offset } = owners[result]
    return starts[which * leaves.length + entry.which] + offset * sizes[entry.which] + entry.offset
  }
}

/** The elements of a derivative that are those of one element of the results, an array for each leaf of the point. */
export const rowIn = (
  slotAt: (slot: Slot) => number,
  slopes: ArrayLike<number>,
  leaves: readonly TensorType[],
): ((result: number) => readonly Float64Array[]) => {
  const all = slopes instanceof Float64Array ? slopes : Float64Array.from(slopes)
  return (result) =>
    leaves.map(({ shape }, which) => {
      const size = sizeOf(shape)
      if (size === 0) return new Float64Array(0)
      const start = slotAt({ result, entry: { which, offset: 0 } })
      return all.subarray(start, start + size)
    })
}
