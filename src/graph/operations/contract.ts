import { sizeOf, type Tensor } from '../../tensor/index.js'
import { mul } from '../primitives/arithmetic.js'
import { matmul } from '../primitives/contraction.js'
import { broadcastTo, reshape, transpose } from '../primitives/structural.js'

/** An axis of each of two operands, of one size. */
export type AxisPair = readonly [ofA: number, ofB: number]

/** What becomes of the axes of two operands that go together: some stay, over some is summed. */
export interface Pairing {
  readonly kept: readonly AxisPair[]
  readonly summed: readonly AxisPair[]
}

const without = (x: Tensor, axes: readonly number[]): readonly number[] =>
  [...x.shape.keys()].filter((axis) => !axes.includes(axis))

/**
 * Products of two operands, paired along some axes: [kept..., other axes of a..., other axes of b...]. Sums go over the
 * summed axes in row-major order, in the order of matmul; where there are none, each product is rounded once.
 */
export const contract = (a: Tensor, b: Tensor, { kept, summed }: Pairing): Tensor => {
  const [keptA, keptB] = [kept.map(([ofA]) => ofA), kept.map(([, ofB]) => ofB)]
  const [summedA, summedB] = [summed.map(([ofA]) => ofA), summed.map(([, ofB]) => ofB)]
  const [freeA, freeB] = [without(a, [...keptA, ...summedA]), without(b, [...keptB, ...summedB])]
  const sizes = (x: Tensor, axes: readonly number[]): readonly number[] => axes.map((axis) => x.shape[axis])
  const batch = sizes(a, keptA)
  const shape = [...batch, ...sizes(a, freeA), ...sizes(b, freeB)]
  const left = transpose(a, [...keptA, ...freeA, ...summedA])
  const right = transpose(b, [...keptB, ...summedB, ...freeB])
  if (summed.length === 0) {
    const apart = reshape(left, [...batch, ...sizes(a, freeA), ...freeB.map(() => 1)])
    const beside = reshape(right, [...batch, ...freeA.map(() => 1), ...sizes(b, freeB)])
    return mul(broadcastTo(apart, shape), broadcastTo(beside, shape))
  }
  const [rows, columns, inner] = [sizes(a, freeA), sizes(b, freeB), sizes(a, summedA)].map(sizeOf)
  return reshape(matmul(reshape(left, [...batch, rows, inner]), reshape(right, [...batch, inner, columns])), shape)
}
