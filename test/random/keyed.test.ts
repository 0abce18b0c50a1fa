import {
  CotangentError,
  grad,
  jit,
  mul,
  scan,
  sum,
  type Tensor,
  take,
  tensor,
  toArray,
  toTypedArray,
  vmap,
  zeros,
} from 'cotangent'
import { bits, foldIn, type Key, key, keyed, split } from 'cotangent/random'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalQuantile } from '../../src/random/normal.js'

const int32 = { dtype: 'int32' } as const
const float32 = { dtype: 'float32' } as const

const keys = fc.integer({ min: 0, max: 2 ** 53 - 1 }).map(key)
const values = (t: Tensor): readonly number[] => Array.from(toTypedArray(t))
const keyAt = (all: Tensor, index: number): Key => take(all, index, { axis: 0 }) as Key

const samplers: Record<string, (key: Key, shape: readonly number[]) => Tensor> = {
  bits: (key, shape) => bits(key, shape),
  uniform: (key, shape) => keyed.uniform(key, shape),
  'uniform float32': (key, shape) => keyed.uniform(key, shape, float32),
  normal: (key, shape) => keyed.normal(key, shape),
  'normal float32': (key, shape) => keyed.normal(key, shape, float32),
  bernoulli: (key, shape) => keyed.bernoulli(key, 0.3, shape),
  randint: (key, shape) => keyed.randint(key, -5, 6, shape),
}

describe.each(Object.keys(samplers))('%s', (name) => {
  const sample = samplers[name]

  it('is a function of the key, and does not depend on how the numbers are shaped or how many there are', () => {
    fc.assert(
      fc.property(keys, fc.nat({ max: 20 }), fc.nat({ max: 20 }), (key, n, more) => {
        const drawn = sample(key, [n])
        expect(drawn.shape).toEqual([n])
        expect(sample(key, [n]).toString()).toBe(drawn.toString())
        expect(values(sample(key, [n + more])).slice(0, n)).toEqual(values(drawn))
        expect(values(sample(key, [2, n, 3]))).toEqual(values(sample(key, [6 * n])))
      }),
      { numRuns: 10 },
    )
  })

  it('gives a scalar and an empty tensor', () => {
    expect(sample(key(1), []).shape).toEqual([])
    expect(sample(key(1), [0, 3]).shape).toEqual([0, 3])
  })

  it('is the same compiled, batched over keys and inside scan', () => {
    const all = split(key(37), 4)
    const looped = [0, 1, 2, 3].flatMap((index) => values(sample(keyAt(all, index), [3])))
    const draw = (key: Tensor): Tensor => sample(key as Key, [3])
    expect([0, 1, 2, 3].flatMap((index) => values(jit(draw)(keyAt(all, index))))).toEqual(looped)
    expect(values(vmap(draw)(all))).toEqual(looped)
    expect(values(jit(vmap(draw))(all))).toEqual(looped)
    const [, scanned] = scan((carry: Tensor, key: Tensor) => [carry, draw(key)] as const, tensor(0), all)
    expect(values(scanned)).toEqual(looped)
  })
})

describe('keys', () => {
  it('hold the two words of the seed', () => {
    expect(toArray(key(0))).toEqual([0, 0])
    expect(toArray(key(2 ** 53 - 1))).toEqual([2 ** 21 - 1, -1])
    expect(key(5).dtype).toBe('int32')
  })

  it('that are split off, folded in and drawn from all differ', () => {
    fc.assert(
      fc.property(keys, (parent) => {
        const children = toArray(split(parent, 50)) as number[][]
        const folded = Array.from({ length: 50 }, (_, step) => toArray(foldIn(parent, step)) as number[])
        const drawn = toArray(bits(parent, [50, 2])) as number[][]
        const words = [toArray(parent) as number[], ...children, ...folded, ...drawn].map(String)
        expect(new Set(words).size).toBe(words.length)
      }),
      { numRuns: 10 },
    )
  })

  it('split into two unless told otherwise, the first of them whatever their number', () => {
    expect(split(key(3)).shape).toEqual([2, 2])
    expect(values(split(key(3), 5)).slice(0, 4)).toEqual(values(split(key(3))))
  })

  it('fold in a number or a traced one alike', () => {
    const folded = foldIn(key(3), 7)
    expect(values(foldIn(key(3), tensor(7, int32) as Tensor<[], 'int32'>))).toEqual(values(folded))
    const traced = jit((step: Tensor) => foldIn(key(3), step as Tensor<[], 'int32'>))
    expect(values(traced(tensor(7, int32)))).toEqual(values(folded))
  })
})

describe('differentiation', () => {
  it('takes what is drawn for a constant', () => {
    const weights = zeros([5])
    const gradient = grad((w: Tensor) => sum(mul(w, keyed.normal(key(8), [5]))))(weights)
    expect(values(gradient)).toEqual(values(keyed.normal(key(8), [5])))
  })
})

