import { arange, bitwiseXor, type Tensor, tensor, toTypedArray, zeros } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { threefry, type Words } from '../../src/random/threefry.js'

type Pair = readonly [Words, Words]

const int32 = { dtype: 'int32' } as const
const values = (t: Tensor): readonly number[] => Array.from(toTypedArray(t))

describe('Threefry-2x32 of 20 rounds', () => {
  const pair = (hexadecimal: string): Pair => {
    const [left, right] = hexadecimal.split(' ').map((word) => tensor(Number.parseInt(word, 16) | 0, int32) as Words)
    return [left, right]
  }

  it.each([
    ['00000000 00000000', '00000000 00000000', '6b200159 99ba4efe'],
    ['ffffffff ffffffff', 'ffffffff ffffffff', '1cb996fc bb002be7'],
    ['13198a2e 03707344', '243f6a88 85a308d3', 'c4923a9c 483df7a0'],
  ])('gives the known answer: key %s, counter %s', (key, counter, answer) => {
    const words = threefry(pair(key), pair(counter)).flatMap(values)
    expect(words.map((word) => (word >>> 0).toString(16)).join(' ')).toBe(answer)
  })

  const turned = ([left, right]: Pair, place: number): Pair =>
    place < 32
      ? [bitwiseXor(left, (1 << place) | 0) as Words, right]
      : [left, bitwiseXor(right, 1 << (place - 32)) as Words]

  const countBits = (word: number): number => (word === 0 ? 0 : (word & 1) + countBits(word >>> 1))

  it('is a bijection that spreads: one bit turned in the key or in the counter turns half of the 64 bits', () => {
    const trials = 256
    const key: Pair = [arange(trials, int32) as Words, zeros([trials], int32) as Words]
    const counter: Pair = [zeros([trials], int32) as Words, arange(trials, int32) as Words]
    const plain = threefry(key, counter)
    // The number of turned bits is that of heads among 64 trials fair coins, six standard deviations either way.
    const bound = 6 * Math.sqrt((64 * trials) / 4)
    for (let place = 0; place < 64; place++) {
      for (const other of [threefry(turned(key, place), counter), threefry(key, turned(counter, place))]) {
        const differences = plain.flatMap((words, index) => values(bitwiseXor(words, other[index])))
        const heads = differences.reduce((total, difference) => total + countBits(difference), 0)
        expect(Math.abs(heads - (64 * trials) / 2)).toBeLessThan(bound)
      }
    }
  })
})
