import { describe, expect, it } from 'vitest'
import { grad, item, jit, mean, mul, scan, square, sum, type Tensor, tensor, toArray } from '../../src/index.js'
import {
  accumulateGradients,
  adam,
  adamw,
  addDecayedWeights,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  fit,
  freeze,
  globalNorm,
  lastOf,
  linearSchedule,
  type Mask,
  masked,
  momentum,
  type Optimizer,
  scale,
  scaleBySchedule,
  scaleByTrustRatio,
  sgd,
  trace,
  trainStep,
  transformation,
  withL2,
} from '../../src/optim/index.js'
import { TreeError } from '../../src/tensor/index.js'
import { elementsOf, pathOf } from './support.js'

/** The first updates that an optimizer makes of gradients. */
const updatesOf = (optimizer: Optimizer, grads: object, params: object = grads): readonly number[] =>
  elementsOf(optimizer.update(grads, optimizer.init(params), params)[0])

const tree = { weights: tensor([[3, 4]]), layers: [tensor(12), { bias: tensor([84]) }] as const }

describe('clipping', () => {
  it('by value', () => expect(updatesOf(clipByValue(5), tree)).toEqual([5, 5, 3, 4]))

  it('by the norm of each leaf', () => expect(updatesOf(clipByNorm(10), tree)).toEqual([10, 10, 3, 4]))

  it('by the norm of all: 85 here, so that a limit of 17 is a fifth', () => {
    expect(item(globalNorm(tree))).toBe(85)
    expect(updatesOf(clipByGlobalNorm(17), tree)).toEqual([12, 84, 3, 4].map((x) => x * (17 / 85)))
  })

  it('leaves alone what is short enough, to the bit', () => {
    const values = [0.1, 0.7, -0.3]
    for (const clipped of [clipByNorm(1), clipByGlobalNorm(1), clipByNorm(10), clipByGlobalNorm(0.9)])
      expect(updatesOf(clipped, tensor(values))).toEqual(values)
  })

  it('neither overflows nor invents a direction', () => {
    const large = updatesOf(clipByGlobalNorm(5), [tensor(3e200), tensor(4e200)])
    expect(large.map(Math.fround)).toEqual([3, 4])
    expect(updatesOf(clipByGlobalNorm(5), [tensor(0), tensor([])])).toEqual([0])
    expect(updatesOf(clipByGlobalNorm(5), [])).toEqual([])
    expect(updatesOf(clipByNorm(5), tensor([3e30, 4e30], { dtype: 'float32' })).map(Math.round)).toEqual([3, 4])
  })

  it('takes limits that float32 does not hold', () => {
    const [short, none] = [tensor([3, 4], { dtype: 'float32' }), tensor([0, 0], { dtype: 'float32' })]
    for (const make of [clipByValue, clipByNorm, clipByGlobalNorm]) {
      expect(updatesOf(make(1e300), short)).toEqual([3, 4])
      expect(updatesOf(make(1e-300), none)).toEqual([0, 0])
      expect(updatesOf(make(1e-300), short)).toEqual([0, 0])
    }
  })

  it('shortens nothing whose length is the limit itself, and passes NaN on', () => {
    for (const make of [clipByNorm, clipByGlobalNorm]) {
      expect(updatesOf(make(5), tensor([3, 4]))).toEqual([3, 4])
      expect(updatesOf(make(5), tensor([3, NaN]))).toEqual([NaN, NaN])
    }
    expect(updatesOf(clipByValue(3), tensor([3, NaN, -3]))).toEqual([3, NaN, -3])
  })
})

