import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalOf, shortest } from '../../src/tensor/decimal.js'

const positive = fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true })

/** Every bit pattern alike, so that exponents of all sizes come up. */
const positiveFloat32 = fc
  .integer({ min: 1, max: 0x7f7fffff })
  .map((word) => new Float32Array(Int32Array.of(word).buffer)[0])

const powersOfTwo = fc.integer({ min: -1074, max: 1023 }).map((power) => 2 ** power)

const named = (digits: string, exponent: number): number => Number(`${digits[0]}.${digits.slice(1) || '0'}e${exponent}`)

describe('decimalOf', () => {
  it('gives the digits that the language itself gives to a float64', () => {
    fc.assert(
      fc.property(fc.oneof(positive, powersOfTwo), (value) => {
        const [mantissa, exponent] = value.toExponential().split('e')
        expect(decimalOf(value, 'float64', shortest)).toEqual({
          digits: mantissa.replace('.', ''),
          exponent: Number(exponent),
        })
      }),
      { numRuns: 2000 },
    )
  })

  it('gives the shortest digits that name a float32', () => {
    fc.assert(
      fc.property(positiveFloat32, (value) => {
        const { digits, exponent } = decimalOf(value, 'float32', shortest)
        expect(Math.fround(named(digits, exponent))).toBe(value)
        const shorter = value.toExponential(Math.max(0, digits.length - 2))
        if (digits.length > 1) expect(Math.fround(Number(shorter))).not.toBe(value)
      }),
      { numRuns: 2000 },
    )
  })

  it('rounds the exact value to the digits allowed', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 1, max: 21 }), (value, most) => {
        const { digits, exponent } = decimalOf(value, 'float64', () => ({ least: most, most }))
        fc.pre(!isTie(value, most))
        expect(`${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}`).toBe(
          value.toExponential(most - 1).split('e')[0],
        )
        expect(exponent).toBe(Number(value.toExponential(most - 1).split('e')[1]))
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    [0.5, 1, '5', -1],
    [2.5, 1, '2', 0],
    [3.5, 1, '4', 0],
    [9.5, 1, '1', 1],
    [1 / 512, 6, '195312', -3],
    [3 / 512, 6, '585938', -3],
  ])('rounds %d half to even to %d digits', (value, most, digits, exponent) => {
    expect(decimalOf(value, 'float64', () => ({ least: most, most }))).toEqual({ digits, exponent })
  })

  it.each([
    [1e23, '1', 23],
    [Number.MAX_VALUE, '17976931348623157', 308],
    [5e-324, '5', -324],
    [2 ** -44, '5684341886080802', -14],
  ])('knows its neighbours at %d', (value, digits, exponent) => {
    expect(decimalOf(value, 'float64', shortest)).toEqual({ digits, exponent })
  })

  it('goes on exactly past the digits that tell a number apart', () => {
    expect(decimalOf(Math.fround(0.1), 'float32', () => ({ least: 9, most: 9 }))).toEqual({
      digits: '100000001',
      exponent: -1,
    })
  })
})

/** Whether a number lies exactly between two neighbours of so many digits, where the language rounds away from zero. */
const isTie = (value: number, digits: number): boolean => {
  const [mantissa] = value.toExponential(Math.min(100, digits + 60)).split('e')
  return /^50*$/.test(mantissa.replace('.', '').slice(digits))
}
