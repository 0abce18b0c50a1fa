import { describe, expect, it } from 'vitest'
import * as exact from './bigfloat.js'
import { erf, erfc } from './bigfloatError.js'
import { cbrt, exp2, log2, log10 } from './bigfloatPowers.js'

const of = exact.fromNumber

// The figures are the well-known ones, as also mpmath 1.3 gives them.
describe('big floats', () => {
  it.each([
    ['e', exact.exp(of(1)), '2.718281828459045235360287471352662497757247093699959574966967'],
    ['log 2', exact.log(of(2)), '0.693147180559945309417232121458176568075500134360255254120680'],
    ['log 10', exact.log(of(10)), '2.302585092994045684017991454684364207601101488628772976033327'],
    ['log 1.5', exact.log1p(of(0.5)), '0.405465108108164381978013115464349136571990423462494197614014'],
    ['e^(1/2) - 1', exact.expm1(of(0.5)), '0.648721270700128146848650787814163571653776100710148011575079'],
    ['tanh 1', exact.tanh(of(1)), '0.761594155955764888119458282604793590412768597257936551596810'],
    ['square root of 2', exact.power(of(2), of(0.5)), '1.414213562373095048801688724209698078569671875376948073176679'],
    ['cube root of 2', cbrt(of(2)), '1.259921049894873164767210607278228350570251464701507980081975'],
    ['2^(1/2)', exp2(of(0.5)), '1.414213562373095048801688724209698078569671875376948073176679'],
    ['binary logarithm of 10', log2(of(10)), '3.321928094887362347870319429489390175864831393024580612054756'],
    ['decimal logarithm of 2', log10(of(2)), '0.301029995663981195213738894724493026768189881462108541310427'],
    ['erf 1', erf(of(1)), '0.842700792949714869341220635082609259296066997966302908459937'],
    ['erf 2', erf(of(2)), '0.995322265018952734162069256367252928610891797040060076738352'],
    ['erfc 2', erfc(of(2)), '0.004677734981047265837930743632747071389108202959939923261647'],
    ['erfc 0.25', erfc(of(0.25)), '0.723673609831763067014931732235184287934646022107688745917528'],
  ])('%s', (_, value, digits) => expect(exact.decimals(value, 60)).toBe(digits))

  it('expand where a difference would cancel', () => {
    const x = of(2 ** -70)
    const back = exact.log1p(exact.expm1(x))
    expect(exact.toNumber(exact.divide(exact.subtract(back, x), x))).toBeLessThan(2 ** -230)
  })

  it('keep the digits of what is tiny', () => {
    const one = exact.divide(exact.subtract(of(1), erf(of(4))), erfc(of(4)))
    expect(Math.abs(exact.toNumber(exact.subtract(one, of(1))))).toBeLessThan(2 ** -230)
    expect(exact.toNumber(erfc(of(27.2)))).toBe(1e-323)
  })

  it('hold every double and give it back', () => {
    for (const x of [0, 1, -1.5, 0.1, 5e-324, -2.2250738585072014e-308, Number.MAX_VALUE]) {
      expect(exact.toNumber(of(x))).toBe(x)
    }
  })

  it('round to the nearest double, ties to even', () => {
    const [one, ulp] = [of(1), of(2 ** -52)]
    const half = of(2 ** -53)
    expect(exact.toNumber(exact.add(one, half))).toBe(1)
    expect(exact.toNumber(exact.add(exact.add(one, ulp), half))).toBe(1 + 2 ** -51)
    expect(exact.toNumber(exact.add(exact.add(one, half), of(2 ** -200)))).toBe(1 + 2 ** -52)
    expect(exact.toNumber(exact.multiply(of(5e-324), of(0.5)))).toBe(0)
    expect(exact.toNumber(exact.multiply(of(5e-324), of(0.75)))).toBe(5e-324)
    expect(exact.toNumber(exact.multiply(of(Number.MAX_VALUE), of(2)))).toBe(Number.POSITIVE_INFINITY)
  })

  it('measure in units of the last place', () => {
    const third = exact.divide(of(1), of(3))
    expect(exact.ulpError(1 / 3, third)).toBeCloseTo(1 / 3, 10)
    expect(exact.ulpError(1 / 3 + 2 ** -54, third)).toBeCloseTo(2 / 3, 10)
    expect(exact.ulpError(0, exact.multiply(of(5e-324), of(0.25)))).toBe(0.25)
    expect(exact.ulpError(Number.POSITIVE_INFINITY, third)).toBe(Number.POSITIVE_INFINITY)
    expect(exact.ulpError(Number.NaN, third)).toBe(Number.POSITIVE_INFINITY)
    expect(exact.ulpError(Number.POSITIVE_INFINITY, exact.exp(of(710)))).toBe(0)
  })

  it('round and measure in float32 as well', () => {
    for (const x of [1 / 3, 16777217, 16777219, 1e-45, 0.7e-45, 1e-40, 3.4028235e38, 3.4028236e38, -Math.PI])
      expect(exact.toNumber(of(x), exact.float32)).toBe(Math.fround(x))
    const aboveHalf = exact.add(of(16777217), of(2 ** -60))
    expect(exact.toNumber(aboveHalf, exact.float32)).toBe(16777218)
    expect(exact.ulpError(1, of(1 + 2 ** -25), exact.float32)).toBe(0.25)
    expect(exact.ulpError(0, of(2 ** -151), exact.float32)).toBe(0.25)
    expect(exact.ulpError(Number.POSITIVE_INFINITY, of(1e39), exact.float32)).toBe(0)
  })
})
