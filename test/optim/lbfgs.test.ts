import { describe, expect, it } from 'vitest'
import {
  add,
  div,
  exp,
  flattenTree,
  item,
  log,
  matmul,
  mean,
  mul,
  neg,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  toArray,
  toTypedArray,
  unflattenTree,
} from '../../src/index.js'
import { type Iterate, type LbfgsOptions, lastOf, lbfgs } from '../../src/optim/index.js'
import { ArgumentError, DTypeError, ShapeError, TreeError, unitRoundoff } from '../../src/tensor/index.js'
import { elementsOf } from './support.js'

type Scalar = Tensor<[], 'float64'>
type Vector = Tensor<[number], 'float64'>

const rosenbrock = ({ x, y }: { readonly x: Scalar; readonly y: Scalar }) =>
  add(square(sub(1, x)), mul(100, square(sub(y, square(x)))))

const classic = { x: tensor(-1.2), y: tensor(1) }

/** 1/2 sum a x^2 - sum b x, whose minimum is b / a. */
const quadratic =
  (a: readonly number[], b: readonly number[]) =>
  (x: Vector): Scalar =>
    sub(mul(0.5, sum(mul(tensor([...a]), square(x)))), sum(mul(tensor([...b]), x)))

const squared = (x: Scalar): Scalar => square(x)

const steepness = (iterate: Iterate<unknown>): number => Math.max(...elementsOf(iterate.gradient).map(Math.abs))

