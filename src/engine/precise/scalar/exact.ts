import { float64Arithmetic } from '../../../tensor/index.js'
import { fastSum, type Pair } from './pair.js'
import { exponentOf, timesPower } from './scaling.js'

const { significand } = float64Arithmetic

/** The digits after the point that the least subnormal number has. */
export const leastPlace = 1074

/** A finite float64 in units of 2^-place, rounded down where that is not enough. */
const integerOf = (x: number, place: number): bigint => {
  if (x === 0) return 0n
  const exponent = exponentOf(x)
  const digits = BigInt(significand(timesPower(Math.abs(x), -exponent)) * 2 ** 52)
  const shift = BigInt(exponent - 52 + place)
  const size = shift >= 0n ? digits << shift : digits >> -shift
  return x < 0 ? -size : size
}

/** A finite number in units of 2^-place: exactly, for a place of 1074. */
export const fixedOf = ({ high, low }: Pair, place: number): bigint => integerOf(high, place) + integerOf(low, place)

/** The float64 nearest to an integer in units of 2^-place. */
const nearestOf = (x: bigint, place: number): number => {
  const size = x < 0n ? -x : x
  const length = size.toString(16).length * 4
  // Number() overflows at 1024 bits; what is dropped before leaves a mark, so that ties are told from their neighbours.
  const dropped = Math.max(0, length - 200)
  const head = size >> BigInt(dropped)
  const marked = head << BigInt(dropped) === size ? head : head | 1n
  const value = timesPower(Number(marked), dropped - place)
  return x < 0n ? -value : value
}

/** An integer in units of 2^-place as a pair. */
export const pairOfFixed = (x: bigint, place: number): Pair => {
  const high = nearestOf(x, place)
  return fastSum(high, nearestOf(x - integerOf(high, place), place))
}
