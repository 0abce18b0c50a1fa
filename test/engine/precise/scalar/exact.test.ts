import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, div, functions, mul, type Pair, sub } from '../../../../src/engine/precise/scalar/index.js'
import { integerOf, pairsBetween, pairsOfSize } from './pairs.js'

// Independent definitions, in integers: a pair is a whole number of units of 2^-1074.

const unit = 1n << 1074n
const absolute = (x: bigint): bigint => (x < 0n ? -x : x)
const floorOf = (a: bigint, b: bigint): bigint => {
  const truncated = a / b
  return truncated * b !== a && a < 0n !== b < 0n ? truncated - 1n : truncated
}

/** Whether a pair is an exact number of units but for 2^-bits of it. */
const isNear = (found: Pair, exact: bigint, bits: bigint): boolean =>
  absolute(integerOf(found) - exact) << bits <= absolute(exact)

const wide = pairsOfSize(-200, 200)

/** What the papers have: 3, 8 and 10 times 2^-106. */
describe('arithmetic', () => {
  const operands = fc.oneof(
    fc.tuple(wide, wide),
    fc.tuple(pairsOfSize(-2, 2), pairsOfSize(-2, 2)),
    fc.tuple(pairsOfSize(-2, 2), pairsOfSize(-99, -80)).map(([a, b]): readonly [Pair, Pair] => [a, add(a, b)]),
    // Nearly opposite, so that little is left.
    fc.tuple(pairsOfSize(-2, 2), pairsOfSize(-70, -30)).map(([a, b]): readonly [Pair, Pair] => {
      const { high, low } = add(a, b)
      return [a, { high: -high, low: -low }]
    }),
  )

  it('adds and subtracts to 2^-104', () => {
    fc.assert(
      fc.property(operands, ([a, b]) => {
        expect(isNear(add(a, b), integerOf(a) + integerOf(b), 104n)).toBe(true)
        expect(isNear(sub(a, b), integerOf(a) - integerOf(b), 104n)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('multiplies to 2^-103 and divides to 2^-102', () => {
    fc.assert(
      fc.property(operands, ([a, b]) => {
        expect(isNear(mul(a, b), (integerOf(a) * integerOf(b)) >> 1074n, 102n)).toBe(true)
        expect(isNear(div(a, b), (integerOf(a) << 1074n) / integerOf(b), 102n)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('compares, and knows the greater from the lesser', () => {
    fc.assert(
      fc.property(operands, ([a, b]) => {
        const [first, second] = [integerOf(a), integerOf(b)]
        expect(functions.less(a, b).high).toBe(Number(first < second))
        expect(functions.lessEqual(a, b).high).toBe(Number(first <= second))
        expect(functions.equal(a, b).high).toBe(Number(first === second))
        expect(functions.equal(a, a).high).toBe(1)
        expect(integerOf(functions.maximum(a, b))).toBe(first < second ? second : first)
        expect(integerOf(functions.minimum(a, b))).toBe(first < second ? first : second)
      }),
    )
  })
})

/** Numbers around whole and half ones of any size, a low part away from them or not. */
const aroundWhole = fc
  .tuple(
    fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 2 ** 40, max: 2 ** 53 })),
    fc.constantFrom(0, 0.25, 0.5, 0.75, 1, 1.5),
    fc.constantFrom(0, 0.5, -0.5, 0.25, 2 ** -60, -(2 ** -60)),
  )
  .map(([whole, part, low]): Pair => add({ high: whole + part, low: 0 }, { high: low, low: 0 }))

describe('rounding', () => {
  const numbers = fc.oneof(aroundWhole, wide, pairsBetween(-3, 3))

  it('goes down, up, to zero and to the nearest, of two to the even one', () => {
    fc.assert(
      fc.property(numbers, (x) => {
        const exact = integerOf(x)
        const below = floorOf(exact, unit)
        const above = -floorOf(-exact, unit)
        expect(integerOf(functions.floor(x))).toBe(below * unit)
        expect(integerOf(functions.ceil(x))).toBe(above * unit)
        expect(integerOf(functions.trunc(x))).toBe((exact / unit) * unit)
        const rest = 2n * (exact - below * unit)
        const isUp = rest === unit ? below % 2n !== 0n : rest > unit
        expect(integerOf(functions.round(x))).toBe((isUp ? above : below) * unit)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('floor division', () => {
  const multiples = fc
    .tuple(fc.integer({ min: -999, max: 999 }), pairsBetween(0.1, 9), fc.constantFrom(0, 2 ** -100, -(2 ** -100)))
    .map(([count, b, more]): readonly [Pair, Pair] => [add(mul({ high: count, low: 0 }, b), { high: more, low: 0 }), b])
  const operands = fc.oneof(
    fc.tuple(pairsBetween(-99, 99), pairsOfSize(-3, 3)),
    fc.tuple(wide, wide),
    fc.tuple(pairsOfSize(300, 400), pairsOfSize(-400, -300)),
    multiples,
  )

  it('is the floor of the quotient, and leaves the remainder', () => {
    fc.assert(
      fc.property(operands, ([a, b]) => {
        const [dividend, divisor] = [integerOf(a), integerOf(b)]
        const count = floorOf(dividend, divisor)
        expect(isNear(functions.floorDiv(a, b), count * unit, 105n)).toBe(true)
        expect(isNear(functions.remainder(a, b), dividend - count * divisor, 105n)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})