describe('L-BFGS', () => {
  it('finds the minimum of Rosenbrock from the classic start, in some forty evaluations', () => {
    const iterates = [...lbfgs(rosenbrock)(classic)]
    const last = iterates[iterates.length - 1]
    expect(last.ended).toBe('converged')
    // The Hessian's smallest eigenvalue there is above 0.39: so near is a gradient of 1e-8 in each of two elements.
    const near = (Math.SQRT2 * 1e-8) / 0.39
    expect(Math.hypot(item(last.params.x) - 1, item(last.params.y) - 1)).toBeLessThanOrEqual(near)
    expect(last.evaluations).toBeLessThan(60)
    expect(iterates.map(({ step }) => step)).toEqual([...iterates.keys()])
    expect(iterates.slice(0, -1).every(({ ended }) => ended === undefined)).toBe(true)
  })

  it('goes down at every step, and tells value, gradient and slope of where it is', () => {
    const iterates = [...lbfgs(rosenbrock)(classic)]
    iterates.forEach((iterate, index) => {
      if (index > 0) expect(iterate.value).toBeLessThan(iterates[index - 1].value)
      expect(iterate.value).toBe(item(rosenbrock(iterate.params)))
      expect(iterate.slope).toBe(steepness(iterate))
    })
  })

  it('ends after n steps on a quadratic of n different curvatures, where it searches exactly', () => {
    const a = [1, 3, 10, 20, 50]
    const b = [2, -1, 4, 3, 7]
    const iterates = [
      ...lbfgs(quadratic(a, b), { lineSearch: { c1: 1e-9, c2: 1e-8 }, tolerance: 1e-6 })(tensor([1, 1, 1, 1, 1])),
    ]
    const last = iterates[iterates.length - 1]
    expect(last.ended).toBe('converged')
    expect(last.step).toBeLessThanOrEqual(5)
    elementsOf(last.params).forEach((x, i) => {
      expect(Math.abs(x - b[i] / a[i])).toBeLessThanOrEqual(1e-6 / a[i])
    })
  })

  it('comes nearer than differences of values tell', () => {
    // Values of size 2 differ by less than their rounding where gradients are below 1e-7.
    const last = lastOf(
      lbfgs(quadratic([1, 3, 10, 20, 50], [1, 2, 3, 4, 5]), { tolerance: 1e-9 })(tensor([1, 1, 1, 1, 1])),
    )
    expect(last.ended).toBe('converged')
  })

  it('takes one step where all curvatures are one', () => {
    const iterates = [...lbfgs(quadratic([1, 1, 1], [0.25, 0.5, 0.25]))(tensor([0, 0, 0]))]
    expect(iterates.map(({ step, ended }) => [step, ended])).toEqual([
      [0, undefined],
      [1, 'converged'],
    ])
    expect(elementsOf(iterates[1].params)).toEqual([0.25, 0.5, 0.25])
  })

  it('minimises over trees of any shape, of float32 too', () => {
    const target = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { dtype: 'float32' },
    )
    type Params = { readonly w: Tensor<[2, 2], 'float32'>; readonly c: readonly [Tensor<[], 'float32'>] }
    const f = ({ w, c: [c] }: Params) => add(sum(square(sub(w, target))), square(sub(c, 5)))
    const start: Params = {
      w: tensor(
        [
          [0, 0],
          [0, 0],
        ],
        { dtype: 'float32' },
      ),
      c: [tensor(0, { dtype: 'float32' })],
    }
    const last = lastOf(lbfgs(f, { tolerance: 1e-5 })(start))
    expect(last.ended).toBe('converged')
    expect(last.params.w.dtype).toBe('float32')
    elementsOf(last.params).forEach((x, i) => {
      expect(Math.abs(x - [5, 1, 2, 3, 4][i])).toBeLessThanOrEqual(1e-5)
    })
  })

  it('fits a logistic regression to where the gradient vanishes', () => {
    const x = tensor([
      [0.5, 1],
      [1.5, -1],
      [-1, 0.5],
      [2, 1],
      [-0.5, -1],
      [0.25, -0.5],
    ])
    const y = tensor([1, 0, 0, 1, 1, 0])
    const loss = (w: Tensor<[2], 'float64'>) => {
      const z = matmul(x, w)
      return add(mean(sub(log(add(1, exp(z))), mul(y, z))), mul(0.05, sum(square(w))))
    }
    const last = lastOf(lbfgs(loss)(tensor([0, 0])))
    expect(last.ended).toBe('converged')
    const [w0, w1] = toTypedArray(last.params)
    // The gradient once more, by hand: mean((sigmoid(z) - y) x) + 0.1 w.
    const rows = [
      [0.5, 1, 1],
      [1.5, -1, 0],
      [-1, 0.5, 0],
      [2, 1, 1],
      [-0.5, -1, 1],
      [0.25, -0.5, 0],
    ]
    const slope = rows.reduce(
      ([a, b], [u, v, label]) => {
        const error = 1 / (1 + Math.exp(-(w0 * u + w1 * v))) - label
        return [a + (error * u) / 6, b + (error * v) / 6]
      },
      [0.1 * w0, 0.1 * w1],
    )
    // What was asked for, and the roundings of some sixty operations of size 1.
    expect(Math.max(...slope.map(Math.abs))).toBeLessThanOrEqual(1e-8 + 60 * unitRoundoff('float64'))
  })

  it('gives the same iterates, to the bit, compiled and not, and each time', () => {
    const values = (options: LbfgsOptions): readonly number[] =>
      Array.from(lbfgs(rosenbrock, options)(classic), ({ value }) => value)
    const iterates = lbfgs(rosenbrock)(classic)
    expect(values({ compile: false })).toEqual(values({ compile: true }))
    expect(Array.from(iterates, ({ value }) => value)).toEqual(values({}))
    expect(Array.from(iterates, ({ value }) => value)).toEqual(values({}))
  })

  it('goes on from every iterate, and what it remembered, to the bit', () => {
    const options = { memory: 3 }
    const whole = [...lbfgs(rosenbrock, options)(classic)]
    const shown = (iterates: readonly Iterate<typeof classic>[]) =>
      iterates.map(({ params, value, gradient, memory, ended }) => [
        elementsOf([params, gradient, memory]),
        value,
        ended,
      ])
    expect(whole[0].memory).toEqual([])
    expect(whole[9].memory.length).toBe(3)
    for (const at of [1, 2, 9, whole.length - 1]) {
      // Written and read again, as a checkpoint is.
      const [leaves, structure] = flattenTree([whole[at].params, whole[at].memory])
      const copies = leaves.map((leaf) => tensor(toArray(leaf) as number, { dtype: leaf.dtype }))
      const [params, memory] = unflattenTree(structure, copies) as readonly [
        typeof classic,
        (typeof whole)[0]['memory'],
      ]
      expect(shown([...lbfgs(rosenbrock, options)(params, memory)])).toEqual(shown(whole.slice(at)))
    }
    const forgetful = [...lbfgs(rosenbrock, options)(whole[9].params)]
    expect(forgetful[1].value).not.toBe(whole[10].value)
  })

  it('minimises what reads values', () => {
    const piecewise = (x: Scalar): Scalar => (item(x) > 0 ? square(sub(x, 2)) : neg(x))
    expect(item(lastOf(lbfgs(piecewise)(tensor(-3))).params)).toBe(2)
  })

  it('computes no iterate before it is asked for the one before', () => {
    let calls = 0
    const counted = (x: Scalar): Scalar => {
      calls++
      return square(square(x))
    }
    for (const { step } of lbfgs(counted, { compile: false })(tensor(3))) if (step === 1) break
    expect(calls).toBeLessThan(8)
  })
})

