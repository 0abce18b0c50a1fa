import { describe, expect, it } from 'vitest'
import { decimals, fromNumber as of, toNumber } from './bigfloat.js'
import * as exact from './bigfloatTrigonometric.js'

// The figures are those of mpmath 1.3.
describe('exact trigonometric functions', () => {
  it.each([
    ['sin(1))', exact.sin(of(1)), '0.841470984807896506652502321630298999622563060798371065672751'],
    ['cos(1e22))', exact.cos(of(1e22)), '0.523214785395138945497594473384709492140919972439387953527211'],
    [
      'sin(the greatest double))',
      exact.sin(of(Number.MAX_VALUE)),
      '0.004961954789184061790502671197074705750764699956791831722604',
    ],
    ['tan(-100))', exact.tan(of(-100)), '0.587213915156929076677809635644587894258765986872919544126639'],
    ['atan(1))', exact.atan(of(1)), '0.785398163397448309615660845819875721049292349843776455243736'],
    [
      'atan2(-1), (-2))',
      exact.atan2(of(-1), of(-2)),
      '-2.677945044588987122248387151818288482168632345088985557164011',
    ],
    ['asin(0.3))', exact.asin(of(0.3)), '0.304692654015397496333703340286564195086427742586538679058142'],
    ['acos(-0.999999))', exact.acos(of(-0.999999)), '3.140178439909548653369111462070367642948526725472940034848749'],
    ['atan2(3), (0))', exact.atan2(of(3), of(0)), '1.570796326794896619231321691639751442098584699687552910487472'],
  ])('%s', (_, value, digits) => expect(decimals(value, 60)).toBe(digits))

  it('of what is nearest to an odd multiple of pi/2', () =>
    expect(decimals(exact.cos(of(6381956970095103 * 2 ** 797)), 78)).toBe(
      '-0.000000000000000000468716592425462761112258280196388439877791471897108378325697',
    ))

  it('at their ends', () => {
    expect(toNumber(exact.asin(of(1)))).toBe(Math.PI / 2)
    expect(toNumber(exact.acos(of(-1)))).toBe(Math.PI)
    expect(toNumber(exact.acos(of(1)))).toBe(0)
    expect(toNumber(exact.atan2(of(0), of(-3)))).toBe(Math.PI)
    for (const f of [exact.sin, exact.tan, exact.asin, exact.atan]) {
      expect(toNumber(f(of(5e-324)))).toBe(5e-324)
      expect(toNumber(f(of(0)))).toBe(0)
    }
  })
})
