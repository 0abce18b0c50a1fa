import { logSumExp, type Tensor, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { loops } from '../../bench/gradbench/loops/lse.js'
import { drawsFrom } from '../../bench/random.js'
import { deviationOf } from './deviation.js'
import { play, type Workload } from './driver.js'
import { precisely } from './precisely.js'
import { inProcess } from './tools.js'

type Vector = Tensor<[number], 'float64'>

const uniforms = (seed: number, count: number): readonly number[] => {
  const { uniform } = drawsFrom(seed)
  return Array.from({ length: count }, uniform)
}

const points: Readonly<Record<string, readonly number[]>> = {
  'one number': [0.3],
  'two numbers': [0.25, -1.5],
  'equal numbers': [0.5, 0.5, 0.5],
  'numbers whose exponentials overflow': [1000, 999, 998.5, -1000],
  'numbers whose exponentials vanish': [-1000, -1001],
  'a hundred numbers': uniforms(1, 100),
  'a thousand numbers': uniforms(2, 1000),
}

/** Each of n terms is rounded once where it is added; the exponential, its argument and the quotient a few times more. */
const boundFor = (count: number): number => (count + 8) * 2 ** -53

describe.each(Object.entries(points))('lse of %s', (_, x) => {
  const truth = precisely((t: Vector) => logSumExp(t), tensor(x) as Vector)
  const bound = boundFor(x.length)
  const want = { primal: truth.values[0], gradient: truth.slopes().map(([slope]) => slope) }

  it('is what it is by 31 digits, and its gradient is the slope there', async () => {
    const workloads: readonly Workload[] = [
      { function: 'primal', input: { x }, expected: want.primal },
      { function: 'gradient', input: { x, min_runs: 3, min_seconds: 0 }, expected: want.gradient },
    ]
    expect(await play(inProcess(), 'lse', workloads, bound)).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('by hand is the same', () => {
    const numbers = Float64Array.from(x)
    expect(deviationOf(loops.primal(numbers), want.primal)).toBeLessThanOrEqual(bound)
    expect(deviationOf([...loops.gradient(numbers)], want.gradient)).toBeLessThanOrEqual(bound)
  })
})
