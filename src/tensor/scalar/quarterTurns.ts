import type { Arithmetic } from './arithmetic.js'
import { type DoubleDouble, fastTwoSum, multiplySplit, split } from './doubleDouble.js'
import { oddFrom } from './symmetry.js'

/** An angle as `quarters` pi/2 + rest: an integer, of which whole turns may be missing, and |rest| <= 0.78541 as a sum. */
export interface QuarterTurns<T> {
  readonly quarters: T
  readonly rest: DoubleDouble<T>
}

/** Below this size a few operations reduce an angle. */
const everyday = 100_000

/**
 * pi/2 as a sum of three, to 2^-130: the first two have 36 bits, so that their products with integers of 16 are exact,
 * and so are the differences made of them.
 */
const halfPi = { first: 1.5707963267923333, second: 2.5633441515839558e-12, third: 1.0562999066987428e-23 } as const

/**
 * For |x| < 100000, rest to 2^-59 of it (Cody and Waite): no double of that range is nearer than 2^-60.4 to a multiple of
 * pi/2 other than 0, and none that is nearer than 2^-53.5 has more than 12 bits of quarters.
 */
const everydayTurns = <T>(o: Arithmetic<T>, x: T): QuarterTurns<T> => {
  const quarters = o.nearest(o.mul(x, o.constant(2 / Math.PI)))
  const first = o.sub(x, o.mul(quarters, o.constant(halfPi.first)))
  const second = fastTwoSum(o, first, o.mul(quarters, o.constant(-halfPi.second)))
  const third = o.mul(quarters, o.constant(halfPi.third))
  return { quarters, rest: fastTwoSum(o, second.high, o.sub(second.low, third)) }
}

const digitBits = 26
const base = 2 ** digitBits

/** 1/(2 pi) in signed digits to the base 2^26: the sum of digit j times 2^(-26 j), after one more 0 in front. */
const turnsPerRadian: readonly number[] = [
  ...[0, 0, 10680707, 28915984, 22192066, 30798973, 20241857, -9598378, 26461241, 1081236, 23309279, -17885817],
  ...[-9287964, -24079499, -18872759, 12298279, 18424272, -7898425, 11610535, 16491017, -10530068, -19848902, 27029543],
  ...[-19825159, 1284381, 26108117, -12979043, -32408017, -2125180, -20447706, -8698, -27246659, -17753930, -24995000],
  ...[-9619841, -12804308, 10188020, 26204584, -27268563, 30711531, 8306271, 6213442, -12978294, 21646250, -20990469],
  ...[4711255, 17323523],
]

/** pi/2, split. */
const quarterTurn = { high: 1.5707963407039642, low: -1.3909067614167116e-8 } as const

/**
 * For |x| >= 100000 and finite (else unspecified), rest to 2^-64 of it (Payne and Hanek): no double is nearer than 2^-61
 * to a multiple of pi/2.
 *
 * x/(2 pi) = 2^(26 n) y 1/(2 pi) for y = y0 + y1 2^-26 + y2 2^-52 of integral digits, y0 of 26 bits. In the product of
 * both series of digits the coefficient of 2^(-26 m) is an exact integer of 52 bits, and counts whole turns for m <= 0:
 * what is left of it after them, to 2^-127 of a turn, is in the next six.
 */
const hugeTurns = <T>(o: Arithmetic<T>, x: T): QuarterTurns<T> => {
  const size = o.abs(x)
  const exponent = o.exponent(size)
  const first = o.nearest(o.mul(o.sub(exponent, o.constant((digitBits - 1) / 2)), o.constant(1 / digitBits)))
  const shift = o.sub(exponent, o.mul(first, o.constant(digitBits)))
  const unsigned = o.mul(o.significand(size), o.power2(shift))
  const y = oddFrom(o, x, unsigned)
  const y0 = o.nearest(y)
  const fraction = o.mul(o.sub(y, y0), o.constant(base))
  const y1 = o.nearest(fraction)
  const y2 = o.mul(o.sub(fraction, y1), o.constant(base))

  const digits = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => o.lookup(turnsPerRadian, o.add(first, o.constant(at))))
  const coefficient = (m: number): T =>
    o.add(o.add(o.mul(digits[m + 1], y0), o.mul(digits[m], y1)), o.mul(digits[m - 1], y2))
  /** The coefficient of 2^(-26 m), in quarter turns. */
  const part = (m: number): T => o.mul(coefficient(m), o.constant(4 * base ** -m))

  // Each sum is exact, or else its first addend is the larger one.
  const [first0, second0] = [part(1), part(2)]
  const whole = o.mul(o.constant(4), o.nearest(o.mul(first0, o.constant(0.25))))
  const start = o.add(o.sub(first0, whole), second0)
  const quarters = o.nearest(start)
  const third = fastTwoSum(o, o.sub(start, quarters), part(3))
  const fourth = fastTwoSum(o, third.high, part(4))
  const low = o.add(o.add(third.low, fourth.low), o.add(part(5), part(6)))
  const turned = split(o, fastTwoSum(o, fourth.high, low))
  const rest = multiplySplit(o, turned, { high: o.constant(quarterTurn.high), low: o.constant(quarterTurn.low) })
  return { quarters, rest: fastTwoSum(o, rest.high, rest.low) }
}

/** What `of` gives for the angle x in quarter turns; NaN for an infinite one. */
export const inQuarterTurns = <T>(o: Arithmetic<T>, x: T, of: (turns: QuarterTurns<T>) => T): T =>
  o.branch(
    o.less(o.abs(x), o.constant(everyday)),
    () => of(everydayTurns(o, x)),
    () => o.select(o.less(o.abs(x), o.constant(Number.POSITIVE_INFINITY)), of(hugeTurns(o, x)), o.constant(Number.NaN)),
  )
