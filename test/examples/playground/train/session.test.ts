import { toTypedArray } from 'cotangent'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance, frameOf, parametersOf, type Session } from '../../../../examples/playground/train/session.js'
import { defaultsOf, ownPoint, type Settings } from '../../../../examples/playground/train/settings.js'
import { begun } from './begun.js'
import { ends } from './ends.js'
import { smallSettings } from './settings.js'

/** Two rings, which no line parts. */
const rings = Array.from({ length: 40 }, (_, index) => {
  const label = index % 2
  const radius = label === 0 ? 0.3 : 0.8
  return ownPoint(radius * Math.cos(index), radius * Math.sin(index), label)
})

/** All numbers of a training, and what is seen of it but for times. */
const numbersOf = (session: Session) => {
  const { stepTime: _, ...frame } = frameOf(session)
  return frame
}

describe('a training', () => {
  it.each(ends)('comes to a good end with what it begins with: %s', (data, steps, least) => {
    const first = begun({ ...defaultsOf(data), own: data === 'own' ? rings : [] })
    const last = advance(first, steps)
    const [before, after] = [frameOf(first).figures, frameOf(last).figures]
    expect(after.step).toBe(steps)
    expect(after.trainLoss).toBeLessThan(before.trainLoss / 1.5)
    expect(after.trainAccuracy).toBeGreaterThanOrEqual(least)
    // Of some forty points for the test, a few more may be wrong.
    expect(after.testAccuracy).toBeGreaterThanOrEqual(least - 0.1)
  })

  it('is the same to the bit for the same settings, however the way is cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(smallSettings, cuts, (settings, parts) => {
        const first = begun(settings)
        const total = parts.reduce((sum, part) => sum + part, 0)
        const inParts = parts.reduce((session, part) => advance(session, part), first)
        const anew = advance(begun(structuredClone(settings)), total)
        expect(numbersOf(inParts)).toEqual(numbersOf(anew))
      }),
      { numRuns: 8, seed: 9 },
    )
  })

  it('leaves where it came from as it is', () => {
    const first = begun(defaultsOf('moons'))
    const before = numbersOf(first)
    const next = advance(first, 10)
    expect(numbersOf(next)).not.toEqual(before)
    expect(numbersOf(first)).toEqual(before)
    expect(first.step).toBe(0)
  })

  it('goes another way with another seed', () => {
    const losses = [0, 1].map((seed) => frameOf(begun({ ...defaultsOf('moons'), seed })).figures.trainLoss)
    expect(losses[0]).not.toBe(losses[1])
  })

  it('goes through all whole batches of an epoch, each point once', () => {
    const session = begun({ ...defaultsOf('moons'), samples: 40, batchSize: 7 })
    const order = session.orders?.at(3)
    // 32 points to train on make 4 batches of 7.
    const epochs = Array.from({ length: (order?.shape[0] ?? 0) / 28 }, (_, epoch) =>
      toTypedArray(order ?? session.drawn.train.y).slice(28 * epoch, 28 * (epoch + 1)),
    )
    expect(epochs.length).toBeGreaterThan(1)
    for (const rows of epochs) {
      expect(new Set(rows).size).toBe(28)
      expect(Math.max(...rows)).toBeLessThan(32)
    }
    expect([...epochs[0]]).not.toEqual([...epochs[1]])
    expect(frameOf(advance(session, 9)).epoch).toBe(2)
  })
})

