import { noAttributes } from '../../../graph/index.js'
import { equalShapes, type Tensor } from '../../../tensor/index.js'
import { allOf, appliedAs, isAll, operandOf } from '../matching.js'
import type { Applied, Rewriting } from '../rewriting.js'
import { type Padded, scattered } from './selections.js'

/** What is padded: as such, or as updates of zeros, to which 0 has been added. */
const paddedOf = (x: Tensor, rewriting: Rewriting): Padded | undefined => {
  const pad = appliedAs('pad', x)
  if (pad !== undefined) return { ...pad.attributes, inside: pad.operands[0] }
  const updated = appliedAs('scatterAdd', x)
  return updated && scattered(updated, rewriting)
}

const unpadded = (x: Tensor): Padded => {
  const none = x.shape.map(() => 0)
  return { low: none, high: none, interior: none, inside: x }
}

/** Parts in a row, of which 0 may have been added to each element, as in the sum of others that are padded. */
const rowOf = (x: Tensor): Applied<'concatenate'> | undefined => {
  const sum = appliedAs('add', x)
  return appliedAs('concatenate', sum !== undefined && isAll(sum.operands[1], 0) ? sum.operands[0] : x)
}

/** What is put together of parts, some of which may be zeros. */
const joinedOf = (x: Tensor): Padded | undefined => (rowOf(x) ? unpadded(x) : undefined)

const isSameAlong = (axis: number, a: Padded, b: Padded): boolean =>
  a.low[axis] === b.low[axis] && a.high[axis] === b.high[axis] && a.interior[axis] === b.interior[axis]

/** A part of a sum, from one place of an axis to another. */
interface Part {
  readonly start: number
  readonly end: number
  readonly tensor: Tensor
}

/** What stands along an axis between zeros. */
const partsAlong = (axis: number, { low, inside }: Padded): readonly Part[] => {
  const row = rowOf(inside)
  const tensors = row?.attributes.axis === axis ? row.operands : [inside]
  let end = low[axis]
  return tensors.flatMap((tensor) => {
    const start = end
    end += tensor.shape[axis]
    return isAll(tensor, 0) ? [] : [{ start, end, tensor }]
  })
}

/** All parts in the order of their places, those at one place added up; undefined where two overlap otherwise. */
const together = (rewriting: Rewriting, parts: readonly Part[], more: readonly Part[]): readonly Part[] | undefined => {
  const all = new Map(parts.map((part) => [part.start, part]))
  for (const part of more) {
    const { start, end, tensor } = part
    const there = all.get(start)
    if (there !== undefined && there.end !== end) return undefined
    all.set(start, there ? { ...part, tensor: rewriting.apply('add', noAttributes, there.tensor, tensor) } : part)
  }
  const ordered = [...all.values()].sort((a, b) => a.start - b.start)
  const areApart = ordered.every(({ start }, index) => index === 0 || ordered[index - 1].end <= start)
  return ordered.length > 0 && areApart ? ordered : undefined
}

/** Parts one after the other, with zeros between them. */
const rowOfParts = (rewriting: Rewriting, axis: number, parts: readonly Part[]): Tensor => {
  let reached = parts[0].start
  const pieces = parts.flatMap(({ start, end, tensor }) => {
    const between = allOf({ dtype: tensor.dtype, shape: tensor.shape.with(axis, start - reached) }, 0)
    reached = end
    return [between, tensor]
  })
  return rewriting.apply('concatenate', { axis }, ...pieces)
}

/** -0 becomes 0. */
const withZero = (rewriting: Rewriting, x: Tensor): Tensor => rewriting.apply('add', noAttributes, x, allOf(x, 0))

const sumOfBoxes = (rewriting: Rewriting, x: Tensor, y: Tensor): Tensor | undefined => {
  const [ofX, ofY] = [paddedOf(x, rewriting), paddedOf(y, rewriting)]
  const a = ofX ?? joinedOf(x)
  const b = ofY ?? joinedOf(y)
  if (a === undefined || b === undefined || (ofX ?? ofY) === undefined) return undefined
  const differing = [...x.shape.keys()].filter((axis) => !isSameAlong(axis, a, b))
  const { low, high, interior } = a
  if (differing.length === 0) {
    // 0 + 0 = 0, and of updates none was -0 any more.
    const sum = rewriting.apply('add', noAttributes, a.inside, b.inside)
    const isPlain = appliedAs('scatterAdd', x) === undefined && appliedAs('scatterAdd', y) === undefined
    return rewriting.apply('pad', { low, high, interior }, isPlain ? sum : withZero(rewriting, sum))
  }
  const [axis] = differing
  if (differing.length > 1 || interior[axis] !== 0 || b.interior[axis] !== 0) return undefined
  const parts = together(rewriting, partsAlong(axis, a), partsAlong(axis, b))
  if (parts === undefined) return undefined
  const row = rowOfParts(rewriting, axis, parts)
  // A zero of one term is added to each element of the other.
  const sum = withZero(rewriting, row)
  const [{ start }, { end }] = [parts[0], parts[parts.length - 1]]
  const around = { interior, low: low.with(axis, start), high: high.with(axis, x.shape[axis] - end) }
  return rewriting.apply('pad', around, sum)
}

/**
 * The sum of two tensors, each of which is zeros where the other is not: the one beside the other. So the derivative of
 * what takes a tensor apart puts it together in one go, instead of adding up as many tensors as there are parts.
 */
export const sumOfPadded = (rewriting: Rewriting, x: Tensor, y: Tensor): Tensor | undefined => {
  const [a, b] = [operandOf('reshape', x), operandOf('reshape', y)]
  if (a === undefined || b === undefined || !equalShapes(a.shape, b.shape)) return sumOfBoxes(rewriting, x, y)
  const sum = sumOfBoxes(rewriting, a, b)
  return sum && rewriting.apply('reshape', { shape: x.shape }, sum)
}
