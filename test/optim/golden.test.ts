import { describe, expect, it } from 'vitest'
import { item, tensor } from '../../src/index.js'
import {
  adagrad,
  adam,
  adamax,
  adamw,
  cosineSchedule,
  exponentialSchedule,
  linearSchedule,
  momentum,
  nadam,
  nesterov,
  type Optimizer,
  oneCycleSchedule,
  rmsprop,
  sgd,
  stepSchedule,
} from '../../src/optim/index.js'
import { unitRoundoff } from '../../src/tensor/index.js'
import { golden } from '../support/golden.js'
import { pathOf } from './support.js'

const makers = { adagrad, adam, adamax, adamw, momentum, nadam, nesterov, rmsprop, sgd } as const

/** A trajectory of torch.optim: the optimizer's name here, its options, and the parameters after each step. */
interface Case {
  readonly name: keyof typeof makers
  readonly options: Readonly<Record<string, number | boolean>>
  readonly torch: string
  readonly params: readonly (readonly number[])[]
}

interface Reference {
  readonly rate: number
  readonly start: readonly number[]
  readonly gradients: readonly (readonly number[])[]
  readonly cases: readonly Case[]
  readonly schedules: Readonly<Record<'step' | 'exponential' | 'cosine' | 'linear' | 'oneCycle', readonly number[]>>
}

const { rate, start, gradients, cases, schedules } = golden('optimizers.json') as unknown as Reference

/** Roundings in one step of any of the formulas, counted generously, on both sides. */
const roundings = 2 * 16

/**
 * How far two correct computations of a path may be apart after some steps: every number in it is a sum of terms that are
 * no larger than the path is long, and has been rounded so many times in each step.
 */
const pathTolerance = (steps: number, length: number): number => steps * roundings * unitRoundoff('float64') * length

/** The largest parameter on the way, and all that it moved. */
const lengthOf = (path: readonly number[]): number =>
  Math.max(...path.map(Math.abs)) + path.slice(1).reduce((sum, p, index) => sum + Math.abs(p - path[index]), 0)

describe('the trajectories of PyTorch 1.13.1', () => {
  it('are 15, of 30 steps', () => expect(cases.map(({ params }) => params.length)).toEqual(new Array(15).fill(30)))

  it.each(cases.map((each) => [each.name, JSON.stringify(each.options), each] as const))('%s %s', (name, _, each) => {
    const make = makers[name] as (rate: number, options: unknown) => Optimizer
    const found = pathOf(
      make(rate, each.options),
      tensor([...start]),
      gradients.map((g) => tensor([...g])),
    )
    start.forEach((first, i) => {
      const expected = [first, ...each.params.map((p) => p[i])]
      const length = lengthOf(expected)
      found.forEach((p, step) => {
        expect(Math.abs(p[i] - expected[step + 1])).toBeLessThanOrEqual(pathTolerance(step + 1, length))
      })
    })
  })
})

/** Both sides round each of some ten operations; PyTorch computes some rates from those before, over 40 steps. */
const scheduleTolerance = 40 * 10 * unitRoundoff('float64')

describe('the schedules of PyTorch 1.13.1', () => {
  it.each([
    ['step', stepSchedule(1, { factor: 0.5, every: 7 })],
    ['exponential', exponentialSchedule(1, { factor: 0.9, every: 1 })],
    ['cosine', cosineSchedule({ peak: 1, steps: 20, end: 0.125 })],
    ['linear', linearSchedule({ start: 0.25, end: 1, steps: 12 })],
    // PyTorch's peak lies at 11/41 of 41 steps, less 1: at step 10 of the 40 that lead to its end.
    ['oneCycle', oneCycleSchedule({ peak: 1, steps: 40, up: 0.25 })],
  ] as const)('%s', (name, schedule) => {
    schedules[name].forEach((expected, step) => {
      expect(Math.abs(item(schedule(step)) - expected)).toBeLessThanOrEqual(scheduleTolerance)
    })
  })
})
