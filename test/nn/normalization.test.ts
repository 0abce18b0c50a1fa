import {
  add,
  mean,
  mul,
  reshape,
  slice,
  stack,
  sub,
  type Tensor,
  tensor,
  toTypedArray,
  variance,
  zeros,
} from 'cotangent'
import { unequal } from 'cotangent/laws'
import { batchNorm, groupNorm, instanceNorm, layerNorm, rmsNorm } from 'cotangent/nn'
import { seed, standardNormal } from 'cotangent/random'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/tensor/index.js'

const x = standardNormal([4, 6, 2])(seed(1))[0]
const scale = tensor([1, -2, 3, 0.5, 1.5, -1])
const shift = tensor([0, 1, 2, -3, 0.25, 5])

const numbers = (t: Tensor): readonly number[] => Array.from(toTypedArray(t))

/**
 * Of a mean and a variance of n normalised numbers below 8 in size: n + 4 roundings of terms up to 64, and as many in what
 * is computed from them.
 */
const rounding = (n: number): number => 2 * (n + 4) * 64 * 2 ** -53

const areNear = (found: Tensor, wanted: Tensor | number, tolerance: number): boolean =>
  numbers(found).every(
    (value, i) => Math.abs(value - (typeof wanted === 'number' ? wanted : numbers(wanted)[i])) <= tolerance,
  )

const neutral = { scale: tensor([1, 1, 1, 1, 1, 1]), shift: tensor([0, 0, 0, 0, 0, 0]) }

describe('a normalisation', () => {
  const eps = 1e-300

  it.each([
    ['layerNorm', layerNorm([6, 2], { eps }).apply(layerNorm([6, 2]).init(seed(0))[0])(x), [1, 2]],
    ['groupNorm', reshape(groupNorm(2, [6, 2], { eps }).apply(neutral)(x), [4, 2, 3, 2]), [2, 3]],
    ['instanceNorm', instanceNorm([6, 2], { eps }).apply(neutral)(x), [2]],
    ['batchNorm', batchNorm([6, 2], { eps }).apply(neutral)({ x, state: batchNorm(6).initial }).y, [0, 2]],
  ] as const)('%s: leaves mean 0 and variance 1', (_, y, axis) => {
    const count = sizeOf(axis.map((each) => (y as Tensor).shape[each]))
    expect(areNear(mean(y as Tensor, { axis }) as Tensor, 0, rounding(count))).toBe(true)
    // Of two numbers an instance has only their difference, so nothing is lost to eps either.
    expect(areNear(variance(y as Tensor, { axis }) as Tensor, 1, rounding(count))).toBe(true)
  })

  it('by the root of the mean square leaves that at 1', () => {
    const y = rmsNorm(2, { eps }).apply({ scale: tensor([1, 1]) })(x)
    expect(areNear(mean(mul(y, y), { axis: -1 }) as Tensor, 1, rounding(2))).toBe(true)
  })

  it('of one group is that of all axes', () => {
    const all = layerNorm([6, 2]).apply(layerNorm([6, 2]).init(seed(0))[0])(x)
    expect(areNear(groupNorm(1, [6, 2]).apply(neutral)(x), all as Tensor, rounding(12))).toBe(true)
  })

  it('of a group for each channel is that of instances, to the bit', () =>
    expect(
      unequal(
        'y',
        [groupNorm(6, [6, 2]).apply({ scale, shift })(x)],
        [instanceNorm([6, 2]).apply({ scale, shift })(x)],
      ),
    ).toEqual([]))

  it('of batches is that of each channel by itself', () => {
    const whole = batchNorm([6, 2]).apply({ scale, shift })({ x, state: batchNorm(6).initial }).y
    const [params] = batchNorm([1, 2]).init(seed(0))
    for (const c of [0, 1, 2, 3, 4, 5]) {
      const channel = slice(x, [null, [c, c + 1]]) as Tensor<[4, 1, 2], 'float64'>
      const own = batchNorm([1, 2]).apply(params)({ x: channel, state: batchNorm(1).initial }).y
      const scaled = add(mul(own, numbers(scale)[c]), numbers(shift)[c])
      expect(unequal('y', [slice(whole, [null, [c, c + 1]])], [scaled])).toEqual([])
    }
  })

  it('takes channels without axes behind them', () => {
    const flat = slice(x, [null, null, [0, 1]])
    const y = groupNorm(2, 6).apply({ scale, shift })(reshape(flat, [4, 6]))
    expect(unequal('y', [reshape(y, [4, 6, 1])], [groupNorm(2, [6, 1]).apply({ scale, shift })(flat)])).toEqual([])
  })
})

