import { type Tensor, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { last, solution } from '../../../examples/gradbench/evaluations/ode.js'
import { loops } from '../../bench/gradbench/loops/ode.js'
import { drawsFrom } from '../../bench/random.js'
import { deviationOf } from './deviation.js'
import { play } from './driver.js'
import { precisely } from './precisely.js'
import { inProcess } from './tools.js'

type Vector = Tensor<[number], 'float64'>

const uniforms = (seed: number, count: number): readonly number[] => {
  const { uniform } = drawsFrom(seed)
  return Array.from({ length: count }, uniform)
}

/**
 * A component is a constant times a product of coefficients, so there are no differences of near numbers in it nor in its
 * slopes, and roundings add up: at most 24 in a step forward, and as many in a step back.
 */
const boundFor = (steps: number): number => 48 * steps * 2 ** -53

const cases: readonly (readonly [what: string, x: readonly number[], steps: number])[] = [
  ['one component and one step', [0.7], 1],
  ['two components and two steps', [0.5, 0.25], 2],
  ['as many components as the order', uniforms(1, 4), 3],
  ['eight components', uniforms(2, 8), 10],
  ['coefficients of both signs', [0.5, -0.75, -1.5, 0.25, 2], 7],
  ['a coefficient that is zero', [0.5, 0.25, 0, 0.75, 0.5], 5],
  ['more components than the steps reach', uniforms(3, 12), 2],
]

const elements = (row: readonly (readonly number[])[]): readonly number[] => row.map(([slope]) => slope)

describe.each(cases)('an equation of %s', (_, x, s) => {
  const at = tensor(x) as Vector
  const bound = boundFor(s)
  const want = {
    primal: precisely(solution(s), at).values,
    gradient: elements(precisely(last(s), at).slopes()),
  }

  it('has the solution of 31 digits, and its slopes', async () => {
    const input = { x, s }
    const workloads = [
      { function: 'primal', input, expected: want.primal },
      { function: 'gradient', input: { ...input, min_runs: 2, min_seconds: 0 }, expected: want.gradient },
    ]
    expect(await play(inProcess(), 'ode', workloads, bound)).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('by hand is the same', () => {
    const numbers = Float64Array.from(x)
    expect(deviationOf([...loops.primal(numbers, s)], want.primal)).toBeLessThanOrEqual(bound)
    expect(deviationOf([...loops.gradient(numbers, s)], want.gradient)).toBeLessThanOrEqual(bound)
  })
})

describe('the method', () => {
  /** x_0 ... x_i 2^(i + 1) / (i + 1)!, the exact solution at time 2. */
  const exact = (x: readonly number[]): readonly number[] => {
    let product = 1
    return x.map((each, i) => {
      product *= (each * 2) / (i + 1)
      return product
    })
  }

  it('is exact up to degree 4', () => {
    const x = uniforms(4, 4)
    for (const steps of [1, 3, 10])
      expect(deviationOf([...loops.primal(Float64Array.from(x), steps)], exact(x))).toBeLessThanOrEqual(boundFor(steps))
  })

  it('is of order 4 beyond: half the step, about a 16th of the error', () => {
    const x = uniforms(5, 8)
    const error = (steps: number) => deviationOf(loops.primal(Float64Array.from(x), steps)[7], exact(x)[7])
    // h^4 and then h^5, with a step of 1/20: between half and twice as much.
    expect(error(40) / error(80)).toBeGreaterThan(8)
    expect(error(40) / error(80)).toBeLessThan(32)
  })

  it('moves four components a step', () => {
    const y = loops.primal(Float64Array.from(uniforms(6, 20)), 3)
    expect(y.indexOf(0)).toBe(12)
  })
})

describe('inputs that are none', () => {
  it.each([
    ['no x', { s: 3 }, /x/],
    ['steps that are not whole', { x: [1], s: 0.5 }, /s is 0\.5/],
    ['words', { x: ['a'], s: 1 }, /x\[0\]/],
  ])('%s', async (_, input, problem) => {
    const [outcome] = await play(inProcess(), 'ode', [{ function: 'primal', input, expected: null }], 0)
    expect(outcome).toMatchObject({ _tag: 'Failure', error: expect.stringMatching(problem) })
  })
})
