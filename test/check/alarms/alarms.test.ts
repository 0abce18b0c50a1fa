import { describe, expect, it } from 'vitest'
import { grad, mul, type Tensor } from '../../../src/index.js'
import { patience } from '../../laws/counts.js'
import { saidAtOnce } from '../planted/look.js'
import { alarmsAt, placeOf, showAlarm, weighted } from './alarms.js'

/** Those of `npm run check:alarms` start at 0. */
const first = 1_000_000

const seedsFrom = (start: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => start + index)

type Untyped = (...args: readonly unknown[]) => Tensor

describe('random smooth programs', () => {
  it.each([0, 1, 2])('raise no false alarm, part %d', { timeout: patience }, (part) =>
    expect(seedsFrom(first + 100 * part, 100).flatMap((seed) => alarmsAt(placeOf(seed), seed).map(showAlarm))).toEqual(
      [],
    ),
  )

  it.each([1540, 1637, 2929, 13_159, 25_225])('raise none where they once did: %d', { timeout: patience }, (seed) =>
    expect(alarmsAt(placeOf(seed), seed).map(showAlarm)).toEqual([]),
  )

  it('raise one where their gradients are a millionth too large', { timeout: patience }, () => {
    const verdicts = seedsFrom(first, 5).map((seed) => {
      const place = placeOf(seed)
      const value = weighted(place)
      const gradientOf = grad(value as never) as unknown as (leaves: readonly Tensor[]) => readonly Tensor[]
      const gradient = (leaves: readonly Tensor[]) =>
        gradientOf(leaves).map((slope) => (mul as unknown as Untyped)(slope, 1 + 1e-6))
      return saidAtOnce({ value, gradient }, place.primals, {}, false).reason
    })
    expect(verdicts).toEqual(verdicts.map(() => 'wrong'))
  })
})
