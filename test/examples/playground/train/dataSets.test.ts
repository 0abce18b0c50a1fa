import { toArray, toTypedArray } from 'cotangent'
import { seed } from 'cotangent/random'
import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { evaluate } from 'fp-ts/lib/State.js'
import { describe, expect, it } from 'vitest'
import { iris } from '../../../../examples/data/iris.js'
import { dataset } from '../../../../examples/lessons/softmax/dataset.js'
import { type Drawn, draw, drawnPoints, type Points } from '../../../../examples/playground/train/model/dataSets.js'
import { gridOf, planeOf } from '../../../../examples/playground/train/model/plane.js'
import {
  batchOf,
  classesOf,
  countsOf,
  dataNames,
  defaultsOf,
  ownPoint,
  type Settings,
} from '../../../../examples/playground/train/settings.js'
import { smallSettings } from './settings.js'

const drawnOf = (settings: Settings): Drawn => {
  const drawn = draw(settings)
  if (isLeft(drawn)) throw new Error(drawn.left.problem)
  return drawn.right
}

/** Points as texts, in no order. */
const listed = (...sets: readonly (Points | undefined)[]): readonly string[] =>
  sets
    .flatMap((set) => {
      const labels = set === undefined ? [] : toArray(set.y)
      return set === undefined ? [] : toArray(set.x).map((place, index) => `${place} ${labels[index]}`)
    })
    .sort()

describe('the data of a training', () => {
  it('has as many points to train on and for the test as the settings say', () => {
    fc.assert(
      fc.property(smallSettings, (settings) => {
        const drawn = draw(settings)
        fc.pre(isRight(drawn))
        const { train, test } = drawn.right
        expect({ train: train.y.shape[0], test: test?.y.shape[0] ?? 0 }).toEqual(countsOf(settings))
        const labels = [train, test].flatMap((set) => (set === undefined ? [] : [...toTypedArray(set.y)]))
        expect(Math.max(...labels)).toBe(classesOf(settings) - 1)
        expect(Math.min(...labels)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it.each(dataNames)('is parted for the test by the seed, and nothing is lost: %s', (data) => {
    const own = Array.from({ length: 30 }, (_, index) => ownPoint(index / 100, -index / 100, index % 2))
    const settings = { ...defaultsOf(data), own, testShare: 0.3 }
    const { train, test } = drawnOf(settings)
    expect(listed(train, test)).toEqual(listed(drawnOf({ ...settings, testShare: 0 }).train))
    expect(listed(train)).toEqual(listed(drawnOf(settings).train))
    const other = listed(drawnOf({ ...settings, seed: 1 }).train)
    if (data === 'own') expect(other).toEqual(listed(train))
    else expect(other).not.toEqual(listed(train))
  })

  it('is the lesson’s own, but for rounding to float32', () => {
    const lesson = evaluate(seed(0))(dataset({ samples: 100, features: 2, classes: 2, flip: 0.2 }))
    const { train } = drawnOf({ ...defaultsOf('lesson'), testShare: 0 })
    const due = [...toTypedArray(lesson.train.x), ...toTypedArray(lesson.test.x)]
    expect([...toTypedArray(train.x)].map(Math.fround)).toEqual(due)
    expect([...toTypedArray(train.y)]).toEqual([
      ...toTypedArray(lesson.train.labels),
      ...toTypedArray(lesson.test.labels),
    ])
  })

  it('has the petals of the irises, in their order', () => {
    const { train } = drawnOf({ ...defaultsOf('iris'), testShare: 0 })
    expect(toArray(train.x)).toEqual(iris.measurements.map((flower) => [flower[2], flower[3]]))
    expect([...toTypedArray(train.y)]).toEqual(iris.species)
  })

  it('tells of corners whether their coordinates differ', () => {
    const { train } = drawnOf({ ...defaultsOf('xor'), noise: 0, testShare: 0 })
    const labels = toArray(train.y)
    toArray(train.x).forEach(([a, b], index) => {
      expect([0, 1]).toContain(a)
      expect(labels[index]).toBe(a === b ? 0 : 1)
    })
    expect(new Set(labels).size).toBe(2)
  })

  it('does not move points of one’s own to the other part when others follow', () => {
    const points = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(points, fc.double({ min: 0, max: 0.5, noNaN: true }), (labels, testShare) => {
        const own = labels.map((label, index) => ownPoint(index / 100, 0, label))
        const settings = { ...defaultsOf('own'), testShare }
        const { train, test } = countsOf({ ...settings, own })
        expect(train + test).toBe(own.length)
        expect(Math.abs(test - testShare * own.length)).toBeLessThan(1)
        const before = countsOf({ ...settings, own: own.slice(0, -1) })
        expect([before.train, before.test].filter((count, index) => count === [train, test][index])).toHaveLength(1)
        expect(train).toBeGreaterThanOrEqual(1)
      }),
    )
  })
})

describe('data that there is nothing to learn from', () => {
  const of = (testShare: number, ...labels: readonly number[]) =>
    draw({ ...defaultsOf('own'), testShare, own: labels.map((label, index) => ownPoint(index / 100, 0, label)) })

  it.each([
    ['none at all', of(0.2), 'There are no points yet.', 'Put points of two classes into the plane.'],
    ['one class', of(0.2, 1, 1, 1), 'All points are of one class.', 'Put points of another class into the plane.'],
    [
      'another class for the test only',
      of(0.5, 0, 1, 0),
      'All points to train on are of one class; those of others are kept for the test.',
      'Put more points into the plane, or keep fewer for the test.',
    ],
  ])('is refused in words: %s', (_, drawn, problem, remedy) => {
    expect(drawn).toEqual({ _tag: 'Left', left: { problem, remedy } })
  })

  it('is not that of few points', () => {
    expect(of(0.5, 0, 1, 1)).toMatchObject({ _tag: 'Right' })
  })
})

describe('the plane', () => {
  it.each(dataNames)('has room for all points: %s', (data) => {
    const own = [ownPoint(-1, 1, 0), ownPoint(1, -1, 1)]
    const settings = { ...defaultsOf(data), own, testShare: 0 }
    const points = drawnPoints(drawnOf(settings))
    const { x, y, classes } = planeOf(settings, points)
    points.places.forEach((place, index) => {
      const [from, to] = index % 2 === 0 ? x : y
      expect(place >= from && place <= to).toBe(true)
    })
    expect(classes).toHaveLength(classesOf(settings))
    if (data !== 'iris') expect(x[1] - x[0]).toBeCloseTo(y[1] - y[0], 12)
  })

  it('is covered by cells from the upper left, row by row', () => {
    const plane = { x: [0, 4], y: [-1, 1], features: ['x', 'y'], classes: [] } as const
    expect([...gridOf(plane, 2, 2)]).toEqual([1, 0.5, 3, 0.5, 1, -0.5, 3, -0.5])
  })

  it('says which points are for the test', () => {
    const drawn = drawnOf(defaultsOf('moons'))
    const { places, labels, held } = drawnPoints(drawn)
    expect([...held]).toEqual([...Array<number>(160).fill(0), ...Array<number>(40).fill(1)])
    expect(labels).toHaveLength(200)
    expect([places[320], places[321]]).toEqual(
      [...toTypedArray(drawn.test?.x ?? drawn.train.x)].slice(0, 2).map(Math.fround),
    )
  })
})

describe('batches', () => {
  it('are all points where they would be more', () => {
    const of = (batchSize: number) => batchOf({ ...defaultsOf('moons'), batchSize })
    expect([0, 1, 159, 160, 1000].map(of)).toEqual([undefined, 1, 159, undefined, undefined])
  })
})
