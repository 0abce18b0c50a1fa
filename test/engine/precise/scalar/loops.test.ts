import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ElementwiseName,
  functionOf,
  functions,
  mapPairs,
  type Pair,
} from '../../../../src/engine/precise/scalar/index.js'
import { pairsOfSize } from './pairs.js'

const names = Object.keys(functions) as readonly ElementwiseName[]

const numbers = fc.oneof(
  pairsOfSize(-9, 9),
  pairsOfSize(-1000, 1000),
  fc
    .constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)
    .map((high): Pair => ({ high, low: 0 })),
)

const split = (pairs: readonly Pair[]) => ({
  high: Float64Array.from(pairs, ({ high }) => high),
  low: Float64Array.from(pairs, ({ low }) => low),
})

describe.each(names)('%s', (name) => {
  it('gives every element what the function of pairs gives, with low parts or without', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(numbers, numbers, numbers), { maxLength: 9 }), (rows) => {
        const columns = [0, 1, 2].map((at) => rows.map((row) => row[at])).slice(0, functions[name].length)
        const f = functionOf(name)
        const { high, low } = mapPairs(name, columns.map(split), rows.length)
        const bare = mapPairs(
          name,
          columns.map((column) => ({ high: split(column).high, low: undefined })),
          rows.length,
        )
        rows.forEach((row, i) => {
          const expected = f(...row.slice(0, columns.length))
          expect([high[i], low[i] + 0]).toEqual([expected.high, expected.low + 0])
          const rounded = f(...row.slice(0, columns.length).map((x) => ({ high: x.high, low: 0 })))
          expect([bare.high[i], bare.low[i] + 0]).toEqual([rounded.high, rounded.low + 0])
        })
      }),
      { numRuns: 20 },
    )
  })
})

it('looks at the first elements only', () => {
  const operand = { high: Float64Array.of(1, 2, 3), low: undefined }
  expect(mapPairs('neg', [operand], 2).high).toEqual(Float64Array.of(-1, -2))
  expect(mapPairs('add', [operand, operand], 1).high).toEqual(Float64Array.of(2))
})
