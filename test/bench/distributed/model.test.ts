import { describe, expect, it } from 'vitest'
import { byDoubling, byPieces, byRing, predicted, workOf } from './model.js'

const work = { perRow: 1e-3, fixed: 1e-2, bytes: 1e6, adding: 1e9 }
const network = { name: 'example', latency: 1e-5, bandwidth: 1e9 }
const free = { name: 'free', latency: 0, bandwidth: Number.POSITIVE_INFINITY }

describe('an all-reduce', () => {
  it('takes what its messages and additions take', () => {
    // Two ranks exchange halves, add one, exchange halves: twice half a megabyte at 1 GB/s, and half of it added.
    const halves = 2 * 0.5e-3 + 0.5e-3
    expect(byRing(2, work, network)).toBeCloseTo(2e-5 + halves, 12)
    expect(byPieces(2, work, network)).toBeCloseTo(3e-5 + halves, 12)
    expect(byDoubling(2, work, network)).toBeCloseTo(1e-5 + 2e-3, 12)
    expect(byRing(8, work, network)).toBeCloseTo(14e-5 + (7 / 8) * 3e-3, 12)
    expect(byPieces(8, work, network)).toBeCloseTo(13e-5 + (7 / 8) * 3e-3, 12)
    expect(byDoubling(8, work, network)).toBeCloseTo(3e-5 + 3 * 2e-3, 12)
  })

  it('of little is best by doubling, of much by a ring or by pieces', () => {
    const little = { ...work, bytes: 100 }
    expect(byDoubling(64, little, network)).toBeLessThan(
      Math.min(byRing(64, little, network), byPieces(64, little, network)),
    )
    const much = { ...work, bytes: 1e9 }
    expect(byDoubling(64, much, network)).toBeGreaterThan(
      Math.max(byRing(64, much, network), byPieces(64, much, network)),
    )
  })
})

describe('a step', () => {
  it('is divided among ranks, but for what does not depend on rows', () => {
    const quick = { ...work, adding: Number.POSITIVE_INFINITY }
    const found = predicted([1, 2, 4, 1024], () => 100, quick, free)
    expect(found.map(({ step }) => step)).toEqual([0.11, 0.06, 0.035, 0.011].map((time) => expect.closeTo(time, 15)))
    expect(found.map(({ communication }) => communication)).toEqual([0, 0, 0, 0])
  })

  it('scales as what is computed by the rank with the most rows', () => {
    const free2 = { ...work, fixed: 0, adding: Number.POSITIVE_INFINITY }
    expect(predicted([1, 4, 8], () => 100, free2, free).map(({ speedup }) => speedup)).toEqual([
      1,
      4,
      expect.closeTo(100 / 13, 12),
    ])
    // As many rows on each: as many times as many rows in the same time.
    expect(predicted([1, 8, 1024], (ranks) => 100 * ranks, free2, free).map(({ speedup }) => speedup)).toEqual([
      1,
      expect.closeTo(8, 9),
      expect.closeTo(1024, 9),
    ])
  })

  it('gains nothing more where messages take longer than computing', () => {
    const [, , many, more] = predicted([1, 8, 512, 1024], () => 100, { ...work, fixed: 0 }, network)
    expect(more.speedup).toBeLessThan(many.speedup)
    expect(more.communication / more.step).toBeGreaterThan(0.9)
  })
})

describe('what computing takes', () => {
  it('is a line through two measurements', () => {
    const { perRow, fixed } = workOf([50, 0.06], [100, 0.11])
    expect([perRow, fixed]).toEqual([expect.closeTo(1e-3, 15), expect.closeTo(0.01, 15)])
  })

  it('is never less than nothing', () => {
    expect(workOf([50, 0.02], [100, 0.05]).fixed).toBe(0)
    expect(workOf([50, 0.06], [100, 0.05])).toEqual({ perRow: 0, fixed: 0.05 })
  })
})
