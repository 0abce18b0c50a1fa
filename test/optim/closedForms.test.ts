import { describe, expect, it } from 'vitest'
import { grad, mul, square, sum, type Tensor, tensor } from '../../src/index.js'
import {
  adagrad,
  adam,
  adamw,
  applyUpdates,
  lamb,
  lion,
  momentum,
  nadam,
  type Optimizer,
  rmsprop,
  sgd,
} from '../../src/optim/index.js'
import { unitRoundoff } from '../../src/tensor/index.js'
import { elementsOf } from './support.js'

type Vector = Tensor<[3], 'float64'>

const curvatures = [0.5, 1, 4] as const
const start = [3, -2, 1] as const

/** 1/2 sum a x^2. */
const quadratic = (x: Vector) => mul(0.5, sum(mul(tensor([...curvatures]), square(x))))

const path = (optimizer: Optimizer, steps: number): readonly (readonly number[])[] => {
  let params: Vector = tensor([...start])
  let state = optimizer.init(params)
  return Array.from({ length: steps }, () => {
    const [updates, next] = optimizer.update(grad(quadratic)(params), state, params)
    params = applyUpdates(params, updates)
    state = next
    return elementsOf(params)
  })
}

/** A step of a linear recurrence multiplies and adds some eight times; what was off before does not grow. */
const tolerance = (steps: number, size: number): number => 8 * steps * unitRoundoff('float64') * size

describe('on a quadratic', () => {
  it('descent is a geometric sequence: (1 - rate a)^n x0', () => {
    const rate = 0.125
    path(sgd(rate), 30).forEach((found, step) => {
      found.forEach((x, i) => {
        const expected = start[i] * (1 - rate * curvatures[i]) ** (step + 1)
        expect(Math.abs(x - expected)).toBeLessThanOrEqual(tolerance(step + 1, Math.abs(start[i])))
      })
    })
  })

  it('momentum is the linear recurrence x(n+1) = (1 + d - rate a) x(n) - d x(n-1)', () => {
    const [rate, decay] = [0.125, 0.5]
    const found = path(momentum(rate, { decay }), 30)
    start.forEach((first, i) => {
      const expected = [first, first * (1 - rate * curvatures[i])]
      while (expected.length <= 30)
        expected.push(
          (1 + decay - rate * curvatures[i]) * (expected.at(-1) as number) - decay * (expected.at(-2) as number),
        )
      found.forEach((x, step) => {
        expect(Math.abs(x[i] - expected[step + 1])).toBeLessThanOrEqual(tolerance(step + 1, 4 * Math.abs(first)))
      })
    })
  })

  it('the first step of Adam and every step of Lion is the rate, downhill', () => {
    const [first] = path(adam(0.25, { eps: 0 }), 1)
    const lions = path(lion(0.25), 3)
    expect(first).toEqual([2.75, -1.75, 0.75])
    expect(lions).toEqual([
      [2.75, -1.75, 0.75],
      [2.5, -1.5, 0.5],
      [2.25, -1.25, 0.25],
    ])
  })
})

describe('on gradients that are always the same', () => {
  it.each(['float32', 'float64'] as const)(
    'the variance of centred RMSProp in %s comes to 0, and no nearer',
    (dtype) => {
      // v - m^2 is (1 - d^n) d^n g^2, which ends among the roundings of g^2, some of them below 0.
      const gradient = tensor([0.3, 0.6, -0.7, 1.1], { dtype })
      const optimizer = rmsprop(1, { decay: 0.5, centered: true, eps: 1 })
      let state = optimizer.init(gradient)
      for (let step = 0; step < 80; step++) {
        const [updates, next] = optimizer.update(gradient, state, gradient)
        state = next
        elementsOf(updates).forEach((u, i) => {
          // The update is -g / (sqrt(v - m^2) + 1).
          expect(Math.abs(u)).toBeLessThanOrEqual(Math.abs(elementsOf(gradient)[i]))
        })
      }
    },
  )
})

describe('derivatives of a first update', () => {
  /** How much each element of the update grows with its gradient. */
  const slopesOf = (optimizer: Optimizer, g: Vector): readonly number[] =>
    elementsOf(grad((x: Vector) => sum(optimizer.update(x, optimizer.init(x), x)[0]))(g))

  // g / (w |g| + eps) has the slope eps / (w |g| + eps)^2, with w^2 the weight of one square in the mean.
  it.each([
    ['adam', adam(1, { eps: 0.25 }), 1],
    ['adagrad', adagrad(1, { eps: 0.25 }), 1],
    ['rmsprop', rmsprop(1, { eps: 0.25, decay: 0.75 }), 0.5],
  ] as const)('of %s are what they are where the gradient is 0 too', (_, optimizer, w) => {
    const points = [0, 1, -0.5] as const
    const slopes = slopesOf(optimizer, tensor([...points]))
    points.forEach((g, i) => {
      const expected = -0.25 / (w * Math.abs(g) + 0.25) ** 2
      // Some forty operations, of numbers that are at most 1 / eps = 4.
      expect(Math.abs(slopes[i] - expected)).toBeLessThanOrEqual(40 * 4 * unitRoundoff('float64'))
    })
  })

  it.each([
    ['adamw', adamw(1)],
    ['nadam', nadam(1)],
    ['lamb', lamb(1)],
    ['centred rmsprop', rmsprop(1, { centered: true })],
  ] as const)('of %s are finite where a gradient is 0', (_, optimizer) => {
    const slopes = slopesOf(optimizer, tensor([0, 1, -0.5]))
    expect(slopes.every(Number.isFinite)).toBe(true)
    expect(slopes[0]).not.toBe(0)
  })
})
