import { ArgumentError } from 'cotangent'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnPoint, firstFailure } from '../../src/check/drawn.js'

/** Arbitraries of all ways to draw: numbers of all kinds, what is chosen, mapped, chained, filtered, put together. */
const arbitraries: { readonly [name: string]: fc.Arbitrary<unknown> } = {
  'whole numbers': fc.integer(),
  'large whole numbers': fc.maxSafeInteger(),
  'big integers': fc.bigInt({ min: -(2n ** 90n), max: 2n ** 70n }),
  numbers: fc.double(),
  'numbers of float32': fc.float({ min: -3, max: 5 }),
  booleans: fc.boolean(),
  texts: fc.string(),
  lists: fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 9 }),
  'choices, mapped': fc.oneof(fc.constant(0), fc.nat(9), fc.constantFrom(1, 2)).map((x) => x + 1),
  'what depends on what was drawn': fc.nat(6).chain((count) => fc.tuple(fc.nat(count), fc.array(fc.nat(count)))),
  'what passes': fc.integer({ min: -50, max: 50 }).filter((x) => x % 3 !== 0),
  records: fc.record({ w: fc.array(fc.integer({ min: -9, max: 9 })), b: fc.option(fc.nat()) }),
  'what is built up': fc.letrec((tie) => ({ tree: fc.oneof({ maxDepth: 3 }, fc.nat(), fc.array(tie('tree'))) })).tree,
  sets: fc.uniqueArray(fc.nat(20)),
  'shuffled lists': fc.shuffledSubarray([1, 2, 3, 4, 5]),
  'what is not biased': fc.noBias(fc.integer()),
  'what does not shrink': fc.noShrink(fc.array(fc.nat())),
}

const operation = 'gradcheck'

const names = Object.keys(arbitraries)

/** All values that are drawn. */
const drawn = (arbitrary: fc.Arbitrary<unknown>, seed: number, runs: number): readonly unknown[] => {
  const values: unknown[] = []
  const passes = (x: unknown): undefined => {
    values.push(x)
  }
  firstFailure(arbitrary, passes, () => true, { operation, seed, runs, replayPath: undefined })
  return values
}

/** As good as random, and the same for the same value. */
const digest = (value: unknown): number => {
  let hash = 17
  for (const letter of fc.stringify(value)) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0
  return hash
}

/** The values that were tried, in their order. */
const triedByUs = (arbitrary: fc.Arbitrary<unknown>, seed: number, one: number, replayPath?: string) => {
  const tried: unknown[] = []
  const failureAt = (x: unknown): unknown => {
    tried.push(x)
    return digest(x) % one === 0 ? { x } : undefined
  }
  const found = firstFailure(arbitrary, failureAt, () => true, { operation, seed, runs: 40, replayPath })
  return { tried, path: found?.replayPath, smallest: (found?.smallest as { x: unknown } | undefined)?.x }
}

const triedByThem = (arbitrary: fc.Arbitrary<unknown>, seed: number, one: number, path?: string) => {
  const tried: unknown[] = []
  const passes = (x: unknown): boolean => {
    tried.push(x)
    return digest(x) % one !== 0
  }
  const settings = { seed, numRuns: 40, ...(path === undefined ? {} : { path }) }
  const { counterexample, counterexamplePath } = fc.check(fc.property(arbitrary, passes), settings)
  return { tried, path: counterexamplePath ?? undefined, smallest: counterexample?.[0] }
}

describe('points', () => {
  it.each(names)('are the values that fast-check draws itself: %s', (name) => {
    for (const seed of [0, 1, -7, 2 ** 31 - 1, 2 ** 40 + 3])
      expect(drawn(arbitraries[name], seed, 300)).toEqual(fc.sample(arbitraries[name], { seed, numRuns: 300 }))
  })

  it('are shrunk as fast-check does it, with the same path, as long as few are tried', () => {
    const runs = fc.record({ name: fc.constantFrom(...names), seed: fc.integer(), one: fc.constantFrom(2, 3, 7, 20) })
    fc.assert(
      fc.property(runs, ({ name, seed, one }) => {
        const arbitrary = arbitraries[name]
        const [ours, theirs] = [triedByUs(arbitrary, seed, one), triedByThem(arbitrary, seed, one)]
        expect(theirs.tried.slice(0, ours.tried.length)).toEqual(ours.tried)
        if (theirs.tried.length > 100) return
        expect(ours).toEqual(theirs)
        if (ours.path !== undefined) {
          const again = triedByUs(arbitrary, seed, one, ours.path)
          expect(again).toEqual(triedByThem(arbitrary, seed, one, ours.path))
          expect(again.tried[0]).toEqual(ours.smallest)
        }
      }),
      { seed: 5, numRuns: 300 },
    )
  })

  it.each(['x', '-1', '3:', '3:0:1e9', '3:400'])('that a path does not lead to are refused: %s', (path) =>
    expect(() => triedByUs(fc.nat(9), 0, 1, path)).toThrow(ArgumentError),
  )

  it('that show what draws are the first of seed 0', () => {
    for (const name of names)
      expect(drawnPoint(arbitraries[name])).toEqual(fc.sample(arbitraries[name], { seed: 0, numRuns: 1 })[0])
  })
})
