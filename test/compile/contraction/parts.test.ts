import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitEvenly } from '../../../src/compile/contraction/parts.js'

const count = (max: number) => fc.integer({ min: 1, max })

describe('an extent split evenly', () => {
  it('is all there, in equal multiples of the unit and a smaller rest', () => {
    fc.assert(
      fc.property(count(5000), count(600), count(16), (extent, most, unit) => {
        const [{ size, count: times }, ...rest] = splitEvenly(extent, most, unit)
        expect(times * size + rest.reduce((sum, part) => sum + part.size * part.count, 0)).toBe(extent)
        expect(size === extent || size % unit === 0).toBe(true)
        expect(size).toBeLessThanOrEqual(Math.max(most, Math.min(unit, extent)))
        expect(rest.every((part) => part.count === 1 && part.size < size)).toBe(true)
      }),
    )
  })

  it.each([
    [20, 6, 1, [{ size: 5, count: 4 }]],
    [
      64,
      6,
      1,
      [
        { size: 6, count: 10 },
        { size: 4, count: 1 },
      ],
    ],
    [209, 209, 4, [{ size: 209, count: 1 }]],
    [
      53,
      32,
      16,
      [
        { size: 32, count: 1 },
        { size: 21, count: 1 },
      ],
    ],
  ])('%i in parts of at most %i, in units of %i', (extent, most, unit, expected) =>
    expect(splitEvenly(extent, most, unit)).toEqual(expected),
  )
})