describe('a picture', () => {
  const settings: Settings = { ...defaultsOf('iris'), layers: [{ units: 5, activation: 'relu' }] }

  it('has probabilities in every cell, that add up to 1', () => {
    const { grid } = frameOf(advance(begun(settings), 20))
    expect(grid.probabilities).toHaveLength(3 * grid.rows * grid.columns)
    for (let at = 0; at < grid.probabilities.length; at += 3) {
      const sum = grid.probabilities[at] + grid.probabilities[at + 1] + grid.probabilities[at + 2]
      // Each of three numbers below 1 is rounded to 24 bits.
      expect(Math.abs(sum - 1)).toBeLessThan(3 * 2 ** -25 + 2 ** -50)
    }
  })

  it('shows in the cell of a point what the network says there', () => {
    const session = advance(begun({ ...settings, data: 'moons' }), 500)
    const { grid } = frameOf(session)
    const { places, labels } = session.points
    const { x, y } = session.plane
    const hits = [...labels].filter((label, index) => {
      const column = Math.floor(((places[2 * index] - x[0]) / (x[1] - x[0])) * grid.columns)
      const row = Math.floor(((y[1] - places[2 * index + 1]) / (y[1] - y[0])) * grid.rows)
      return grid.probabilities[2 * (row * grid.columns + column) + label] > 0.5
    })
    expect(hits.length / labels.length).toBeGreaterThan(0.95)
  })

  it('has the weights of every layer, and their number', () => {
    const session = begun(settings)
    const { layers } = frameOf(session)
    expect(layers.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
      [2, 5],
      [5, 3],
    ])
    for (const { inputs, outputs, weights, bias } of layers)
      expect([weights.length, bias.length]).toEqual([inputs * outputs, outputs])
    expect(parametersOf(session.state.params)).toBe(2 * 5 + 5 + 5 * 3 + 3)
  })

  it('says nothing of a test where there is none', () => {
    const { figures } = frameOf(begun({ ...settings, testShare: 0 }))
    expect([figures.testLoss, figures.testAccuracy]).toEqual([Number.NaN, Number.NaN])
    expect(figures.trainAccuracy).toBeGreaterThan(0)
  })
})

describe('a budget of time', () => {
  const batches = begun({ ...defaultsOf('moons'), samples: 20 })
  const all = begun({ ...defaultsOf('moons'), samples: 20, batchSize: 0 })

  /**
   * A clock that goes on by so much for every call of the program and for every step, and by nothing else. The steps of some
   * calls, as `slower` says in turn, take so many times longer.
   */
  const timed = (first: Session, perCall: number, perStep: number, slower: readonly number[] = [1]) => {
    let now = 0
    let calls = 0
    const session: Session = {
      ...first,
      program: {
        ...first.program,
        advance: (state, _points, _order, from, to) => {
          const times = slower[calls++ % slower.length]
          now += perCall + times * perStep * (toTypedArray(to)[0] - toTypedArray(from)[0])
          return state
        },
      },
    }
    return { session, clock: () => now, spent: () => ({ now, calls }) }
  }

  const times = fc.record({
    perCall: fc.constantFrom(0.005, 0.02, 0.1),
    perStep: fc.constantFrom(0.0005, 0.002, 0.01, 0.1, 1, 7, 40),
    milliseconds: fc.integer({ min: -5, max: 60 }),
  })

  it('is kept but for a call and one step, and used but for two', () => {
    fc.assert(
      fc.property(times, ({ perCall, perStep, milliseconds }) => {
        const { session, clock, spent } = timed(all, perCall, perStep)
        const after = advance(session, Number.POSITIVE_INFINITY, milliseconds, clock)
        expect(after.step).toBeGreaterThanOrEqual(1)
        expect(spent().now).toBeLessThanOrEqual(Math.max(milliseconds, perStep) + perCall + 1e-9)
        // The pace holds the calls, so what seems not to fit may be a call and a step more.
        if (after.step > 1) expect(spent().now).toBeGreaterThan(milliseconds - 2 * (perCall + perStep) - 1e-9)
      }),
    )
  })

  it('is kept also where steps become twice as slow', () => {
    const turns = fc.array(fc.constantFrom(1, 1.5, 2), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(times, turns, ({ perCall, perStep, milliseconds }, slower) => {
        const { session, clock, spent } = timed(all, perCall, perStep, slower)
        advance(session, Number.POSITIVE_INFINITY, milliseconds, clock)
        expect(spent().now).toBeLessThanOrEqual(Math.max(milliseconds, 2 * perStep) + perCall + 1e-9)
      }),
    )
  })

  it('does not take more steps than it is asked for', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 50 }), ({ perCall, perStep, milliseconds }, steps) => {
        const { session, clock } = timed(all, perCall, perStep)
        expect(advance(session, steps, milliseconds, clock).step).toBeLessThanOrEqual(steps)
        expect(advance(session, steps, Number.POSITIVE_INFINITY, clock).step).toBe(steps)
      }),
    )
  })

  it('takes few calls where steps are short', () => {
    const { session, clock, spent } = timed(batches, 0.02, 0.002)
    const known = advance(session, 1000, Number.POSITIVE_INFINITY, clock)
    const { calls } = spent()
    const after = advance(known, Number.POSITIVE_INFINITY, 16, clock)
    expect(after.step - known.step).toBeGreaterThan(4000)
    expect(spent().calls - calls).toBeLessThan(4000 / 256 + 30)
  })
})
