import { primitives, rowsToReduce } from '../../../graph/index.js'
import { rowMajor } from '../../../tensor/index.js'
import { summedAxes } from '../accumulation.js'
import { numbered } from '../numbering.js'
import { roomFor, sumInto } from '../sums.js'
import type { Site, Update } from './site.js'

/** Sums that elements which differ go into, each from all of its terms. */
export const summedUpdate = ({ operands: [x], results: [result] }: Site): Update => {
  const axes = summedAxes(x.first.shape, result.first.shape)
  const { data: members, length } = rowsToReduce(numbered(x.first.shape), axes)
  const { shape } = x.first
  const [sums] = primitives.broadcastTo.evaluate([numbered(result.first.shape)], { shape }, [{ shape, dtype: 'int32' }])
  const sumOf = rowMajor(sums)
  const terms = roomFor(length)
  const total = roomFor(1)
  const isStale = new Uint8Array(result.size)
  const stale: number[] = []
  return () => {
    for (let index = 0; index < x.count; index++) {
      const sum = sumOf[x.places[index]]
      if (isStale[sum] === 0) stale.push(sum)
      isStale[sum] = 1
    }
    for (const sum of stale) {
      for (let index = 0; index < length; index++) {
        const at = members[sum * length + index]
        terms.high[index] = x.high[at]
        terms.low[index] = x.low === undefined ? 0 : x.low[at]
      }
      sumInto(terms, 0, 1, length, total, 0)
      result.write(sum, total.high[0], total.low[0])
      isStale[sum] = 0
    }
    stale.length = 0
  }
}
