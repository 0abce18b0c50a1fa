import { describe, expect, it } from 'vitest'
import { float64Arithmetic as float64, int32Arithmetic as int32 } from '../../../src/tensor/scalar/index.js'
import { map, positive, take, uniform } from './samples.js'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number

describe('float64', () => {
  it.each([
    [0, 0],
    [-0, -0],
    [0.5, 0],
    [-0.5, -0],
    [1.5, 2],
    [2.5, 2],
    [-2.5, -2],
    [0.49999999999999994, 0],
    [-0.3, -0],
    [2 ** 52 - 0.5, 2 ** 52],
    [2 ** 51 + 0.5, 2 ** 51],
    [2 ** 52 + 1, 2 ** 52 + 1],
    [-(2 ** 53), -(2 ** 53)],
    [1e300, 1e300],
    [infinity, infinity],
    [-infinity, -infinity],
    [nan, nan],
    [Number.MIN_VALUE, 0],
  ])('nearest integer of %d is %d', (x, y) => expect(float64.nearest(x)).toBe(y))

  it('orders -0 before 0 and passes NaN on', () => {
    expect(float64.minimum(0, -0)).toBe(-0)
    expect(float64.maximum(-0, 0)).toBe(0)
    for (const choice of [float64.minimum, float64.maximum]) {
      expect(choice(nan, 1)).toBe(nan)
      expect(choice(1, nan)).toBe(nan)
    }
  })

  it('flips a sign with that of another number, of a zero too', () => {
    expect([1, -1].flatMap((a) => [2, -2, 0, -0].map((b) => float64.flipSign(a, b)))).toEqual([
      1, -1, 1, -1, -1, 1, -1, 1,
    ])
    expect([float64.flipSign(-0, 1), float64.flipSign(0, -infinity), Math.abs(float64.flipSign(5, nan))]).toEqual([
      -0, -0, 5,
    ])
  })

  it('has every normal power of two', () => {
    expect(float64.power2(-1022)).toBe(2.2250738585072014e-308)
    expect(float64.power2(0)).toBe(1)
    expect(float64.power2(1023)).toBe(8.98846567431158e307)
    for (let n = -1022; n < 1023; n++) expect(float64.power2(n + 1)).toBe(2 * float64.power2(n))
  })

  it('takes positive normal numbers apart', () => {
    expect([2.2250738585072014e-308, 0.75, 1, 2, Number.MAX_VALUE].map(float64.exponent)).toEqual([
      -1022, -1, 0, 1, 1023,
    ])
    for (const x of take(
      1000,
      map(positive(), (x) => Math.max(x, 2.2250738585072014e-308)),
    )) {
      const significand = float64.significand(x)
      expect(significand).toBeGreaterThanOrEqual(1)
      expect(significand).toBeLessThan(2)
      expect(significand * float64.power2(float64.exponent(x))).toBe(x)
    }
  })

  it('has the truth values 1 and 0', () => {
    expect([float64.less(1, 2), float64.less(2, 2), float64.less(nan, 2)]).toEqual([1, 0, 0])
    expect([float64.lessEqual(2, 2), float64.lessEqual(3, 2), float64.lessEqual(2, nan)]).toEqual([1, 0, 0])
    expect([float64.equal(0, -0), float64.equal(1, 2), float64.equal(nan, nan)]).toEqual([1, 0, 0])
    const table = (f: (a: number, b: number) => number) => [f(0, 0), f(0, 1), f(1, 0), f(1, 1)]
    expect(table(float64.and)).toEqual([0, 0, 0, 1])
    expect(table(float64.or)).toEqual([0, 1, 1, 1])
    expect([float64.not(0), float64.not(1)]).toEqual([1, 0])
    expect([float64.select(1, -0, nan), float64.select(0, nan, -0)]).toEqual([-0, -0])
  })

  it('runs one side of a branch', () => {
    const ran: number[] = []
    const side = (value: number) => () => {
      ran.push(value)
      return value
    }
    expect([float64.branch(1, side(1), side(2)), float64.branch(0, side(3), side(4))]).toEqual([1, 4])
    expect(ran).toEqual([1, 4])
  })

  it('looks numbers up in a table, and does no harm beside it', () => {
    const table = [-0, 0.1, nan]
    expect([0, -0, 1, 2].map((index) => float64.lookup(table, index))).toEqual([-0, -0, 0.1, nan])
    for (const index of [-1, 3, 1e300, infinity, nan]) expect(float64.lookup(table, index)).toBeTypeOf('number')
  })

  it('refuses what only integers have', () => {
    expect(() => float64.xor(1, 2)).toThrow(/xor: there is none on float64/)
    expect(() => float64.shiftLeft(1, 2)).toThrow(/shiftLeft/)
    expect(() => float64.shiftRight(1, 2)).toThrow(/shiftRight/)
    expect(() => float64.shiftRightLogical(1, 2)).toThrow(/shiftRightLogical/)
  })
})

