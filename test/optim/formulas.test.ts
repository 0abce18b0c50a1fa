import { describe, expect, it } from 'vitest'
import { iterate, jit, scan, type Tensor, tensor, toTypedArray } from '../../src/index.js'
import * as optim from '../../src/optim/index.js'
import type { FloatDType } from '../../src/tensor/index.js'
import { formulas, rate } from './formulas.js'
import { pathOf, roundingTo, vector } from './support.js'

type Name = keyof typeof formulas

/** The library's optimizers with the options of the formulas. */
const optimizers: Readonly<Record<Name, optim.Optimizer>> = {
  sgd: optim.sgd(rate),
  momentum: optim.momentum(rate, { decay: 0.8 }),
  nesterov: optim.nesterov(rate, { decay: 0.8 }),
  adagrad: optim.adagrad(rate),
  rmsprop: optim.rmsprop(rate, { decay: 0.9 }),
  adam: optim.adam(rate),
  adamw: optim.adamw(rate, { weightDecay: 0.03 }),
  adamax: optim.adamax(rate),
  nadam: optim.nadam(rate),
  lion: optim.lion(rate, { weightDecay: 0.03 }),
  lamb: optim.lamb(rate, { weightDecay: 0.03 }),
}

const names = Object.keys(optimizers) as readonly Name[]
const dtypes: readonly FloatDType[] = ['float64', 'float32']

/** Two vectors as a record; sizes differ, so that a mix-up shows. */
const sizes = { bias: 2, weights: 5 } as const
const parts = ['bias', 'weights'] as const
const steps = 25

/** Numbers between -1 and 1 with many digits, from a quadratic sequence; some are 0, and the first gradient of one is. */
const digits = (seed: number, size: number): readonly number[] =>
  Array.from({ length: size }, (_, index) => {
    const raw = (((seed + 1) * (seed + 7) * 37 + index * index * 101 + index * 13) % 257) / 257
    return (seed + index) % 11 === 0 ? 0 : 2 * raw - 1
  })

const start = { bias: digits(3, sizes.bias), weights: digits(4, sizes.weights) }
const gradients = Array.from({ length: steps }, (_, step) => ({
  bias: digits(10 + step, sizes.bias),
  weights: digits(110 + step, sizes.weights),
}))

type Lists = typeof start

const treeOf = ({ bias, weights }: Lists, dtype: FloatDType) => ({
  weights: vector(weights, dtype),
  bias: vector(bias, dtype),
})

/** The parameters after each step, by the loops. */
const expectedPath = (name: Name, dtype: FloatDType): readonly (readonly number[])[] => {
  const r = roundingTo(dtype)
  const runs = parts.map((part) => {
    const formula = formulas[name](dtype, sizes[part])
    let p = start[part].map(r)
    return gradients.map((gradient, step) => {
      const u = formula(gradient[part].map(r), p, step)
      p = p.map((pi, i) => r(pi + u[i]))
      return p
    })
  })
  return gradients.map((_, step) => runs.flatMap((run) => run[step]))
}

/** The elements of one step of a stack. */
const elements = (stacked: Tensor, step: number, size: number): readonly number[] => [
  ...toTypedArray(stacked).slice(step * size, (step + 1) * size),
]

describe.each(names)('%s', (name) => {
  it.each(dtypes)('is its published formula, to the bit, in %s', (dtype) => {
    const found = pathOf(
      optimizers[name],
      treeOf(start, dtype),
      gradients.map((gradient) => treeOf(gradient, dtype)),
    )
    expect(found).toEqual(expectedPath(name, dtype))
  })

  it('moves everything', () => {
    const [last] = expectedPath(name, 'float64').slice(-1)
    expect(last.every((p, i) => p !== [...start.bias, ...start.weights][i])).toBe(true)
  })

  it('is the same within jit and scan, and as a function of a step that is a tensor', () => {
    const optimizer = optimizers[name]
    const stacked = {
      bias: tensor(gradients.map(({ bias }) => [...bias])),
      weights: tensor(gradients.map(({ weights }) => [...weights])),
    }
    const params = treeOf(start, 'float64') as { readonly bias: never; readonly weights: never }
    type Carry = readonly [params: typeof params, state: optim.OptimizerState]
    const train = (all: typeof stacked, [from, state]: Carry) =>
      scan(
        (([current, memory]: Carry, gradient: typeof params) => {
          const [updates, next] = optimizer.update(gradient, memory, current)
          const moved = optim.applyUpdates(current, updates)
          return [[moved, next], moved]
        }) as never,
        [from, state] as never,
        all as never,
      ) as unknown as readonly [Carry, typeof stacked]
    const [, path] = jit(train)(stacked, [params, optimizer.init(params)])
    const expected = expectedPath(name, 'float64')
    expect(
      expected.map((_, step) => [
        ...elements(path.bias, step, sizes.bias),
        ...elements(path.weights, step, sizes.weights),
      ]),
    ).toEqual(expected)
  })
})

describe('a schedule that is constant', () => {
  it.each(dtypes)('is the number, to the bit, in %s', (dtype) => {
    const scheduled = optim.adam(optim.constantSchedule(rate))
    const trees = gradients.map((gradient) => treeOf(gradient, dtype))
    expect(pathOf(scheduled, treeOf(start, dtype), trees)).toEqual(
      pathOf(optim.adam(rate), treeOf(start, dtype), trees),
    )
  })
})

describe('an update within iterate', () => {
  it('is that of as many steps', () => {
    const optimizer = optim.nadam(rate)
    const gradient = tensor([0.5, -0.25, 1])
    const params = tensor([1, 2, 3])
    type Carry = readonly [typeof params, optim.OptimizerState]
    const step = ([current, memory]: Carry): Carry => {
      const [updates, next] = optimizer.update(gradient, memory, current)
      return [optim.applyUpdates(current, updates), next]
    }
    const begin: Carry = [params, optimizer.init(params)]
    const [last] = jit((carry: Carry) => iterate(step as never, 9, carry as never) as unknown as Carry)(begin)
    const singles = pathOf(optimizer, params, new Array(9).fill(gradient))
    expect([...toTypedArray(last)]).toEqual(singles.at(-1))
  })
})
