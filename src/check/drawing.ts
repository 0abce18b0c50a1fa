import type { Arbitrary, Random, Value } from 'fast-check'
import { uniformBigInt } from 'pure-rand/distribution/uniformBigInt'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xorshift128plus } from 'pure-rand/generator/xorshift128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

// An arbitrary draws and shrinks by its own methods, so that fast-check itself need not be loaded: whoever has an arbitrary
// has loaded the version that it is of.

/** A whole number as arbitraries of fast-check 3 know it: its words of 32 bits, the highest first. */
interface Words {
  readonly sign: 1 | -1
  readonly data: readonly number[]
}

const word = 2n ** 32n

const fromWords = ({ sign, data }: Words): bigint =>
  BigInt(sign) * data.reduce((value, each) => value * word + BigInt(each), 0n)

const toWords = (value: bigint): Words => {
  const size = value < 0n ? -value : value
  return { sign: value < 0n ? -1 : 1, data: [Number(size / word), Number(size % word)] }
}

/** What arbitraries draw from: of fast-check 4, and of 3, which asks for words too. */
interface Source extends Random {
  readonly nextArrayInt: (min: Words, max: Words) => Words
}

/** Numbers of a generator from where it stands. What is drawn moves on within, as arbitraries expect. */
const sourceOf = (generator: RandomGenerator): Source => {
  const own = generator.clone()
  const nextInt = (min = -(2 ** 31), max = 2 ** 31 - 1): number => uniformInt(own, min, max)
  const next = (bits: number): number => nextInt(0, 2 ** bits - 1)
  return {
    clone: () => sourceOf(own),
    next,
    nextBoolean: () => next(1) === 1,
    nextInt,
    nextBigInt: (min, max) => uniformBigInt(own, min, max),
    nextArrayInt: (min, max) => toWords(uniformBigInt(own, fromWords(min), fromWords(max))),
    nextDouble: () => (next(26) * 2 ** 27 + next(27)) / 2 ** 53,
    getState: () => own.getState(),
  }
}

/** One of so many draws keeps to small and extreme values: fewer as the runs go on, by their digits. */
const biasOf = (run: number): number => 1 + String(run + 1).length

/** What is drawn for every run from one on, without end: the values that fast-check's own runner draws of that seed. */
export const drawsOf = function* <T>(arbitrary: Arbitrary<T>, seed: number, from = 0): Generator<Value<T>> {
  const generator = xorshift128plus(seed)
  for (let run = 0; ; run++) {
    generator.jump()
    if (run >= from) yield arbitrary.generate(sourceOf(generator), biasOf(run))
  }
}

/** Simpler values in place of a drawn one, the simplest first. */
export const shrinksOf = <T>(arbitrary: Arbitrary<T>, { value_, context }: Value<T>): Iterable<Value<T>> =>
  arbitrary.shrink(value_, context)
