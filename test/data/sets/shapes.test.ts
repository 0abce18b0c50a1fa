import { item, toArray, toTypedArray } from 'cotangent'
import { type LabelledSet, makeBlobs, makeCircles, makeMoons, makeSpirals } from 'cotangent/data'
import { type Rand, random, seed } from 'cotangent/random'
import { describe, expect, it } from 'vitest'
import { golden } from '../../support/golden.js'
import { camelCased } from './scikitOptions.js'

interface Case {
  readonly set: 'moons' | 'circles' | 'blobs'
  readonly arguments: { readonly [name: string]: unknown }
  readonly seed: number
  readonly shape: readonly number[]
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly next: number
}

const makers: { readonly [set in Case['set']]: (options: object) => Rand<LabelledSet> } = {
  moons: makeMoons,
  circles: makeCircles,
  blobs: makeBlobs,
}

const cases = golden('scikit_sets.json').sets as unknown as readonly Case[]

/**
 * A sine or cosine of theirs and one of ours are both within an ulp of the true one, so at most 2^-52 apart; 1 - it, what
 * a noise below 1 is added to, and a factor below 1 round twice more, each time by at most 2^-53 of less than 4.
 */
const coordinateTolerance = 2 ** -52 + 4 * 2 ** -52

describe('shapes are those of scikit-learn', () => {
  it.each(cases)('$set of $arguments', (expected) => {
    const [{ x, y }, after] = makers[expected.set](camelCased(expected.arguments))(seed(expected.seed))
    expect(x.shape).toEqual(expected.shape)
    expect(toArray(y)).toEqual(expected.y)
    expect(item(random([])(after)[0])).toBe(expected.next)
    const found = toTypedArray(x)
    if (expected.set === 'blobs') expect([...found]).toEqual(expected.x)
    else {
      const apart = expected.x.map((value, index) => Math.abs(value - found[index]))
      expect(Math.max(...apart)).toBeLessThanOrEqual(coordinateTolerance)
      expect(apart.filter((distance) => distance > 0).length).toBeLessThanOrEqual(apart.length * 0.05)
    }
  })
})

describe('spirals', () => {
  it('have the radius and the angle of their place on an arm', () => {
    const [{ x, y }] = makeSpirals({ nSamples: 31, nClasses: 3, turns: 0.4, shuffle: false })(seed(1))
    const rows = toArray(x)
    expect(toArray(y)).toEqual(rows.map((_, row) => (row < 11 ? 0 : row < 21 ? 1 : 2)))
    rows.slice(11, 21).forEach(([first, second], index) => {
      expect(Math.hypot(first, second)).toBeCloseTo(index / 9, 14)
      if (index > 0)
        expect(Math.atan2(second, first)).toBeCloseTo(
          ((2 * Math.PI * (0.4 * (index / 9) + 1 / 3) + Math.PI) % (2 * Math.PI)) - Math.PI,
          13,
        )
    })
  })

  it('keep every point with its class when shuffled, and move it by the noise only', () => {
    const [ordered] = makeSpirals({ nSamples: 40, shuffle: false })(seed(1))
    const [mixed] = makeSpirals({ nSamples: 40 })(seed(1))
    const withClass = ({ x, y }: LabelledSet) => toArray(x).map((row, index) => [...row, toArray(y)[index]].join(' '))
    expect(withClass(mixed)).not.toEqual(withClass(ordered))
    expect(withClass(mixed).sort()).toEqual(withClass(ordered).sort())
    const [noisy] = makeSpirals({ nSamples: 40, noise: 0.01 })(seed(1))
    expect(toArray(noisy.y)).toEqual(toArray(mixed.y))
    expect(toArray(noisy.x)).not.toEqual(toArray(mixed.x))
  })
})

describe('options that do not go together', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['a factor', () => makeCircles({ factor: 1 }), /factor is 1/],
    ['half a point', () => makeMoons({ nSamples: 1.5 }), /nSamples is 1.5/],
    ['a negative moon', () => makeMoons({ nSamples: [3, -1] }), /nSamples\[1\] is -1/],
    ['other centers', () => makeBlobs({ nSamples: [3, 4], centers: 3 }), /3 centers and 2 numbers of points/],
    ['no center', () => makeBlobs({ centers: [] }), /centers is 0/],
    ['other deviations', () => makeBlobs({ clusterStd: [1, 2] }), /2 standard deviations and 3 blobs/],
    [
      'other coordinates',
      () => makeBlobs({ centers: [[1, 2]], nFeatures: 3 }),
      /have 2 coordinates, and nFeatures is 3/,
    ],
    ['endless turns', () => makeSpirals({ turns: Infinity }), /turns is Infinity/],
    ['no arm', () => makeSpirals({ nClasses: 0 }), /nClasses is 0/],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message)
  })
})
