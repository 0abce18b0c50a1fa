import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cheapestRuns, type RunCosts } from '../../../src/compile/unrolled/runs.js'
import type { Lanes } from '../../../src/compile/vector/index.js'

/** All ways to divide a number of elements into runs. */
const divisions = (count: number): readonly (readonly Lanes[])[] =>
  count === 0
    ? [[]]
    : ([4, 2, 1] as const)
        .filter((lanes) => lanes <= count)
        .flatMap((lanes) => divisions(count - lanes).map((rest) => [lanes, ...rest]))

const costOf = ({ gather, work }: RunCosts, division: readonly Lanes[]): number => {
  let [start, cost] = [0, 0]
  for (const lanes of division) {
    cost += gather(start, lanes) + work(lanes)
    start += lanes
  }
  return cost
}

/** Costs by tables: to gather a run from a place on, and to work on it, on more lanes never less than on fewer. */
const costs = fc
  .record({
    gathers: fc.array(fc.constantFrom(0, 0, 0.5, 1, 2, 6), { minLength: 33, maxLength: 33 }),
    work: fc.constantFrom([1, 1, 1], [1, 1, 2], [10, 10, 20]),
  })
  .map(
    ({ gathers, work }): RunCosts => ({
      gather: (start, lanes) => gathers[start * 3 + Math.log2(lanes)],
      work: (lanes) => work[Math.log2(lanes)],
    }),
  )

it('no other division into runs costs less, and the runs are all elements in order', () => {
  fc.assert(
    fc.property(costs, fc.integer({ min: 0, max: 11 }), (given, count) => {
      const runs = cheapestRuns(count, given)
      const lanes = runs.each((_, each) => [each])
      expect(runs.cost).toBeCloseTo(Math.min(...divisions(count).map((division) => costOf(given, division))))
      expect(runs.cost).toBeCloseTo(costOf(given, lanes))
      const places = runs.each((start, each) => Array.from({ length: each }, (_, at) => start + at))
      expect(places).toEqual(Array.from({ length: count }, (_, at) => at))
    }),
  )
})

it('where it makes no difference runs are long', () => {
  const runs = cheapestRuns(11, { gather: () => 0, work: () => 1 })
  expect(runs.each((_, lanes) => [lanes])).toEqual([4, 4, 2, 1])
})
