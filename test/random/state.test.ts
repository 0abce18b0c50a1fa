import { arange, type Tensor, toArray, toTypedArray } from 'cotangent'
import {
  choice,
  normal,
  permutation,
  type Rand,
  type RandomState,
  randint,
  random,
  seed,
  shuffle,
  standardNormal,
  uniform,
} from 'cotangent/random'
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { isSome } from 'fp-ts/lib/Option.js'
import * as State from 'fp-ts/lib/State.js'
import { describe, expect, it } from 'vitest'

const seeds = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 5 }),
)

/** States at any point of a stream: near the end of a block, with and without a cached normal. */
const states: fc.Arbitrary<RandomState> = fc
  .tuple(seeds, fc.nat({ max: 700 }), fc.boolean())
  .map(([value, skipped, cached]) => {
    const [, after] = random([skipped])(seed(value))
    return cached ? standardNormal([1])(after)[1] : after
  })

const sizes = fc.nat({ max: 400 })

/** Every way to draw `n` values one after the other. */
const samplers: Record<string, (n: number) => Rand<Tensor>> = {
  random: (n) => random([n]),
  uniform: (n) => uniform(-2, 5, [n]),
  standardNormal: (n) => standardNormal([n]),
  normal: (n) => normal(3, 0.5, [n]),
  randint: (n) => randint(-3, 9, [n]),
  'randint beyond 32 bits': (n) => randint(0, 2 ** 45, [n], { dtype: 'float64' }),
  choice: (n) => choice(7, [n]),
  'weighted choice': (n) => choice(3, [n], { p: [0.5, 0, 0.5] }),
}

const draws: fc.Arbitrary<Rand<Tensor>> = fc.oneof(
  fc.tuple(fc.constantFrom(...Object.values(samplers)), fc.nat({ max: 9 })).map(([sampler, n]) => sampler(n)),
  fc.nat({ max: 30 }).map((n): Rand<Tensor> => permutation(n)),
)

const values = (t: Tensor): readonly number[] => Array.from(toTypedArray(t))

describe('a draw is a pure function of the state', () => {
  it.each(Object.keys(samplers))('%s: the same state gives the same values and the same next state', (name) => {
    fc.assert(
      fc.property(states, sizes, (state, n) => {
        const before = { ...state, words: Array.from(state.words) }
        const [first, next] = samplers[name](n)(state)
        const [second, nextAgain] = samplers[name](n)(state)
        expect(values(second)).toEqual(values(first))
        expect(nextAgain).toEqual(next)
        expect({ ...state, words: Array.from(state.words) }).toEqual(before)
      }),
      { numRuns: 30 },
    )
  })

  it('a state kept in the middle of a stream survives the draws that go on from its successors', () => {
    fc.assert(
      fc.property(states, (start) => {
        const [, middle] = random([700])(start)
        const [expected] = random([1500])(middle)
        const [, later] = random([1500])(middle)
        random([1500])(later)
        expect(values(random([1500])(middle)[0])).toEqual(values(expected))
      }),
      { numRuns: 10 },
    )
  })

  it.each(Object.keys(samplers))('%s: n values and then m are n + m values', (name) => {
    fc.assert(
      fc.property(states, sizes, sizes, (state, n, m) => {
        const [first, middle] = samplers[name](n)(state)
        const [second, end] = samplers[name](m)(middle)
        const [all, endOfAll] = samplers[name](n + m)(state)
        expect([...values(first), ...values(second)]).toEqual(values(all))
        expect(end).toEqual(endOfAll)
      }),
      { numRuns: 30 },
    )
  })

  it('one value at a time is all at once, over several blocks', () => {
    const start = seed(138)
    const [single, end] = State.sequenceArray(Array.from({ length: 2000 }, () => standardNormal([])))(start)
    const [all, endOfAll] = standardNormal([2000])(start)
    expect(single.flatMap(values)).toEqual(values(all))
    expect(end).toEqual(endOfAll)
  })

  it('an odd number of normals leaves one for later, an even number none', () => {
    fc.assert(
      fc.property(seeds, sizes, (value, n) => {
        const [, { cachedGaussian }] = standardNormal([n])(seed(value))
        expect(isSome(cachedGaussian)).toBe(n % 2 === 1)
      }),
    )
  })

  it('the cached normal survives other draws', () => {
    fc.assert(
      fc.property(seeds, fc.nat({ max: 900 }), (value, n) => {
        const [pair] = standardNormal([2])(seed(value))
        const [, one] = standardNormal([1])(seed(value))
        const [, after] = pipe(random([n]), State.apSecond(permutation(n)))(one)
        expect(values(standardNormal([1])(after)[0])).toEqual([values(pair)[1]])
      }),
    )
  })
})