/** All bounds are six standard deviations: one false alarm in 500 million, were the numbers ideal. */
const sigmas = 6
const mean = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0) / numbers.length
const n = 20_000

/** Whether the mean of n numbers is that of draws with this mean and standard deviation. */
const expectMean = (numbers: readonly number[], expected: number, deviation: number): void =>
  expect(Math.abs(mean(numbers) - expected)).toBeLessThan((sigmas * deviation) / Math.sqrt(numbers.length))

describe('distributions', () => {
  it('every bit is a fair coin', () => {
    const words = values(bits(key(11), [n]))
    for (let place = 0; place < 32; place++)
      expectMean(
        words.map((word) => (word >>> place) & 1),
        0.5,
        0.5,
      )
  })

  it.each(['uniform', 'uniform float32'])('%s: moments, range and independence of neighbours', (name) => {
    const u = values(samplers[name](key(12), [n]))
    expect(u.every((x) => x >= 0 && x < 1)).toBe(true)
    expectMean(u, 1 / 2, Math.sqrt(1 / 12))
    expectMean(
      u.map((x) => (x - 1 / 2) ** 2),
      1 / 12,
      Math.sqrt(1 / 80 - 1 / 144),
    )
    expectMean(
      u.slice(1).map((x, i) => (x - 1 / 2) * (u[i] - 1 / 2)),
      0,
      1 / 12,
    )
  })

  it('uniform takes 53 bits of two words, the upper 27 first; float32 the upper 24 of the first', () => {
    const words = values(bits(key(13), [200]))
    const expected = Array.from({ length: 100 }, (_, i) => {
      const [high, low] = [words[2 * i] >>> 5, words[2 * i + 1] >>> 6]
      return (high * 2 ** 26 + low) / 2 ** 53
    })
    expect(values(keyed.uniform(key(13), [100]))).toEqual(expected)
    const single = Array.from({ length: 100 }, (_, i) => (words[2 * i] >>> 8) / 2 ** 24)
    expect(values(keyed.uniform(key(13), [100], float32))).toEqual(single)
  })

  it.each(['normal', 'normal float32'])('%s: moments and independence of neighbours', (name) => {
    const z = values(samplers[name](key(14), [n]))
    // The variances of z, z^2, z^3 and z^4 are 1, 2, 15 and 96.
    const moments = [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ] as const
    for (const [power, expected, variance] of moments)
      expectMean(
        z.map((x) => x ** power),
        expected,
        Math.sqrt(variance),
      )
    expectMean(
      z.slice(1).map((x, i) => x * z[i]),
      0,
      1,
    )
  })

  it.each(['uniform', 'normal'] as const)('%s takes its dtype by name', (name) => {
    const draw = keyed[name] as unknown as (...args: readonly unknown[]) => unknown
    expect(() => draw(key(13), [2], 'float32')).toThrow(
      `${name}: the options are string, not a record. Name each option, as in { dtype: ... }`,
    )
  })

  it('normal float32 is normal, rounded', () => {
    expect(values(keyed.normal(key(15), [50], float32))).toEqual(values(keyed.normal(key(15), [50])).map(Math.fround))
  })

  it('bernoulli holds as often as asked', () => {
    expectMean(values(keyed.bernoulli(key(16), 0.3, [n])), 0.3, Math.sqrt(0.21))
    expect(values(keyed.bernoulli(key(16), 0, [100])).every((held) => held === 0)).toBe(true)
    expect(values(keyed.bernoulli(key(16), 1, [100])).every((held) => held === 1)).toBe(true)
    expect(toArray(keyed.bernoulli(key(16), tensor([0, 1]) as Tensor<[2], 'float64'>, [2, 2]))).toEqual([
      [false, true],
      [false, true],
    ])
  })

  it('randint hits every integer of the range equally often', () => {
    const drawn = values(keyed.randint(key(17), -2, 5, [n]))
    expect(drawn.every((x) => x >= -2 && x < 5)).toBe(true)
    for (let x = -2; x < 5; x++)
      expectMean(
        drawn.map((y) => Number(x === y)),
        1 / 7,
        Math.sqrt(6 / 49),
      )
    const wide = values(keyed.randint(key(17), -(2 ** 31), 0, [n]))
    expectMean(wide, -(2 ** 30), 2 ** 31 / Math.sqrt(12))
  })

  it('streams of split keys, and of folded numbers, are independent', () => {
    fc.assert(
      fc.property(keys, (parent) => {
        const [first, second] = [keyAt(split(parent), 0), keyAt(split(parent), 1)]
        const streams = [parent, first, second, foldIn(parent, 0), foldIn(parent, 1)].map((each) =>
          values(keyed.normal(each, [2000])),
        )
        streams.forEach((a, i) => {
          for (const b of streams.slice(0, i))
            expectMean(
              a.map((x, at) => x * b[at]),
              0,
              1,
            )
        })
      }),
      { numRuns: 10 },
    )
  })
})

