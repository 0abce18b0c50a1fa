import { float64Arithmetic } from '../../../tensor/index.js'
import { fixedOf, pairOfFixed } from './exact.js'
import { partsOf, pi, piIn, roundedAt } from './fixed.js'
import type { Pair } from './pair.js'
import { sumOfParts } from './sums.js'

const { nearest } = float64Arithmetic

/** An angle as quarters pi/2 + rest: an integer modulo 4, and |rest| at most pi/4 or little more. */
export interface QuarterTurns {
  readonly quarters: number
  readonly rest: Pair
}

/** pi/2 as parts: three of 33 bits, of which products with integers of 20 are exact, and two more for the next 106. */
const halfPi = pi / 2n
const heads = [32, 65, 98].map((place) => roundedAt(halfPi, place))
const [first, second, third] = heads.map((head, at) => partsOf(at === 0 ? head : head - heads[at - 1], 1)[0])
const [fourth, fifth] = partsOf(halfPi - heads[2], 2)

/** Below this size an angle is reduced in float64, which leaves an error below 2^-130. */
const everyday = 2 ** 20

/** A rest less than this may be too much of that error, and near to a multiple of pi/2 there are numbers with none left. */
const least = 2 ** -28

/**
 * Places after the point for an exact reduction: in the quotient of the greatest number there are 1024 bits before it, and
 * no pair is so near to a multiple of pi/2 that 1400 more would not tell how near.
 */
const place = 2500

/** pi/2 so far: made when an angle first asks for it. */
let longHalfPi: bigint | undefined
const halfPiInUnits = (): bigint => {
  longHalfPi ??= piIn(1n << BigInt(place + 30)) >> 31n
  return longHalfPi
}

/** The reduction in integers, for all finite numbers; some twenty times slower. */
const exactly = (x: Pair): QuarterTurns => {
  const [angle, quarter] = [fixedOf(x, place), halfPiInUnits()]
  // Integers divide toward zero, and so sizes are divided.
  const size = angle < 0n ? -angle : angle
  const unsigned = (2n * size + quarter) / (2n * quarter)
  const count = angle < 0n ? -unsigned : unsigned
  return { quarters: Number(BigInt.asUintN(2, count)), rest: pairOfFixed(angle - count * quarter, place) }
}

/** The quarter turns of a finite angle, and what is left, to 2^-102 of it. */
export const inQuarterTurns = (x: Pair): QuarterTurns => {
  const { high, low } = x
  if (Math.abs(high) < 0.785) return { quarters: 0, rest: x }
  if (Math.abs(high) >= everyday) return exactly(x)
  const count = nearest(high * (2 / Math.PI))
  const rest = sumOfParts([high - count * first, -count * second, low, -count * third, -count * fourth, -count * fifth])
  return Math.abs(rest.high) < least ? exactly(x) : { quarters: count & 3, rest }
}
