import { describe, expect, it } from 'vitest'
import { arange, item, jit, scan, type Tensor, tensor, toArray, vmap } from '../../src/index.js'
import {
  constantSchedule,
  cosineSchedule,
  exponentialSchedule,
  joinSchedules,
  linearSchedule,
  oneCycleSchedule,
  piecewiseSchedule,
  type Schedule,
  stepSchedule,
} from '../../src/optim/index.js'
import { ArgumentError, unitRoundoff } from '../../src/tensor/index.js'

const at = (schedule: Schedule, steps: readonly number[]): readonly number[] =>
  steps.map((step) => item(schedule(step)))

describe('exact values', () => {
  it.each([
    ['constant', constantSchedule(0.3), [0, 7, 2 ** 31 - 1], [0.3, 0.3, 0.3]],
    ['linear', linearSchedule({ start: 1, end: 0, steps: 8 }), [0, 2, 8, 9], [1, 0.75, 0, 0]],
    ['linear upward', linearSchedule({ start: -1, end: 1, steps: 2 }), [0, 1, 5], [-1, 0, 1]],
    ['staircase', stepSchedule(8, { factor: 0.5, every: 3 }), [0, 2, 3, 5, 6, 30], [8, 8, 4, 4, 2, 2 ** -7]],
    ['staircase with a floor', stepSchedule(8, { factor: 0.5, every: 3, atLeast: 3 }), [5, 6], [4, 3]],
    ['exponential', exponentialSchedule(1, { factor: 0.25, every: 4 }), [0, 2, 4, 6], [1, 0.5, 0.25, 0.125]],
    ['cosine', cosineSchedule({ peak: 0.7, steps: 20, end: 0.1 }), [0, 20, 21], [0.7, 0.1, 0.1]],
    ['warm-up', cosineSchedule({ peak: 1, steps: 24, warmup: 8, start: 0.5 }), [0, 4, 8, 24], [0.5, 0.75, 1, 0]],
    ['warm-up alone', cosineSchedule({ peak: 1, steps: 8, warmup: 8 }), [4, 7, 8], [0.5, 0.875, 0]],
    [
      'one cycle',
      oneCycleSchedule({ peak: 1, steps: 10, up: 0.5, startDivisor: 4, endDivisor: 2 }),
      [0, 5, 10],
      [0.25, 1, 0.125],
    ],
    ['piecewise', piecewiseSchedule([1, 2, 3], [2, 5]), [0, 1, 2, 4, 5, 99], [1, 1, 2, 2, 3, 3]],
    [
      'joined',
      joinSchedules([linearSchedule({ start: 0, end: 1, steps: 4 }), stepSchedule(1, { factor: 0.5, every: 2 })], [4]),
      [2, 4, 5, 6],
      [0.5, 1, 1, 0.5],
    ],
  ] as const)('%s', (_, schedule, steps, expected) => expect(at(schedule, steps)).toEqual(expected))

  it('half a wave between', () => {
    // 1 - cos of pi t: twice rounded, and the cosine within an ulp.
    const tolerance = 4 * unitRoundoff('float64')
    const schedule = cosineSchedule({ peak: 1, steps: 12 })
    expect(Math.abs(item(schedule(4)) - 0.75)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(item(schedule(6)) - 0.5)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(item(schedule(8)) - 0.25)).toBeLessThanOrEqual(tolerance)
  })
})

describe('a step that is a tensor', () => {
  const schedule = oneCycleSchedule({ peak: 0.3, steps: 9 })

  it('works within vmap and scan, with the same bits', () => {
    const steps = arange(11, { dtype: 'int32' })
    const expected = at(schedule, [...Array(11).keys()])
    const mapped: Tensor<[number], 'float64'> = vmap((step: Tensor<[], 'int32'>) => schedule(step))(steps)
    expect(toArray(mapped)).toEqual(expected)
    const [, scanned] = jit((all: typeof steps) =>
      scan((carry: Tensor<[], 'float64'>, step: Tensor<[], 'int32'>) => [carry, schedule(step)], tensor(0), all),
    )(steps)
    expect(toArray(scanned)).toEqual(expected)
  })

  it('may be a float, and lie between two steps', () => {
    const line = linearSchedule({ start: 0, end: 1, steps: 2 })
    expect(item(line(tensor(0.5, { dtype: 'float32' })))).toBe(0.25)
  })
})

describe('what is no schedule is refused', () => {
  it.each([
    ['no number', () => constantSchedule(Number.NaN), /the value is NaN, not a finite number/],
    ['no steps', () => linearSchedule({ start: 0, end: 1, steps: 0 }), /steps is 0, not a finite number above 0/],
    ['a factor', () => stepSchedule(1, { factor: -1, every: 1 }), /factor is -1, not a finite number above 0/],
    ['a period', () => exponentialSchedule(1, { factor: 1, every: 0 }), /every is 0/],
    ['a peak', () => cosineSchedule({ peak: -1, steps: 1 }), /peak is -1, not a finite number from 0/],
    ['a long warm-up', () => cosineSchedule({ peak: 1, steps: 3, warmup: 4 }), /warmup is 4, more than the 3 steps/],
    ['a part', () => oneCycleSchedule({ peak: 1, steps: 3, up: 2 }), /up is 2, more than the 1 steps/],
    ['boundaries', () => piecewiseSchedule([1, 2], []), /2 parts and 0 boundaries/],
    ['no order', () => piecewiseSchedule([1, 2, 3], [5, 5]), /the boundaries \[5,5\] do not ascend/],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(ArgumentError)
    expect(make).toThrow(message)
  })
})
