import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { arange, reshape, type Tensor, toArray, toTypedArray } from 'cotangent'
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
import { isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, it } from 'vitest'

const read = (name: string) => JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8'))

/** What NumPy's RandomState draws after each seed, by the name of the call; every call starts from the fresh state. */
const golden: Record<string, Record<string, never>> = read('rng.json')
const more: {
  randn: { seed: number; count: number; float64: string }
  'choice without replacement': {
    seed: number
    p: number[]
    size: number
    chosen: number[]
    'then random_sample': number
  }[]
} = read('rng_more.json')

const seeds: Record<string, number | readonly number[]> = { '2**32-1': 2 ** 32 - 1, 'array [1,2,3]': [1, 2, 3] }
const stateOf = (name: string): RandomState => seed(seeds[name] ?? Number(name))

const letters = [...'abcdefgh']
const rows = reshape(arange(12), [6, 2])
const nested = ({ shape, data }: { shape: [number, number]; data: number[] }): number[][] =>
  Array.from({ length: shape[0] }, (_, row) => data.slice(row * shape[1], (row + 1) * shape[1]))

/** Draws whose values must be NumPy's to the bit. */
const exactDraws: Record<string, Rand<Tensor>> = {
  'random_sample(20)': random([20]),
  'uniform(-1,1,20)': uniform(-1, 1, [20]),
  'randint(0,10,20)': randint(0, 10, [20]),
  'randint(0,2,20)': randint(0, 2, [20]),
  'randint(0,3,20)': randint(0, 3, [20]),
  'randint(-5,6,20)': randint(-5, 6, [20]),
  'randint(0,1,20)': randint(0, 1, [20]),
  'randint(0,1000003,20)': randint(0, 1000003, [20]),
  'randint(0,1099511627776,20)': randint(0, 2 ** 40, [20], { dtype: 'float64' }),
  'permutation(10)': permutation(10),
  'shuffle(arange(10))': shuffle(arange(10)),
  'choice(10,20)': choice(10, [20]),
  'choice(10,6,replace=False)': choice(10, [6], { replace: false }),
  'choice(4,20,p=[.1,.2,.3,.4])': choice(4, [20], { p: [0.1, 0.2, 0.3, 0.4] }),
}

/** Draws of normals: the last bit may differ where the C library's logarithm is not the correctly rounded one. */
const normalDraws: Record<string, Rand<Tensor>> = {
  'randn(20)': standardNormal([20]),
  'normal(0,1/sqrt(2),20)': normal(0, 1 / Math.sqrt(2), [20]),
  'normal(0,0.5,20)': normal(0, 0.5, [20]),
  'normal(1.5,2,20)': normal(1.5, 2, [20]),
}

/** Tests by hand, for draws that are not one tensor. */
const otherNames = [
  'state_key_first8',
  'state_key_last4',
  'uint32 words',
  'interleave',
  'after randn(3)',
  'permutation(20) then random_sample',
  'shuffle(list abcdefgh)',
  'shuffle(arange(12).reshape(6,2))',
  'permutation(arange(12).reshape(6,2))',
  'choice([10,20,30],5)',
  'permutation(60000)',
]

const ordinal = (x: number): bigint => {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, x)
  const magnitude = bits.getBigInt64(0) & 0x7fffffffffffffffn
  return x < 0 ? -magnitude : magnitude
}

/** How many doubles lie between two, plus one; 0 for equal ones. */
const ulpsBetween = (a: number, b: number): number => Math.abs(Number(ordinal(a) - ordinal(b)))

const item = (t: Tensor): number => toTypedArray(t)[0]

