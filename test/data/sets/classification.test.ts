import { createHash } from 'node:crypto'
import { astype, item, slice, toArray, toTypedArray } from 'cotangent'
import { type ClassificationOptions, makeClassification } from 'cotangent/data'
import { random, seed } from 'cotangent/random'
import { isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, it } from 'vitest'
import { golden } from '../../support/golden.js'
import { camelCased } from './scikitOptions.js'

interface Case {
  readonly arguments: { readonly [name: string]: unknown }
  readonly seed: number
  readonly shape: readonly [number, number]
  readonly x_sha256: string
  /** The table itself, where a last bit of a normal differs. */
  readonly x_base64?: string
  readonly y: readonly number[]
  readonly position: number
  readonly cached: boolean
  readonly next: number
}

const cases = golden('make_classification.json').cases as unknown as readonly Case[]
const named = cases.map((each) => ({ ...each, name: `${JSON.stringify(each.arguments)}, seed ${each.seed}` }))

const digest = (numbers: Float64Array): string =>
  createHash('sha256').update(new Uint8Array(numbers.buffer)).digest('hex')

/**
 * How far a feature may be off in a row with a pair of normals that are: each is below 8 and off by at most an ulp, 2^-50,
 * which a mixture multiplies by at most 1; every sum of D products rounds 2 D times, each by at most 2^-53 of 8 D + 1. A
 * redundant feature mixes D of these.
 */
const ulpTolerance = (D: number): number => (1 + D) * (2 * 2 ** -50 + 2 * D * 2 ** -53 * (8 * D + 1))

describe('makeClassification makes what make_classification makes', () => {
  it.each(named)('$name', (expected) => {
    const options = camelCased(expected.arguments) as ClassificationOptions
    const [{ x, y }, after] = makeClassification(options)(seed(expected.seed))
    expect(x.shape).toEqual(expected.shape)
    expect(toArray(y)).toEqual(expected.y)
    expect(after.position).toBe(expected.position)
    expect(isSome(after.cachedGaussian)).toBe(expected.cached)
    expect(item(random([])(after)[0])).toBe(expected.next)
    const found = toTypedArray(x)
    if (expected.x_base64 === undefined) expect(digest(found)).toBe(expected.x_sha256)
    else {
      const recorded = new Float64Array(new Uint8Array(Buffer.from(expected.x_base64, 'base64')).buffer)
      expect(digest(recorded)).toBe(expected.x_sha256)
      const [, columns] = expected.shape
      const off = [...recorded.keys()].filter((index) => found[index] !== recorded[index])
      // One logarithm makes two normals, next to each other, and so at the end of one row and in the next at most.
      expect(new Set(off.map((index) => Math.floor(index / columns))).size).toBeLessThanOrEqual(2)
      const tolerance = ulpTolerance(options.nInformative ?? 2)
      for (const index of off) expect(Math.abs(found[index] - recorded[index])).toBeLessThanOrEqual(tolerance)
    }
  })

  it('and nearly all of them to the bit', () => {
    expect(cases.filter((each) => each.x_base64 !== undefined)).toHaveLength(2)
    expect(cases.length).toBeGreaterThan(30)
  })

  it('prints the rows of the lesson', () => {
    const lesson = { nSamples: 100, nFeatures: 2, nInformative: 2, nRedundant: 0, flipY: 0.2, classSep: 1 } as const
    const [{ x, y }] = makeClassification(lesson)(seed(0))
    expect(String(slice(astype(x, 'float32'), [[0, 5]]))).toBe(
      [
        '[[ 1.3382818  -0.98613256]',
        ' [ 0.5128146   0.43299454]',
        ' [-0.4473693  -0.2680512 ]',
        ' [-0.9865851  -0.28692   ]',
        ' [-1.0693829   0.41718036]]',
      ].join('\n'),
    )
    expect(String(slice(y, [[0, 5]]))).toBe('[1 1 0 0 0]')
  })
})

describe('options that do not go together', () => {
  it.each<[string, ClassificationOptions, RegExp]>([
    ['too many columns', { nFeatures: 3 }, /2 informative, 2 redundant and 0 repeated features are more than 3/],
    ['too many clusters', { nClasses: 3 }, /6 clusters are more than the 4 corners/],
    ['a number of weights', { weights: [0.1, 0.2, 0.3] }, /3 weights for 2 classes/],
    ['a negative weight', { weights: [-0.1] }, /-0.1 is no weight/],
    ['too much weight', { weights: [3] }, /add up to more than 1/],
    ['a number of shifts', { shift: [1, 2] }, /shift has 2 numbers for 20 features/],
    ['no scale', { scale: Number.NaN }, /scale is \[NaN\]/],
    ['no share', { flipY: Number.NaN }, /flipY is NaN/],
    ['no separation', { classSep: Infinity }, /classSep is Infinity/],
    ['no rows', { nSamples: 0 }, /nSamples is 0/],
    ['half a column', { nFeatures: 4.5 }, /nFeatures is 4.5/],
  ])('%s', (_, options, message) => {
    expect(() => makeClassification(options)).toThrow(message)
  })
})
