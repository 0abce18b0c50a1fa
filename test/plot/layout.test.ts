import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Box, layeredLayout } from '../../src/plot/layout.js'

const spacing = { layer: 50, gap: 10, passage: 4 }

const graphs: fc.Arbitrary<readonly Box[]> = fc
  .array(fc.tuple(fc.integer({ min: 20, max: 90 }), fc.array(fc.nat(1000), { maxLength: 3 })), {
    minLength: 1,
    maxLength: 25,
  })
  .map((raw) =>
    raw.map(([width, sources], index) => ({ width, sources: index === 0 ? [] : sources.map((each) => each % index) })),
  )

describe('a layered layout', () => {
  it('puts boxes below their sources, and none over another', () => {
    fc.assert(
      fc.property(graphs, (boxes) => {
        const { middles, width, height } = layeredLayout(boxes, spacing)
        boxes.forEach((box, index) => {
          const { x, y } = middles[index]
          for (const source of box.sources) expect(middles[source].y).toBeLessThan(y)
          expect(x - box.width / 2).toBeGreaterThanOrEqual(-1e-6)
          expect(x + box.width / 2).toBeLessThanOrEqual(width + 1e-6)
          expect(y).toBeLessThan(height)
          for (let other = 0; other < index; other++)
            if (middles[other].y === y)
              expect(Math.abs(middles[other].x - x)).toBeGreaterThanOrEqual(
                (box.width + boxes[other].width) / 2 + spacing.gap - 1e-6,
              )
        })
      }),
    )
  })

  it('draws one way for each pair, from box to box, a layer at a time', () => {
    fc.assert(
      fc.property(graphs, (boxes) => {
        const { middles, ways } = layeredLayout(boxes, spacing)
        const pairs = boxes.flatMap(({ sources }, to) => [...new Set(sources)].map((from) => `${from}-${to}`))
        expect(ways.map(({ from, to }) => `${from}-${to}`).sort()).toEqual(pairs.sort())
        for (const { from, to, points } of ways) {
          expect(points[0]).toEqual(middles[from])
          expect(points.at(-1)).toEqual(middles[to])
          points.slice(1).forEach(({ y }, at) => {
            expect(y - points[at].y).toBe(spacing.layer)
          })
        }
      }),
    )
  })

  it('keeps a chain straight', () => {
    const chain = Array.from({ length: 6 }, (_, index) => ({ width: 40, sources: index === 0 ? [] : [index - 1] }))
    const { middles } = layeredLayout(chain, spacing)
    expect(middles.map(({ x }) => x)).toEqual([20, 20, 20, 20, 20, 20])
  })
})
