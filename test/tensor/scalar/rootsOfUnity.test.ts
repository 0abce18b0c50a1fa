import { describe, expect, it } from 'vitest'
import { rootsOfUnity } from '../../../src/tensor/scalar/rootsOfUnity.js'
import { type BigFloat, divide, fromNumber, multiply, ulpError } from '../../support/bigfloat.js'
import { atan, cos, sin } from '../../support/bigfloatTrigonometric.js'

const fullTurn = multiply(atan(fromNumber(1)), fromNumber(8))

const angle = (k: number, n: number): BigFloat => divide(multiply(fullTurn, fromNumber(k)), fromNumber(n))

/** Some fifty places from 0 up to n. */
const placesOf = (n: number): readonly number[] =>
  [...Array(n).keys()].filter((k) => k % Math.ceil(n / 50) === 0 || k === n - 1)

describe('roots of unity', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 31, 60, 127, 360, 1021, 4096, 65536, 99991])(
    'of order %i are right to the last bit',
    (n) => {
      const { cosines, sines } = rootsOfUnity(n)
      expect([cosines.length, sines.length]).toEqual([n, n])
      for (const k of placesOf(n)) {
        // At quarter turns one of the two is exactly 0, of which the exact angle's rounding leaves something.
        if ((4 * k) % n === 0) expect([0, 1]).toEqual([cosines[k], sines[k]].map(Math.abs).sort())
        else {
          expect(ulpError(cosines[k], cos(angle(k, n)))).toBeLessThan(0.501)
          expect(ulpError(sines[k], sin(angle(k, n)))).toBeLessThan(0.501)
        }
      }
    },
  )

  it('are as symmetrical as the circle', () => {
    for (const n of [24, 40, 1000]) {
      const { cosines, sines } = rootsOfUnity(n)
      for (let k = 1; k < n; k++) {
        expect([cosines[n - k], sines[n - k]]).toEqual([cosines[k], 0 - sines[k]])
        expect([cosines[(k + n / 4) % n], sines[(k + n / 4) % n]].map((x) => x + 0)).toEqual([
          0 - sines[k],
          cosines[k] + 0,
        ])
      }
      expect(cosines[n / 8]).toBe(sines[n / 8])
    }
  })
})