describe('it ends', () => {
  const reason = (f: (x: Scalar) => Scalar, start: number, options?: LbfgsOptions) =>
    lastOf(lbfgs(f, options)(tensor(start)))

  it('at once where it starts at the minimum', () =>
    expect(reason(squared, 0)).toMatchObject({ step: 0, ended: 'converged', evaluations: 1 }))

  it('where its steps are used up', () =>
    expect(reason((x) => square(square(x)), 3, { maxSteps: 2 })).toMatchObject({ step: 2, ended: 'exhausted' }))

  it('where the function is not a number, or has no minimum', () => {
    expect(reason((x) => log(x), -1)).toMatchObject({ step: 0, ended: 'stalled' })
    const falls = reason((x) => neg(exp(x)), 0, { maxSteps: 50 })
    expect(falls.ended).toBe('stalled')
    expect(Number.isFinite(falls.value)).toBe(true)
  })

  it('where the tolerance is below what rounding lets it reach', () => {
    const third = (x: Scalar): Scalar => square(sub(x, div(1, 3)))
    const last = lastOf(lbfgs((x: Scalar) => add(third(mul(x, Math.PI)), 100), { tolerance: 0 })(tensor(7)))
    expect(last.ended).not.toBe('exhausted')
    expect(last.evaluations).toBeLessThan(200)
  })

  it('at a kink, which has no flat place', () => {
    const kink = (x: Scalar): Scalar => add(mul(x, item(x) > 1 ? 1 : -1), 0)
    const last = reason(kink, 5)
    expect(last.ended).toBe('stalled')
    expect(Math.abs(item(last.params) - 1)).toBeLessThan(1e-6)
  })
})

describe('what it does not take is refused', () => {
  it.each([
    ['no memory', () => lbfgs(squared, { memory: 0 }), ArgumentError, /memory is 0/],
    ['a negative tolerance', () => lbfgs(squared, { tolerance: -1 }), ArgumentError, /tolerance is -1/],
    [
      'constants out of order',
      () => lbfgs(squared, { lineSearch: { c1: 0.9, c2: 0.1 } }),
      ArgumentError,
      /c1 is 0.9 and c2 is 0.1/,
    ],
    [
      'a memory of other parameters',
      () => [...lbfgs(squared)(tensor(3), [{ step: tensor([1]), change: tensor([1]) }] as never)],
      ShapeError,
      /memory\[0\]\.step is float64\[1\]/,
    ],
    [
      'a memory without curvature',
      () => [...lbfgs(squared)(tensor(3), [{ step: tensor(1), change: tensor(-1) }])],
      ArgumentError,
      /memory\[0\] has the curvature -1/,
    ],
    ['a memory that is none', () => [...lbfgs(squared)(tensor(3), 3 as never)], ArgumentError, /the memory \(3\)/],
    ['a memory of nothing', () => [...lbfgs(squared)(tensor(3), [undefined as never])], TreeError, /memory\[0\]\.step/],
    ['no function', () => lbfgs(3 as never), ArgumentError, /3 is no function/],
    ['integers', () => [...lbfgs(squared)(tensor(3, { dtype: 'int32' }) as never)], DTypeError, /int32/],
  ])('%s', (_, call, kind, message) => {
    expect(call).toThrow(kind)
    expect(call).toThrow(message)
  })
})