describe('int32', () => {
  const least = -(2 ** 31)
  const greatest = 2 ** 31 - 1
  const operands = [0, 1, -1, 5, least, greatest, ...take(200, map(uniform(least, greatest), Math.trunc))]

  it('wraps modulo 2^32', () => {
    for (const a of operands) {
      for (const b of operands.slice(0, 20)) {
        expect(int32.add(a, b)).toBe(Number(BigInt.asIntN(32, BigInt(a) + BigInt(b))))
        expect(int32.sub(a, b)).toBe(Number(BigInt.asIntN(32, BigInt(a) - BigInt(b))))
        expect(int32.mul(a, b)).toBe(Number(BigInt.asIntN(32, BigInt(a) * BigInt(b))))
        expect(int32.xor(a, b)).toBe(Number(BigInt.asIntN(32, BigInt(a) ^ BigInt(b))))
      }
      expect(int32.neg(a)).toBe(Number(BigInt.asIntN(32, -BigInt(a))))
      expect(int32.abs(a)).toBe(a === least ? least : Math.abs(a))
    }
  })

  it('shifts by the count modulo 32, zeros coming in', () => {
    expect([int32.shiftLeft(1, 31), int32.shiftLeft(1, 33), int32.shiftLeft(-1, 4)]).toEqual([least, 2, -16])
    expect([int32.shiftRightLogical(-1, 28), int32.shiftRightLogical(-1, 32), int32.shiftRightLogical(8, 34)]).toEqual([
      15, -1, 2,
    ])
  })

  it('divides toward zero, and gives 0 where the divisor is', () => {
    for (const a of operands)
      for (const b of operands) {
        const [quotient, rest] = b === 0 ? [0n, 0n] : [BigInt(a) / BigInt(b), BigInt(a) % BigInt(b)]
        expect(int32.div(a, b)).toBe(Number(BigInt.asIntN(32, quotient)))
        expect(int32.remainder(a, b)).toBe(Number(rest))
      }
  })

  it('has the bits of both and of either, and shifts its sign in', () => {
    expect([int32.and(0b1100, 0b1010), int32.or(0b1100, 0b1010), int32.and(-1, least)]).toEqual([0b1000, 0b1110, least])
    expect([int32.shiftRight(-16, 2), int32.shiftRight(16, 34), int32.shiftRight(least, 31)]).toEqual([-4, 4, -1])
    expect(int32.floor(-7)).toBe(-7)
  })

  it('orders and compares', () => {
    expect([int32.minimum(least, 3), int32.maximum(least, 3)]).toEqual([least, 3])
    expect([int32.less(least, 0), int32.lessEqual(0, 0), int32.equal(1, 2), int32.nearest(7)]).toEqual([1, 1, 0, 7])
    expect(int32.select(int32.less(1, 2), 10, 20)).toBe(10)
    expect(
      int32.branch(
        int32.less(2, 1),
        () => 10,
        () => 20,
      ),
    ).toBe(20)
  })

  it.each(['flipSign', 'sqrt', 'power2', 'exponent', 'significand', 'lookup'] as const)('refuses %s', (operation) => {
    expect(() => (int32[operation] as (a: unknown, b: number) => number)(1, 2)).toThrow(
      `${operation}: there is none on int32`,
    )
  })
})