describe('the generator draws what NumPy draws', () => {
  it('has a test for every recorded draw', () => {
    const tested = new Set([...Object.keys(exactDraws), ...Object.keys(normalDraws), ...otherNames])
    for (const draws of Object.values(golden))
      expect(Object.keys(draws).filter((name) => !tested.has(name))).toEqual([])
  })

  describe.each(Object.keys(golden))('seed %s', (name) => {
    const expected = golden[name]
    const start = stateOf(name)
    const when = (draw: string) => it.skipIf(expected[draw] === undefined)

    when('state_key_first8')('state', () => {
      expect(Array.from(start.words).slice(0, 8)).toEqual(expected.state_key_first8)
      expect(Array.from(start.words).slice(-4)).toEqual(expected.state_key_last4)
      expect(start.position).toBe(624)
    })

    it.each(Object.keys(exactDraws))('%s', (draw) => {
      expect(toArray(exactDraws[draw](start)[0])).toEqual(expected[draw])
    })

    it.each(Object.keys(normalDraws))('%s', (draw) => {
      const drawn = toTypedArray(normalDraws[draw](start)[0])
      const recorded: number[] = expected[draw]
      expect(drawn.length).toBe(recorded.length)
      recorded.forEach((value, index) => {
        expect(ulpsBetween(drawn[index], value)).toBeLessThanOrEqual(1)
      })
    })

    when('uint32 words')('raw words', () => {
      const [words] = randint(0, 2 ** 32, [20], { dtype: 'float64' })(start)
      expect(toArray(words)).toEqual(expected['uint32 words'])
    })

    when('interleave')('an interleaving of normals and others, which the cached normal survives', () => {
      const { order, values }: { order: string; values: number[] } = expected.interleave
      expect(order).toBe('randn,random_sample,randn(cached),random_sample,randint(0,10),randn')
      const draws: Rand<Tensor>[] = [
        standardNormal([]),
        random([]),
        standardNormal([]),
        random([]),
        randint(0, 10, []),
        standardNormal([]),
      ]
      let state = start
      draws.forEach((draw, index) => {
        const [value, next] = draw(state)
        expect(ulpsBetween(item(value), values[index])).toBeLessThanOrEqual(1)
        state = next
      })
    })

    when('after randn(3)')('the state after an odd number of normals', () => {
      const { pos, has_gauss, cached_gaussian } = expected['after randn(3)'] as Record<string, number>
      const [, { position, cachedGaussian }] = standardNormal([3])(start)
      expect(position).toBe(pos)
      expect(isSome(cachedGaussian)).toBe(has_gauss === 1)
      if (isSome(cachedGaussian)) expect(ulpsBetween(cachedGaussian.value, cached_gaussian)).toBeLessThanOrEqual(1)
    })

    when('permutation(20) then random_sample')('permutation(20) then random', () => {
      const [order, next] = permutation(20)(start)
      const [value] = random([])(next)
      expect([toArray(order), item(value)]).toEqual(expected['permutation(20) then random_sample'])
    })

    when('shuffle(list abcdefgh)')('shuffle of an array and of rows', () => {
      expect(shuffle(letters)(start)[0]).toEqual(expected['shuffle(list abcdefgh)'])
      expect(toArray(shuffle(rows)(start)[0])).toEqual(nested(expected['shuffle(arange(12).reshape(6,2))']))
      expect(toArray(permutation(rows)(start)[0])).toEqual(nested(expected['permutation(arange(12).reshape(6,2))']))
    })

    when('choice([10,20,30],5)')('choice of the items of an array', () => {
      expect(choice([10, 20, 30], 5)(start)[0]).toEqual(expected['choice([10,20,30],5)'])
    })

    when('permutation(60000)')('permutation(60000)', () => {
      const { first20, last20, sha256_i64le } = expected['permutation(60000)'] as {
        first20: number[]
        last20: number[]
        sha256_i64le: string
      }
      const order = toTypedArray(permutation(60000)(start)[0])
      expect([...order.slice(0, 20)]).toEqual(first20)
      expect([...order.slice(-20)]).toEqual(last20)
      const bytes = new Uint8Array(BigInt64Array.from(order, BigInt).buffer)
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256_i64le)
    })
  })

  it.each(more['choice without replacement'])('choice without replacement: seed $seed, $size of $p', (recorded) => {
    const { p, size } = recorded
    const [chosen, next] = choice(p.length, [size], { replace: false, p })(seed(recorded.seed))
    expect(toArray(chosen)).toEqual(recorded.chosen)
    expect(item(random([])(next)[0])).toBe(recorded['then random_sample'])
  })

  it.each([
    [0, 2 ** 32, [4056582031, 597971307, 1993286476, 2250930427]],
    [0, 2 ** 32 + 1, [2250930427, 3248386485, 1330032250, 287503189]],
    [-(2 ** 53) + 2, 1, [-6043400639590035, -4746263028664067, -1403128207478345, -2515586785038724]],
    [0, 2 ** 53 - 1, [2963798615150955, 4260936226076923, 7604071047262645, 6491612469702266]],
  ])('randint(%i, %i) beyond 32 bits', (low, high, values) => {
    expect(toArray(randint(low, high, [4], { dtype: 'float64' })(seed(37))[0])).toEqual(values)
  })

  it('randint over all of int32', () => {
    const values = [1909098383, -1549512341, -154197172, 103446779]
    expect(toArray(randint(-(2 ** 31), 2 ** 31, [4])(seed(37))[0])).toEqual(values)
  })

  it('at least 99.9 % of normals are identical, the others within 1 ulp', () => {
    const { count, float64, seed: start } = more.randn
    const recorded = new Float64Array(new Uint8Array(Buffer.from(float64, 'base64')).buffer)
    const drawn = toTypedArray(standardNormal([count])(seed(start))[0])
    const distances = Array.from(recorded, (value, index) => ulpsBetween(value, drawn[index]))
    expect(Math.max(...distances)).toBeLessThanOrEqual(1)
    expect(distances.filter((distance) => distance > 0).length).toBeLessThanOrEqual(count / 1000)
  })
})
