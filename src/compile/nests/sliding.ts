import type { AttributesOf } from '../../graph/index.js'
import { sizeInBytes } from '../../tensor/index.js'
import type { SomeApplication } from '../application.js'
import type { Assembly } from '../assembly.js'
import { elementsOf } from '../elements.js'
import { byteStrides, type Place } from '../place.js'

/** Zeros everywhere; then of all windows the first elements are added, then the second, and so on. */
export const overlapAdd = (
  assembly: Assembly,
  {
    operands: [x],
    attributes: { axis, stride, dilation },
    types: [type],
    destinations: [destination],
  }: SomeApplication<AttributesOf<'overlapAdd'>>,
): readonly Place[] => {
  const sums = assembly.place(type, destination)
  const [start] = assembly.addressesOf(sums)
  assembly.code.clearBytes(start, sizeInBytes(type))
  const { load, store, sum } = elementsOf(type.dtype)
  const last = (list: readonly number[]): number => list[list.length - 1]
  const ofWindows = byteStrides(x)
  const ofSums = byteStrides(sums)
  const streams = [
    { place: x, strides: [last(ofWindows), ...ofWindows.slice(0, -1)] },
    { place: sums, strides: [ofSums[axis] * dilation, ...ofSums.with(axis, ofSums[axis] * stride)] },
  ]
  const extents = [last(x.shape), ...x.shape.slice(0, -1)]
  assembly.nest(`overlapAdd ${type.dtype}`, extents, streams, (code, [element, target]) => () => {
    store(code, target, sum(code, load(code, target), load(code, element)))
  })
  return [sums]
}
