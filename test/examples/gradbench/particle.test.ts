import { type Tensor, tensor, toArray } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { forward, reverse } from '../../../examples/gradbench/descent.js'
import { cost, particle } from '../../../examples/gradbench/evaluations/particle.js'
import { loops } from '../../bench/gradbench/loops/particle.js'
import { deviationOf } from './deviation.js'
import { play } from './driver.js'
import { precisely } from './precisely.js'
import { inProcess } from './tools.js'

type Vector = Tensor<[number], 'float64'>

/** What rounding leaves of a place: a step of a flight rounds some 30 times, and at most 354 steps follow one another. */
const ofPlaces = 354 * 30 * 2 ** -53

/** Published beside the benchmark; it is what the descent comes to, digit for digit but for rounding. */
const optimum = 0.2071918746486116

const modes = { forward, reverse }

describe('particle', () => {
  it.each(Object.keys(particle))('by %s comes to the optimum', async (mode) => {
    const workload = { function: mode, input: { w: 0, min_runs: 2 }, expected: optimum }
    expect(await play(inProcess(), 'particle', [workload], ofPlaces)).toMatchObject([{ _tag: 'Success' }])
  })

  it('from elsewhere comes to where the loops by hand do', async () => {
    const workload = { function: 'ff', input: { w: 0.4 }, expected: loops.optimum(0.4) }
    expect(await play(inProcess(), 'particle', [workload], ofPlaces)).toMatchObject([{ _tag: 'Success' }])
  })

  it('by hand takes the published way', () => {
    const { x, rounds, values, gradients, steps } = loops.flights(0)
    expect({ rounds, values, gradients, steps }).toEqual({ rounds: 92, values: 84, gradients: 84, steps: [351, 354] })
    expect(deviationOf(x[0], optimum)).toBeLessThanOrEqual(ofPlaces)
  })

  it.each([0, 0.1, 0.3, 0.5])('has the slope of precise differences at %d', (w) => {
    const at = tensor([w]) as Vector
    const truth = precisely(cost(forward), at)
    const [[slope]] = truth.slopes()
    const flight = loops.flight(w)
    // Where the particle comes down is the difference of places of size 10, and it is squared.
    const bound = (2 * 10 * ofPlaces) / Math.sqrt(truth.values[0])
    expect(deviationOf(flight.cost, truth.values[0])).toBeLessThanOrEqual(bound)
    expect(deviationOf(flight.slope, slope)).toBeLessThanOrEqual(bound)
    for (const outer of Object.values(modes))
      for (const inner of Object.values(modes))
        expect(deviationOf(toArray(outer(cost(inner))(at)), [slope])).toBeLessThanOrEqual(bound)
  })

  it('is refused without a start', () => {
    expect(particle.rr({})).toMatchObject({ left: 'input has no w' })
  })
})