describe('the laws of a monad hold for draws', () => {
  const unit: (t: Tensor) => Rand<Tensor> = State.of
  const agree = <A>(left: Rand<A>, right: Rand<A>, state: RandomState): void =>
    expect(left(state)).toEqual(right(state))
  const continuations = fc.constantFrom<(t: Tensor) => Rand<Tensor>>(
    (t) => shuffle(t),
    (t) => uniform(0, t.shape[0] + 1, [2]),
    (t) => standardNormal([t.shape[0]]),
  )

  it('identity and associativity', () => {
    fc.assert(
      fc.property(states, draws, continuations, continuations, (state, draw, f, g) => {
        agree(pipe(draw, State.chain(unit)), draw, state)
        agree(pipe(unit(arange(3)), State.chain(f)), f(arange(3)), state)
        agree(
          pipe(draw, State.chain(f), State.chain(g)),
          pipe(
            draw,
            State.chain((a) => pipe(f(a), State.chain(g))),
          ),
          state,
        )
      }),
    )
  })

  it('sequencing draws in the order written', () => {
    const [[a, b], end] = State.sequenceArray<RandomState, Tensor>([random([2]), randint(0, 10, [3])])(seed(1))
    const [first, middle] = random([2])(seed(1))
    const [second, last] = randint(0, 10, [3])(middle)
    expect([values(a), values(b)]).toEqual([values(first), values(second)])
    expect(end).toEqual(last)
  })
})

describe('orders and picks', () => {
  const ascending = (numbers: readonly number[]): readonly number[] => [...numbers].sort((a, b) => a - b)

  it('a permutation holds every number once', () => {
    fc.assert(
      fc.property(states, sizes, (state, n) => {
        const [order] = permutation(n)(state)
        expect(order.dtype).toBe('int32')
        expect(ascending(values(order))).toEqual(Array.from({ length: n }, (_, i) => i))
      }),
    )
  })

  it('shuffle is permutation, for arrays, tensors and rows alike, and leaves what it is given alone', () => {
    fc.assert(
      fc.property(states, fc.array(fc.integer(), { maxLength: 50 }), (state, items) => {
        const before = [...items]
        const [shuffled, next] = shuffle(items)(state)
        const [order, nextOfOrder] = permutation(items.length)(state)
        expect(shuffled).toEqual(values(order).map((index) => items[index]))
        expect(next).toEqual(nextOfOrder)
        expect(items).toEqual(before)
      }),
    )
  })

  it('choice without replacement picks distinct items, with probabilities only possible ones', () => {
    fc.assert(
      fc.property(states, fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 20 }), (state, weights) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        fc.pre(total > 0)
        const p = weights.map((weight) => weight / total)
        const possible = p.flatMap((probability, index) => (probability > 0 ? [index] : []))
        const [picks] = choice(p.length, [possible.length], { replace: false, p })(state)
        expect(ascending(values(picks))).toEqual(possible)
        const [some] = choice(p.length, [10], { p })(state)
        expect(values(some).every((pick) => p[pick] > 0)).toBe(true)
        const [all] = choice(p.length, [p.length], { replace: false })(state)
        expect(ascending(values(all))).toEqual(p.map((_, index) => index))
      }),
    )
  })

  it('choice of rows takes whole rows, in the shape asked for', () => {
    const items = ['a', 'b', 'c'] as const
    const [picked] = choice(items, 50)(seed(3))
    const [indices] = choice(3, [50])(seed(3))
    expect(picked).toEqual(values(indices).map((index) => items[index]))
    const [grid] = choice(arange(3), [5, 10])(seed(3))
    expect(grid.shape).toEqual([5, 10])
    expect((toArray(grid) as number[][]).flat()).toEqual(values(indices))
  })

  it('integers stay inside their bounds', () => {
    fc.assert(
      fc.property(states, fc.maxSafeInteger(), fc.integer({ min: 1, max: 2 ** 53 - 1 }), (state, low, width) => {
        const high = Math.min(low + width, Number.MAX_SAFE_INTEGER)
        fc.pre(low < high)
        const [drawn] = randint(low, high, [20], { dtype: 'float64' })(state)
        expect(values(drawn).every((value) => Number.isSafeInteger(value) && low <= value && value < high)).toBe(true)
      }),
    )
  })
})

it('empty tensors take no draws, scalars one', () => {
  const start = seed(5)
  const [nothing, same] = random([3, 0])(start)
  expect(nothing.shape).toEqual([3, 0])
  expect(same).toEqual(start)
  expect(permutation(0)(start)[0].shape).toEqual([0])
  expect(random([])(start)[0].shape).toEqual([])
})
