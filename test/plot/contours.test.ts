import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Field, type Ring, regionAbove } from '../../src/plot/contours.js'

/** The shoelace formula: positive where a ring has its inside on its left. */
const signedArea = (ring: Ring): number =>
  ring.slice(1).reduce((sum, [x, y], at) => sum + (ring[at][0] * y - x * ring[at][1]) / 2, 0)

const area = (rings: readonly Ring[]): number => rings.reduce((sum, ring) => sum + signedArea(ring), 0)

/** How often rings run around a point: the half-line to the right crosses upward and downward. */
const winding = (rings: readonly Ring[], px: number, py: number): number =>
  rings
    .flatMap((ring) => ring.slice(1).map((end, at) => [ring[at], end] as const))
    .reduce((sum, [[x1, y1], [x2, y2]]) => {
      if (y1 > py === y2 > py) return sum
      const x = x1 + ((py - y1) / (y2 - y1)) * (x2 - x1)
      return x > px ? sum + (y2 > y1 ? 1 : -1) : sum
    }, 0)

const fieldOf = (columns: number, rows: number, value: (x: number, y: number) => number): Field => ({
  columns,
  rows,
  values: Array.from({ length: columns * rows }, (_, at) => value(at % columns, Math.floor(at / columns))),
})

const fields = fc
  .tuple(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 2, max: 7 }))
  .chain(([columns, rows]) =>
    fc
      .array(fc.integer({ min: 0, max: 5 }), { minLength: columns * rows, maxLength: columns * rows })
      .map((values): Field => ({ columns, rows, values })),
  )

describe('the region above a level', () => {
  it('of a plane is cut along a straight line', () => {
    // x >= 2.3 on a grid of 0..4 by 0..3: 1.7 by 3.
    const plane = fieldOf(5, 4, (x) => x)
    expect(area(regionAbove(plane, 2.3))).toBeCloseTo(5.1, 12)
    expect(regionAbove(plane, 2.3)).toHaveLength(1)
    for (const [x] of regionAbove(plane, 2.3)[0]) expect(x).toBeGreaterThanOrEqual(2.3)
  })

  it('is everything below the least value, and nothing above the largest', () => {
    const plane = fieldOf(5, 4, (x, y) => x + y)
    expect(area(regionAbove(plane, -1))).toBe(12)
    expect(regionAbove(plane, 7.5)).toEqual([])
  })

  it('has holes that run the other way round', () => {
    const ring = fieldOf(5, 5, (x, y) => (x === 2 && y === 2 ? 0 : 1))
    const rings = regionAbove(ring, 0.5)
    expect(rings.map((each) => Math.sign(signedArea(each))).sort()).toEqual([-1, 1])
    // The hole is a square that stands on its corner, with diagonals of 1.
    expect(area(rings)).toBe(16 - 0.5)
  })

  it('keeps out what is not a number', () => {
    const field = fieldOf(3, 3, (x, y) => (x === 1 && y === 1 ? Number.NaN : 1))
    const rings = regionAbove(field, 0.5)
    expect(winding(rings, 1.01, 1.01)).toBe(0)
  })

  it('holds just the grid points that are at least as high, one time each', () => {
    fc.assert(
      fc.property(fields, fc.integer({ min: 0, max: 4 }), (field, below) => {
        const level = below + 0.5
        const rings = regionAbove(field, level)
        for (const ring of rings) expect(ring.at(-1)).toEqual(ring[0])
        for (let row = 0; row < field.rows; row++)
          for (let column = 0; column < field.columns; column++) {
            // Looked at from just inside of the grid, since its edge is the region's border.
            const x = Math.min(Math.max(column, 1e-6), field.columns - 1 - 1e-6)
            const y = Math.min(Math.max(row, 1e-6), field.rows - 1 - 1.7e-6)
            const isIn = field.values[row * field.columns + column] >= level
            expect(winding(rings, x, y)).toBe(isIn ? 1 : 0)
          }
      }),
    )
  })

  it('shrinks as the level rises', () => {
    fc.assert(
      fc.property(fields, (field) => {
        const areas = [0.25, 1.25, 2.25, 3.25, 4.25].map((level) => area(regionAbove(field, level)))
        areas.slice(1).forEach((each, at) => {
          expect(each).toBeLessThanOrEqual(areas[at] + 1e-9)
        })
      }),
    )
  })
})
