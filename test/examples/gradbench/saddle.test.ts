import { describe, expect, it } from 'vitest'
import { saddle } from '../../../examples/gradbench/evaluations/saddle.js'
import { loops } from '../../bench/gradbench/loops/saddle.js'
import { deviationOf } from './deviation.js'
import { play } from './driver.js'
import { inProcess } from './tools.js'

/** Each of the 155 steps of a descent rounds four times, and what it takes off is as wrong as what it starts from. */
const bound = 155 * 4 * 2 * 2 ** -53

/** Published beside the benchmark. */
const coordinate = 8.246324826140356e-6

const starts: readonly (readonly number[])[] = [
  [1, 1],
  [0.5, -2],
  [1e-6, 1e-6],
  [3, 0],
]

describe('saddle', () => {
  it.each(Object.keys(saddle))('by %s comes to the published point', async (mode) => {
    const workload = { function: mode, input: { start: [1, 1], min_runs: 2 }, expected: Array(4).fill(coordinate) }
    expect(await play(inProcess(), 'saddle', [workload], bound)).toMatchObject([{ _tag: 'Success' }])
  })

  it.each(starts)('from (%d, %d) comes to where the loops by hand do', async (...start) => {
    const workload = { function: 'rf', input: { start }, expected: [...loops.point(Float64Array.from(start))] }
    expect(await play(inProcess(), 'saddle', [workload], bound)).toMatchObject([{ _tag: 'Success' }])
  })

  it('by hand takes the published way', () => {
    const { outer, inner } = loops.descents(Float64Array.of(1, 1))
    for (const { rounds, values, gradients } of [outer, inner])
      expect({ rounds, values, gradients }).toEqual({ rounds: 170, values: 155, gradients: 155 })
    expect(deviationOf([...outer.x, ...inner.x], Array(4).fill(coordinate))).toBeLessThanOrEqual(bound)
  })

  it('is refused without a start', () => {
    expect(saddle.ff({ start: 1 })).toMatchObject({ left: 'input.start is 1, not an array' })
    expect(saddle.ff({ start: [1] })).toMatchObject({ left: 'input.start has 1 elements, not 2' })
  })
})
