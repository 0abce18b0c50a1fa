import { DTypeError } from '../errors.js'
import type { Arithmetic } from './arithmetic.js'

// One float64 and its two 32-bit words, for whatever IEEE 754 says in bits.
const float = new Float64Array([1])
const words = new Int32Array(float.buffer)
const high = words[0] === 0 ? 1 : 0

const bias = 1023
const fractionMask = 0x000fffff

const leastExponent = -1022
const powersOfTwo = new Float64Array(2046)
for (let index = 0, power = 2 ** leastExponent; index < powersOfTwo.length; index++, power *= 2)
  powersOfTwo[index] = power

/** At and above 2^52 every float64 is an integer; adding it to a lesser number rounds that to one, ties to even. */
const integral = 2 ** 52

const unavailable = (dtype: string, operation: string) => (): never => {
  throw new DTypeError({ operation, problem: `there is none on ${dtype}`, remedy: 'Convert with astype' })
}

/** What both instances share: a truth value is 1 or 0. */
const logic = {
  less: (a: number, b: number): number => (a < b ? 1 : 0),
  lessEqual: (a: number, b: number): number => (a <= b ? 1 : 0),
  equal: (a: number, b: number): number => (a === b ? 1 : 0),
  and: (a: number, b: number): number => a & b,
  or: (a: number, b: number): number => a | b,
  not: (a: number): number => a ^ 1,
  select: (condition: number, whenTrue: number, whenFalse: number): number => (condition === 0 ? whenFalse : whenTrue),
  branch: (condition: number, whenTrue: () => number, whenFalse: () => number): number =>
    condition === 0 ? whenFalse() : whenTrue(),
} as const

/** Scalar arithmetic of JavaScript numbers: IEEE 754 binary64. */
export const float64Arithmetic: Arithmetic<number> = {
  constant: (value) => value,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  remainder: (a, b) => a % b,
  neg: (a) => -a,
  abs: Math.abs,
  // The reciprocal tells -0 from 0.
  flipSign: (a, b) => (b < 0 || (b === 0 && 1 / b < 0) ? -a : a),
  sqrt: Math.sqrt,
  nearest: (a) => {
    const size = Math.abs(a)
    if (!(size > 0 && size < integral)) return a
    const rounded = size + integral - integral
    return a < 0 ? -rounded : rounded
  },
  floor: Math.floor,
  minimum: Math.min,
  maximum: Math.max,
  ...logic,
  lookup: (table, index) => table[index | 0] ?? 0,
  power2: (n) => powersOfTwo[(n - leastExponent) | 0],
  exponent: (a) => {
    float[0] = a
    return (words[high] >>> 20) - bias
  },
  significand: (a) => {
    float[0] = a
    words[high] = (words[high] & fractionMask) | (bias << 20)
    return float[0]
  },
  xor: unavailable('float64', 'xor'),
  shiftLeft: unavailable('float64', 'shiftLeft'),
  shiftRight: unavailable('float64', 'shiftRight'),
  shiftRightLogical: unavailable('float64', 'shiftRightLogical'),
}

/** Scalar arithmetic of 32-bit two's complement integers, modulo 2^32; what only floats have throws a DTypeError. */
export const int32Arithmetic: Arithmetic<number> = {
  constant: (value) => value | 0,
  add: (a, b) => (a + b) | 0,
  sub: (a, b) => (a - b) | 0,
  mul: Math.imul,
  div: (a, b) => (a / b) | 0,
  remainder: (a, b) => (a % b) | 0,
  neg: (a) => -a | 0,
  abs: (a) => (a < 0 ? -a | 0 : a),
  flipSign: unavailable('int32', 'flipSign'),
  sqrt: unavailable('int32', 'sqrt'),
  nearest: (a) => a,
  floor: (a) => a,
  minimum: (a, b) => (a < b ? a : b),
  maximum: (a, b) => (a > b ? a : b),
  ...logic,
  lookup: unavailable('int32', 'lookup'),
  power2: unavailable('int32', 'power2'),
  exponent: unavailable('int32', 'exponent'),
  significand: unavailable('int32', 'significand'),
  xor: (a, b) => a ^ b,
  shiftLeft: (a, count) => a << count,
  shiftRight: (a, count) => a >> count,
  shiftRightLogical: (a, count) => (a >>> count) | 0,
}