describe('weight decay and the penalty', () => {
  const params = { weights: tensor([2, -4]), bias: tensor(8) }
  const zero = { weights: tensor([0, 0]), bias: tensor(0) }
  const mask = { weights: true, bias: false }

  it('decay adds to updates', () => {
    expect(updatesOf(addDecayedWeights(0.5), zero, params)).toEqual([4, 1, -2])
    expect(updatesOf(addDecayedWeights(0.5, { mask }), zero, params)).toEqual([0, 1, -2])
  })

  it('the penalty adds strength / 2 squares to the loss, and strength times the parameters to the gradient', () => {
    const loss = (p: typeof params, factor: Tensor<[], 'float64'>) => mul(sum(p.weights), factor)
    const punished = withL2(loss, 0.5)
    expect(item(punished(params, tensor(1)))).toBe(-2 + 0.25 * (4 + 16 + 64))
    expect(elementsOf(grad(punished)(params, tensor(3)))).toEqual([4, 4, 1])
    expect(elementsOf(grad(withL2(loss, 0.5, { mask }))(params, tensor(3)))).toEqual([0, 4, 1])
  })

  it('the penalty is of the dtype of the loss, whatever those of the parameters', () => {
    const mixed = { a: tensor([1], { dtype: 'float32' }), b: tensor([2]) }
    const single = withL2((p: typeof mixed) => sum(p.a), 0.5)
    const double = withL2((p: typeof mixed) => sum(p.b), 0.5)
    expect([single(mixed), double(mixed)].map((each) => [each.dtype, item(each as Tensor<[]>)])).toEqual([
      ['float32', 2.25],
      ['float64', 3.25],
    ])
    const slopes = grad(single)(mixed)
    expect([slopes.a.dtype, slopes.b.dtype, ...elementsOf(slopes)]).toEqual(['float32', 'float64', 1.5, 1])
  })

  it('both are the same before a link that scales, and differ behind it', () => {
    const loss = (p: typeof params) => sum(square(p.weights))
    const after = (optimizer: Optimizer, of: typeof loss): readonly number[] =>
      pathOf(optimizer, params, [grad(of)(params)])[0]
    expect(after(chain(addDecayedWeights(0.5), sgd(0.25)), loss)).toEqual(after(sgd(0.25), withL2(loss, 0.5)))
    expect(after(chain(addDecayedWeights(0.5), adam(0.25)), loss)).toEqual(after(adam(0.25), withL2(loss, 0.5)))
    expect(after(adamw(0.25, { weightDecay: 0.5 }), loss)).not.toEqual(after(adam(0.25), withL2(loss, 0.5)))
    expect(after(adamw(0.25, { weightDecay: 0 }), loss)).toEqual(after(adam(0.25), loss))
  })
})

describe('masks', () => {
  const places: string[] = []
  const noting: Mask = (param, place) => {
    places.push(`${place.join('/')}:${param.shape}`)
    return place[0] === 'layers'
  }

  it('ask for each leaf, with its place', () => {
    expect(updatesOf(masked(scale(10), noting), tree)).toEqual([120, 840, 3, 4])
    expect(new Set(places)).toEqual(new Set(['layers/0:', 'layers/1/bias:1', 'weights:1,2']))
  })

  it('may name parts, by keys and positions', () => {
    const mask = { weights: false, layers: [true, { bias: false }] }
    expect(updatesOf(masked(scale(10), mask), tree)).toEqual([120, 84, 3, 4])
    expect(updatesOf(masked(scale(10), { weights: true, layers: false }), tree)).toEqual([12, 84, 30, 40])
  })

  it('nest: the inner one is asked only of what the outer one lets through', () => {
    const inner = masked(scale(10), { weights: false, layers: [true, true] })
    expect(updatesOf(masked(inner, { weights: true, layers: [false, true] }), tree)).toEqual([12, 840, 3, 4])
  })

  it('remember nothing of what they leave out', () => {
    expect(elementsOf(masked(trace(), { weights: true, layers: false }).init(tree))).toEqual([0, 0])
  })

  it('freeze', () =>
    expect(updatesOf(chain(sgd(1), freeze({ weights: true, layers: false })), tree)).toEqual([-12, -84, 0, 0]))

  it.each([
    ['a key is missing', { weights: true, layers: [true, {}] }, /the mask says nothing of params\.layers\[1\]\.bias/],
    ['a list is a record', { weights: true, layers: { 0: true, 1: true } }, /nothing of params\.layers\[0\]/],
    [
      'it goes on at a leaf',
      { weights: [true], layers: true },
      /mask\.weights is Array, where params\.weights is a leaf/,
    ],
  ])('are refused where %s', (_, mask, message) => {
    expect(() => masked(sgd(1), mask as Mask).init(tree)).toThrow(TreeError)
    expect(() => masked(sgd(1), mask as Mask).init(tree)).toThrow(message)
  })
})

