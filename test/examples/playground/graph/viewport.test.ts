import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fitted,
  leastScale,
  mostScale,
  readableAt,
  revealing,
  type Viewport,
  zoomed,
} from '../../../../examples/playground/graph/view/viewport.js'

const size = (from: number) =>
  fc.record({ width: fc.integer({ min: from, max: 3000 }), height: fc.integer({ min: from, max: 3000 }) })
const place = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) })
const viewport = fc.record({
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
  scale: fc.integer({ min: 100 * leastScale, max: 100 * mostScale }).map((scale) => scale / 100),
})

const onScreen = ({ x, y, scale }: Viewport, at: { readonly x: number; readonly y: number }) => ({
  x: x + scale * at.x,
  y: y + scale * at.y,
})

/** Coordinates of a few thousand pixels, through a few roundings of doubles. */
const rounding = 3000 * 16 * 2 ** -52

const isOn = (
  at: { readonly x: number; readonly y: number },
  { width, height }: { readonly width: number; readonly height: number },
) => at.x >= -rounding && at.y >= -rounding && at.x <= width + rounding && at.y <= height + rounding

describe('a viewport', () => {
  it('fits all of a drawing, unless that is too small to be drawn', () =>
    fc.assert(
      fc.property(size(1), size(300), (drawing, screen) => {
        const view = fitted(drawing, screen)
        expect(view.scale).toBeLessThanOrEqual(1)
        if (view.scale === leastScale) return
        expect(isOn(onScreen(view, { x: 0, y: 0 }), screen)).toBe(true)
        expect(isOn(onScreen(view, { x: drawing.width, y: drawing.height }), screen)).toBe(true)
      }),
    ))

  it('keeps the place that is zoomed at, within what can be drawn', () =>
    fc.assert(
      fc.property(viewport, place, fc.constantFrom(0.1, 0.8, 1.25, 10), (view, at, factor) => {
        const before = { x: (at.x - view.x) / view.scale, y: (at.y - view.y) / view.scale }
        const after = zoomed(view, factor, at)
        expect(after.scale >= leastScale && after.scale <= mostScale).toBe(true)
        expect(Math.abs(onScreen(after, before).x - at.x)).toBeLessThanOrEqual(rounding * 100)
        expect(Math.abs(onScreen(after, before).y - at.y)).toBeLessThanOrEqual(rounding * 100)
      }),
    ))

  it('is moved to show a place, and not moved where it is shown', () =>
    fc.assert(
      fc.property(viewport, place, size(300), (view, at, screen) => {
        const once = revealing(view, at, screen)
        expect(isOn(onScreen(once, at), screen)).toBe(true)
        const twice = revealing(once, at, screen)
        expect(Math.abs(twice.x - once.x) + Math.abs(twice.y - once.y)).toBeLessThanOrEqual(rounding)
      }),
    ))

  it('opens where it can be read', () =>
    fc.assert(
      fc.property(size(100), size(300), fc.double({ min: 0, max: 1, noNaN: true }), (drawing, screen, share) => {
        const at = { x: share * drawing.width, y: share * drawing.height }
        const view = readableAt(drawing, at, screen)
        expect(view.scale).toBeGreaterThanOrEqual(0.7)
        expect(isOn(onScreen(view, at), screen)).toBe(true)
      }),
    ))
})