/** 1/2 + q and the standard normal quantile there, to full precision (computed with 40 digits). */
const quantiles = [
  [0, 0],
  [2 ** -53, 2.782916424671767e-16],
  [1e-9, 2.506628274631001e-9],
  [0.01, 0.025068908258711036],
  [0.1, 0.25334710313579983],
  [0.25, 0.6744897501960817],
  [0.4, 1.2815515655446006],
  [0.4249999999, 1.4395314702320188],
  [0.425, 1.439531470938456],
  [0.4250000001, 1.439531471644893],
  [0.45, 1.6448536269514729],
  [0.475, 1.9599639845400538],
  [0.49, 2.3263478740408408],
  [0.499, 3.090232306167813],
  [0.49999, 4.264890793922602],
  [0.5 - 2 ** -30, 6.009353565530744],
  [0.5 - 2 ** -36, 6.651035379893011],
  [0.49999999998971023, 6.701851316419161],
  [0.5 - 2 ** -40, 7.047700256664409],
  [0.5 - 2 ** -45, 7.515155294158908],
  [0.5 - 3 * 2 ** -53, 8.076571004130125],
  [0.5 - 2 ** -53, 8.209536151601387],
] as const

it('the normal quantile is good to 1e-15, and odd', () => {
  const at = quantiles.map(([q]) => q)
  const computed = values(normalQuantile(tensor(at) as Tensor<[22], 'float64'>))
  quantiles.forEach(([, expected], index) => {
    expect(Math.abs(computed[index] - expected)).toBeLessThanOrEqual(1e-15 * expected)
  })
  const mirrored = values(normalQuantile(tensor(at.map((q) => -q)) as Tensor<[22], 'float64'>))
  expect(mirrored.slice(1)).toEqual(computed.slice(1).map((x) => -x))
})

const refused: Record<string, readonly [tag: string, call: () => unknown]> = {
  'a negative seed': ['ArgumentError', () => key(-1)],
  'a seed beyond 2^53 - 1': ['ArgumentError', () => key(2 ** 53)],
  'a fractional seed': ['ArgumentError', () => key(0.5)],
  'a number for a key': ['ArgumentError', () => keyed.normal(0 as unknown as Key, [1])],
  'a number for a key that is split': ['ArgumentError', () => split(0 as unknown as Key)],
  'a key of three words': ['ShapeError', () => bits(zeros([3], int32) as unknown as Key, [1])],
  'several keys at once': ['ShapeError', () => keyed.uniform(split(key(0)) as unknown as Key, [1])],
  'a key of floats': ['DTypeError', () => keyed.normal(zeros([2]) as unknown as Key, [1])],
  'a negative number of keys': ['ShapeError', () => split(key(0), -1)],
  'a fractional size': ['ShapeError', () => bits(key(0), [0.5])],
  'a negative size': ['ShapeError', () => keyed.uniform(key(0), [-1])],
  'folding in a fraction': ['DTypeError', () => foldIn(key(0), 0.5)],
  'folding in a number beyond int32': ['DTypeError', () => foldIn(key(0), 2 ** 40)],
  'folding in several numbers': [
    'ShapeError',
    () => foldIn(key(0), zeros([2], int32) as unknown as Tensor<[], 'int32'>),
  ],
  'folding in a float': ['DTypeError', () => foldIn(key(0), zeros([]) as unknown as Tensor<[], 'int32'>)],
  'uniform int32': ['DTypeError', () => keyed.uniform(key(0), [1], { dtype: 'int32' as 'float32' })],
  'normal bool': ['DTypeError', () => keyed.normal(key(0), [1], { dtype: 'bool' as 'float32' })],
  'a probability above 1': ['ArgumentError', () => keyed.bernoulli(key(0), 1.5, [1])],
  'a probability that is NaN': ['ArgumentError', () => keyed.bernoulli(key(0), NaN, [1])],
  'probabilities of another shape': [
    'ShapeError',
    () => keyed.bernoulli(key(0), tensor([0.5, 0.5]) as Tensor<[2], 'float64'>, [3]),
  ],
  'an empty range': ['ArgumentError', () => keyed.randint(key(0), 3, 3, [1])],
  'a fractional bound': ['ArgumentError', () => keyed.randint(key(0), 0.5, 3, [1])],
  'a range too wide': ['ArgumentError', () => keyed.randint(key(0), -1, 2 ** 31, [1])],
}

it.each(Object.keys(refused))('%s is refused with a typed error', (name) => {
  const [tag, call] = refused[name]
  expect(call).toThrow(CotangentError)
  expect(call).toThrow(expect.objectContaining({ _tag: tag }))
})