describe('without scale or shift', () => {
  const ones6 = tensor([1, 1, 1, 1, 1, 1])
  type Normal = {
    readonly init: (state: ReturnType<typeof seed>) => readonly [params: object, after: unknown]
    readonly apply: (params: object) => (x: Tensor) => Tensor
  }
  const makers: readonly (readonly [name: string, make: (options: object) => unknown])[] = [
    ['layerNorm', (options) => layerNorm([6], options)],
    ['groupNorm', (options) => groupNorm(2, 6, options)],
    ['instanceNorm', (options) => instanceNorm([6, 2], options)],
    [
      'batchNorm',
      (options) => {
        const norm = batchNorm(6, options)
        const { apply, initial } = norm as unknown as {
          readonly apply: (p: object) => (given: object) => { readonly y: Tensor }
          readonly initial: object
        }
        return { ...norm, apply: (p: object) => (z: Tensor) => apply(p)({ x: z, state: initial }).y }
      },
    ],
    ['batchNorm in use', (options) => batchNorm(6, options).inference(batchNorm(6).initial)],
  ]
  const flat = reshape(slice(x, [null, null, [0, 1]]), [4, 6])

  it.each(makers)('%s has the parameters that are left, and is what it is with ones or zeros', (name, make) => {
    const full = make({}) as Normal
    const given = (name === 'instanceNorm' ? x : flat) as Tensor
    for (const options of [{ scale: false }, { shift: false }, { scale: false, shift: false }] as const) {
      const bare = make(options) as Normal
      const left = { ...(!('scale' in options) && { scale }), ...(!('shift' in options) && { shift }) }
      expect(Object.keys(bare.init(seed(0))[0])).toEqual(Object.keys(left))
      expect(
        unequal('y', [bare.apply(left)(given)], [full.apply({ scale: ones6, shift: zeros([6]), ...left })(given)]),
      ).toEqual([])
    }
  })

  it('rmsNorm has no scale', () => {
    const [params] = rmsNorm(6, { scale: false }).init(seed(0))
    expect(params).toEqual({})
    const found = rmsNorm(6, { scale: false }).apply(params)(flat)
    expect(unequal('y', [found], [rmsNorm(6).apply({ scale: ones6 })(flat)])).toEqual([])
  })

  it('takes true or false', () =>
    expect(() => layerNorm(6, { scale: 0 as unknown as boolean })).toThrow('layerNorm: scale is 0, not true or false'))
})

describe('the running statistics of batchNorm', () => {
  const [first, second] = [x, add(mul(x, 2), 3)]
  const momentum = 0.25
  const norm = batchNorm([6, 2], { momentum })
  const statisticsOf = (batches: readonly (typeof x)[]) =>
    batches.reduce((state, batch) => norm.apply({ scale, shift })({ x: batch, state }).state, norm.initial)

  it('start with mean 0 and variance 1', () =>
    expect([numbers(norm.initial.mean), numbers(norm.initial.variance)]).toEqual([Array(6).fill(0), Array(6).fill(1)]))

  it('after k equal batches are (1 - momentum)^k of the first ones and the rest of the batch', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), (k) => {
        const state = statisticsOf(Array.from({ length: k }, () => first))
        const left = (1 - momentum) ** k
        const own = variance(first, { axis: [0, 2], ddof: 1 })
        // 8 elements a channel, and two roundings and two products for each batch.
        const tolerance = rounding(8 + 4 * k)
        return (
          areNear(state.mean, mul(mean(first, { axis: [0, 2] }), 1 - left) as Tensor, tolerance) &&
          areNear(state.variance, add(mul(own, 1 - left), left) as Tensor, tolerance)
        )
      }),
      { numRuns: 9 },
    ))

  it('blend batch after batch', () => {
    const state = statisticsOf([first, second])
    const [a, b] = [first, second].map((batch) => mean(batch, { axis: [0, 2] }))
    const wanted = add(mul(a, momentum * (1 - momentum)), mul(b, momentum))
    expect(areNear(state.mean, wanted as Tensor, rounding(16))).toBe(true)
  })

  it('make of inference an affine map of each channel', () => {
    const state = statisticsOf([first, second])
    const [zero, one, two] = [0, 1, 2].map((factor) => norm.inference(state).apply({ scale, shift })(mul(x, factor)))
    expect(areNear(sub(two, one) as Tensor, sub(one, zero) as Tensor, rounding(8))).toBe(true)
    const used = { mean: mean(first, { axis: [0, 2] }), variance: variance(first, { axis: [0, 2] }) }
    const trained = norm.apply({ scale, shift })({ x: first, state: norm.initial }).y
    expect(areNear(norm.inference(used).apply({ scale, shift })(first), trained as Tensor, rounding(8))).toBe(true)
  })

  it('are left alone by what takes them up', () => {
    const { initial } = norm
    norm.apply({ scale, shift })({ x, state: initial })
    expect(unequal('state', [norm.initial.mean], [batchNorm(6).initial.mean])).toEqual([])
  })
})

describe('mistakes', () => {
  const loose = (layer: unknown) => (layer as { apply: (p: object) => (x: unknown) => unknown }).apply({ scale, shift })

  it.each([
    [
      'another number of channels',
      () => loose(groupNorm(1, [6, 2]))(slice(x, [null, [0, 4]])),
      'there are 4 channels, not 6',
    ],
    ['a last axis that differs', () => loose(layerNorm(6))(x), 'the last axis is [2], not [6]'],
    ['a parameter of another shape', () => loose(layerNorm(2))(x), 'the parameter scale is not of shape [2]'],
    [
      'groups of one element',
      () => loose(groupNorm(6, 6))(slice(x, [null, null, [0, 1]])),
      'each group is one element',
    ],
    ['groups that do not divide', () => groupNorm(4, 6), '6 channels do not divide into 4 groups'],
    ['an eps of 0', () => layerNorm(2, { eps: 0 }), 'eps is 0, not a finite number above 0'],
    ['a momentum above 1', () => batchNorm(2, { momentum: 2 }), 'momentum is 2, not a number from 0 to 1'],
    [
      'a batch of one',
      () => loose(batchNorm(6))({ x: stack([scale]), state: batchNorm(6).initial }),
      'one element only',
    ],
    ['no statistics', () => loose(batchNorm(6))({ x, state: { mean: scale } }), 'there is no state at .variance'],
    ['no state', () => loose(batchNorm(6))(x), 'takes { x, state }, and this is a tensor'],
    [
      'other statistics',
      () => loose(batchNorm(6))({ x, state: { mean: scale, variance: tensor([1]) } }),
      'state.variance is not of shape [6]',
    ],
  ])('%s', (_, made, problem) => expect(made).toThrow(problem))
})
