import { type Arithmetic, DTypeError } from '../../../tensor/index.js'
import { abs, add, div, mul, neg, sqrt, sub, withSign } from './arithmetic.js'
import { equal, less, lessEqual, maximum, minimum, truth, where } from './comparison.js'
import { remainder } from './division.js'
import { type Pair, widen } from './pair.js'
import { floor, round } from './rounding.js'
import { exponentOf, timesPower } from './scaling.js'

const unavailable = (operation: string) => (): never => {
  throw new DTypeError({ operation, problem: 'there is none on floats', remedy: 'Convert with astype' })
}

const isTrue = (condition: Pair): boolean => condition.high !== 0

/** The exponent of a pair, which may be less than a power of two by its low part only. */
const exponent = ({ high, low }: Pair): number => {
  const ofHigh = exponentOf(high)
  return low < 0 && timesPower(high, -ofHigh) === 1 ? ofHigh - 1 : ofHigh
}

/** Scalar arithmetic of pairs, each operation to some 2^-102 of its result; truth values are 1 and 0. */
export const pairArithmetic: Arithmetic<Pair> = {
  constant: widen,
  add,
  sub,
  mul,
  div,
  remainder: (a, b) => withSign(remainder(abs(a), abs(b)), a.high),
  neg,
  abs,
  flipSign: (a, b) => withSign(a, b.high),
  sqrt,
  nearest: round,
  floor,
  minimum,
  maximum,
  less,
  lessEqual,
  equal,
  and: (a, b) => truth(isTrue(a) && isTrue(b)),
  or: (a, b) => truth(isTrue(a) || isTrue(b)),
  not: (a) => truth(!isTrue(a)),
  select: where,
  branch: (condition, whenTrue, whenFalse) => (isTrue(condition) ? whenTrue() : whenFalse()),
  lookup: (table, index) => widen(table[index.high] ?? 0),
  power2: (n) => widen(2 ** n.high),
  exponent: (a) => widen(exponent(a)),
  significand: (a) => {
    const power = -exponent(a)
    return { high: timesPower(a.high, power), low: timesPower(a.low, power) }
  },
  xor: unavailable('xor'),
  shiftLeft: unavailable('shiftLeft'),
  shiftRight: unavailable('shiftRight'),
  shiftRightLogical: unavailable('shiftRightLogical'),
}
