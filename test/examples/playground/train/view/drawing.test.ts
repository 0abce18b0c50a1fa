import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownPoint } from '../../../../../examples/playground/train/settings.js'
import { chartOf } from '../../../../../examples/playground/train/view/charts.js'
import { blended, type Colours, finer, rgbOf } from '../../../../../examples/playground/train/view/colours.js'
import {
  cursorMoved,
  nearest,
  ownPlane,
  pixelOf,
  placeOf,
  withoutPoint,
  withPoint,
} from '../../../../../examples/playground/train/view/plane.js'
import { shapeNames, shapePath } from '../../../../../examples/playground/train/view/shapes.js'
import { figuresAt } from './frames.js'

const colours: Colours = {
  surface: [255, 255, 255],
  text: [0, 0, 0],
  muted: [0, 0, 0],
  line: [0, 0, 0],
  accent: [0, 0, 0],
  classes: [
    [0, 0, 255],
    [255, 0, 0],
  ],
}

const pixelsOf = (probabilities: readonly number[], sharp = false): readonly number[] => [
  ...blended(
    Float32Array.from(probabilities),
    colours,
    { count: 2, sharp },
    new Uint8ClampedArray(probabilities.length * 2),
  ),
]

describe('colours', () => {
  it('are read from style sheets', () => {
    expect(rgbOf('#0072b2')).toEqual([0, 114, 178])
    expect(rgbOf(' #FFffFF ')).toEqual([255, 255, 255])
    expect(rgbOf('transparent')).toEqual([128, 128, 128])
  })

  it("are blended by the classes' probabilities, half over the surface", () => {
    expect(pixelsOf([1, 0])).toEqual([128, 128, 255, 255])
    expect(pixelsOf([0, 1])).toEqual([255, 128, 128, 255])
    expect(pixelsOf([0.5, 0.5])).toEqual([191, 128, 191, 255])
    expect(pixelsOf([0.6, 0.4], true)).toEqual([128, 128, 255, 255])
    expect(pixelsOf([Number.NaN, Number.NaN])).toEqual([255, 255, 255, 255])
    expect(pixelsOf([Number.NaN, Number.NaN], true)).toEqual([255, 255, 255, 255])
  })
})

describe('shapes', () => {
  it('are closed, of their own each, and as large as asked for', () => {
    const paths = shapeNames.map((_, label) => shapePath(label, 4))
    expect(new Set(paths).size).toBe(shapeNames.length)
    for (const path of paths) expect(path).toMatch(/^M.*Z$/)
    const widths = paths.slice(1).map((path) => Math.max(...(path.match(/-?[\d.]+/g) ?? []).map(Number)))
    for (const width of widths) expect(width / 4).toBeCloseTo(1, 0)
  })
})

const place = fc.record({
  x: fc.integer({ min: -100, max: 100 }).map((x) => x / 100),
  y: fc.integer({ min: -100, max: 100 }).map((y) => y / 100),
})

describe('the plane', () => {
  it('has its upper left corner first, and leads from pixels to places and back', () => {
    const plane = { ...ownPlane, x: [0, 4], y: [-1, 1] } as const
    expect(pixelOf(plane, 100)({ x: 0, y: 1 })).toEqual({ x: 0, y: 0 })
    expect(pixelOf(plane, 100)({ x: 3, y: -1 })).toEqual({ x: 75, y: 100 })
    expect(placeOf(plane, 100)({ x: 500, y: -3 })).toEqual({ x: 4, y: 1 })
    fc.assert(
      fc.property(place, (each) => {
        const back = placeOf(ownPlane, 480)(pixelOf(ownPlane, 480)(each))
        expect(back.x).toBeCloseTo(each.x, 12)
        expect(back.y).toBeCloseTo(each.y, 12)
      }),
    )
  })

  it('takes the point away that was put, and no point that is further away than a finger is wide', () => {
    fc.assert(
      fc.property(place, place, (first, second) => {
        const one = withPoint([], first, 2)
        expect(one).toEqual([ownPoint(first.x, first.y, 2)])
        expect(withoutPoint(one, first)).toEqual([])
        const apart = Math.hypot(first.x - second.x, first.y - second.y) > 0.07
        expect(withoutPoint(one, second)).toEqual(apart ? one : [])
      }),
    )
    expect(nearest([], { x: 0, y: 0 }, 1)).toBeUndefined()
  })

  it('has a cursor that keys move, within its edges', () => {
    expect(cursorMoved({ x: 0, y: 0 }, 'ArrowUp', false)).toMatchObject({ x: 0, y: 0.05 })
    expect(cursorMoved({ x: 0, y: 0 }, 'ArrowLeft', true)).toMatchObject({ x: -0.01, y: 0 })
    expect(cursorMoved({ x: 1, y: -1 }, 'ArrowRight', false)).toMatchObject({ x: 1, y: -1 })
    expect(cursorMoved({ x: 0, y: 0 }, 'a', false)).toBeUndefined()
  })
})

