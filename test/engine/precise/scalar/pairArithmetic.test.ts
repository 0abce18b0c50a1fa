import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, mul, type Pair, widen, zero } from '../../../../src/engine/precise/scalar/index.js'
import { pairArithmetic as o } from '../../../../src/engine/precise/scalar/pairArithmetic.js'
import { DTypeError } from '../../../../src/tensor/index.js'
import { integerOf, pairsBetween, pairsOfSize } from './pairs.js'

const any = pairsOfSize(-300, 300)

describe('as an algebra for kernels and routines', () => {
  it('has exponents and significands: a = 2^e s, 1 <= s < 2', () =>
    fc.assert(
      fc.property(any, (x) => {
        const a = o.abs(x)
        const significand = o.significand(a)
        expect(o.lessEqual(o.constant(1), significand).high).toBe(1)
        expect(o.less(significand, o.constant(2)).high).toBe(1)
        expect(mul(significand, o.power2(o.exponent(a)))).toEqual(a)
      }),
    ))

  it('looks at the low part where the high one is a power of two', () => {
    const below = { high: 8, low: -(2 ** -60) }
    expect(o.exponent(below).high).toBe(2)
    expect(o.significand(below)).toEqual({ high: 2, low: -(2 ** -62) })
    expect(o.exponent(widen(8)).high).toBe(3)
  })

  it('leaves what division toward zero does, with the sign of the dividend', () =>
    fc.assert(
      fc.property(pairsBetween(-99, 99), pairsOfSize(-3, 3), (a, b) => {
        const found = integerOf(o.remainder(a, b))
        const exact = integerOf(a) % integerOf(b)
        const error = found > exact ? found - exact : exact - found
        expect(error << 105n <= (exact < 0n ? -exact : exact)).toBe(true)
      }),
    ))

  it('flips signs by signs, those of zeros too', () => {
    const x: Pair = { high: 3, low: 2 ** -60 }
    expect(o.flipSign(x, widen(-0))).toEqual({ high: -3, low: -(2 ** -60) })
    expect(o.flipSign(x, zero)).toEqual(x)
  })

  it('chooses, and has truth values', () => {
    const [yes, no] = [o.less(zero, o.constant(1)), o.equal(zero, o.constant(1))]
    expect([o.and(yes, no), o.or(yes, no), o.not(no), o.not(yes), o.and(yes, yes), o.or(no, no)]).toEqual([
      no,
      yes,
      yes,
      no,
      yes,
      no,
    ])
    expect(o.select(no, widen(1), widen(2))).toEqual(widen(2))
    const never = (): never => {
      throw new Error('the other side of a branch ran')
    }
    expect(o.branch(yes, () => widen(3), never)).toEqual(widen(3))
    expect(o.branch(no, never, () => widen(4))).toEqual(widen(4))
    expect(o.lookup([5, 6], widen(1))).toEqual(widen(6))
  })

  it('rounds', () => {
    const x = add(widen(2 ** 60), widen(0.75))
    expect(o.nearest(x)).toEqual({ high: 2 ** 60, low: 1 })
    expect(o.floor(x)).toEqual({ high: 2 ** 60, low: 0 })
  })

  it.each(['xor', 'shiftLeft', 'shiftRight', 'shiftRightLogical'] as const)('has no %s', (name) =>
    expect(() => o[name](zero, zero)).toThrow(DTypeError),
  )
})