describe('accumulation', () => {
  const gradients = [1, 5, -3, 2, 8, 4, 7].map((g) => tensor([g, -g / 2]))
  const start = tensor([1, 2])

  it('is one step with the mean for every three, and nothing between', () => {
    const path = pathOf(accumulateGradients(momentum(0.5), { every: 3 }), start, gradients)
    const means = [3, 14].map((total) => tensor([total / 3, -total / 2 / 3]))
    const [first, second] = pathOf(momentum(0.5), start, means)
    expect(path).toEqual([[1, 2], [1, 2], first, first, first, second, second])
  })

  it('keeps what is left over for what follows', () => {
    const optimizer = accumulateGradients(sgd(1), { every: 3 })
    const step = trainStep((w: Tensor<[], 'float64'>, g: Tensor<[], 'float64'>) => mul(w, g), optimizer)
    const begin = { params: tensor(0), opt: optimizer.init(tensor(0)) }
    const epoch = (from: typeof begin) => lastOf(fit(step, from, [tensor(1), tensor(2), tensor(6), tensor(8)]))
    const first = epoch(begin)
    expect(item(first.params)).toBe(-3)
    // 8 of the first epoch, 1 and 2 of the second.
    expect(item(epoch(first).params)).toBe(-3 - 11 / 3)
  })

  it('holds its schedules still', () => {
    const falling = sgd(linearSchedule({ start: 1, end: 0, steps: 2 }))
    const path = pathOf(
      accumulateGradients(falling, { every: 2 }),
      tensor(0),
      [1, 1, 1, 1, 1, 1].map((g) => tensor(g)),
    )
    expect(path.flat()).toEqual([0, -1, -1, -1.5, -1.5, -1.5])
  })

  it('works within jit and scan, to the bit', () => {
    const optimizer = accumulateGradients(adam(0.1), { every: 2 })
    const stacked = tensor(gradients.map((g) => toArray(g)))
    type Carry = readonly [typeof start, ReturnType<Optimizer['init']>]
    const train = (all: typeof stacked, begin: Carry) =>
      scan(
        (([params, state]: Carry, g: typeof start) => {
          const [updates, next] = optimizer.update(g, state, params)
          const moved = applyUpdates(params, updates)
          return [[moved, next], moved]
        }) as never,
        begin as never,
        all as never,
      ) as unknown as readonly [Carry, typeof stacked]
    const [, path] = jit(train)(stacked, [start, optimizer.init(start)])
    expect(toArray(path)).toEqual(pathOf(optimizer, start, gradients))
  })
})

describe('counters', () => {
  it('stay at the largest int32 instead of wrapping', () => {
    const seen: number[] = []
    const link = scaleBySchedule((step) => {
      seen.push(item(step))
      return tensor(1)
    })
    const last = [{ count: tensor(2 ** 31 - 2, { dtype: 'int32' }) }]
    const [, next] = link.update(tensor(1), last, tensor(1))
    const [, after] = link.update(tensor(1), next, tensor(1))
    link.update(tensor(1), after, tensor(1))
    expect(seen).toEqual([2 ** 31 - 2, 2 ** 31 - 1, 2 ** 31 - 1])
  })
})

describe('the trust ratio', () => {
  it('is 1 where the parameters or the update are 0', () => {
    const zero = tensor([0, 0])
    expect(updatesOf(scaleByTrustRatio(), tensor([3, 4]), zero)).toEqual([3, 4])
    expect(updatesOf(scaleByTrustRatio(), zero, tensor([3, 4]))).toEqual([0, 0])
  })
})

describe('links of one own', () => {
  it('are given leaves, parameters and places', () => {
    const scaled = transformation({
      init: (params) => ({ sizes: params.map((param): Tensor<[]> => mean(param)) }),
      update: (updates, { sizes }, _, places) => [
        updates.map((leaf, index) => mul(leaf, mul(sizes[index], places[index].length) as never)),
        { sizes },
      ],
    })
    expect(updatesOf(scaled, { a: tensor([1, 3]), b: [tensor(5)] })).toEqual([2, 6, 50])
  })
})