describe('a chart', () => {
  const steps = [0, 10, 100].map(figuresAt)

  it('runs from step 0 to the last, and from no loss to the largest', () => {
    const { x, y } = chartOf(steps, 'loss', false, 300, 100)
    expect([x(0), x(100), y(0), y(2)]).toEqual([48, 290, 80, 8])
  })

  it('has a factor for equal lengths where it is logarithmic', () => {
    const { y, up } = chartOf(steps, 'loss', true, 300, 100)
    expect(y(0.1) - y(1)).toBeCloseTo(y(0.02) - y(0.2), 9)
    expect(up.map(({ text }) => text)).toEqual(['0.01', '0.1', '1'])
  })

  it('always shows accuracy from 0 to 1', () => {
    const { y, up } = chartOf(steps, 'accuracy', false, 300, 100)
    expect([y(0), y(1)]).toEqual([80, 8])
    expect(up.map(({ text }) => text)).toEqual(['0 %', '50 %', '100 %'])
  })

  it('has finite places and a few ticks of different texts, whatever the losses are', () => {
    const loss = fc.oneof(fc.double({ min: 0, max: 1e6 }), fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY))
    const figures = fc.array(
      fc.record({ trainLoss: loss, testLoss: loss }).map((each) => ({ ...figuresAt(0), ...each })),
    )
    fc.assert(
      fc.property(figures, fc.boolean(), (found, logarithmic) => {
        const numbered = found.map((each, step) => ({ ...each, step }))
        const { x, y, up, across } = chartOf(numbered, 'loss', logarithmic, 300, 100)
        for (const { step, trainLoss, testLoss } of numbered)
          for (const value of [trainLoss, testLoss])
            if (Number.isFinite(value) && value > 1e-300) {
              expect(y(value)).toBeGreaterThanOrEqual(8 - 1e-6)
              expect(y(value)).toBeLessThanOrEqual(80 + 1e-6)
              expect(x(step)).toBeLessThanOrEqual(290)
            }
        for (const ticks of [up, across]) {
          expect(ticks.length).toBeLessThanOrEqual(8)
          expect(ticks.every(({ at }) => Number.isFinite(at))).toBe(true)
        }
      }),
    )
  })
})

describe('a finer grid', () => {
  const coarse = { rows: 2, columns: 2, probabilities: Float32Array.of(0, 1, 1, 0, 1, 0, 1, 0) }

  it('has the values of the coarse one in its corners, and goes evenly from one to the next', () => {
    const { rows, columns, probabilities } = finer(coarse, 2, 2)
    const first = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (__, column) => probabilities[2 * (row * columns + column)]),
    )
    expect(first).toEqual([
      [0, 0.25, 0.75, 1],
      [0.25, 0.4375, 0.8125, 1],
      [0.75, 0.8125, 0.9375, 1],
      [1, 1, 1, 1],
    ])
    expect(probabilities.every((each, at) => at % 2 === 0 || each === 1 - probabilities[at - 1])).toBe(true)
  })

  it('is the same where it is no finer', () => {
    expect(finer(coarse, 2, 1)).toEqual(coarse)
  })
})
