import { type Arithmetic, DTypeError } from '../tensor/index.js'
import { type Code, f64, i32, i64, type Value } from './wasm/index.js'

/** A scalar in WebAssembly: a float64, or an int32, which truth values are too. */
export type Scalar = Value<'f64' | 'i32'>

const bias = 1023
const fractionBits = 52n
const fractionMask = (1n << fractionBits) - 1n
const exponentOfOne = BigInt(bias) << fractionBits

// The kernels are typed by one T for numbers and truth values; these say which of the two a scalar is.
export const float = (scalar: Scalar): Value<'f64'> => scalar as Value<'f64'>
export const integer = (scalar: Scalar): Value<'i32'> => scalar as Value<'i32'>

/** Where constant tables of float64 lie when the program runs. */
export interface Tables {
  /** The address of a table, the same whenever it is asked for. */
  table(values: readonly number[]): number
}

/** What both instances share; comparisons take two numbers of either kind. */
const logic = (code: Code) => {
  const compare =
    (ofFloats: 'f64.lt' | 'f64.le' | 'f64.eq', ofIntegers: 'i32.lt_s' | 'i32.le_s' | 'i32.eq') =>
    (a: Scalar, b: Scalar): Scalar =>
      a.type === 'f64' ? code.apply(ofFloats, float(a), float(b)) : code.apply(ofIntegers, integer(a), integer(b))
  return {
    less: compare('f64.lt', 'i32.lt_s'),
    lessEqual: compare('f64.le', 'i32.le_s'),
    equal: compare('f64.eq', 'i32.eq'),
    and: (a, b) => code.apply('i32.and', integer(a), integer(b)),
    or: (a, b) => code.apply('i32.or', integer(a), integer(b)),
    not: (a) => code.apply('i32.eqz', integer(a)),
    select: (condition, a, b) => code.select(integer(condition), a, b),
    branch: (condition, whenTrue, whenFalse) => code.either(integer(condition), whenTrue, whenFalse),
  } satisfies Partial<Arithmetic<Scalar>>
}

const unavailable = (dtype: string, operation: string) => (): never => {
  throw new DTypeError({ operation, problem: `there is none on ${dtype}`, remedy: 'Convert with astype' })
}

/**
 * Long division in base 2: of the divisor's multiples by powers of two those that fit, largest first, are taken away.
 * None of it rounds: doubles are exact, and so is a difference of numbers of which neither is more than twice the other.
 */
const remainder = (code: Code, a: Value<'f64'>, b: Value<'f64'>): Scalar => {
  const divisor = code.apply('f64.abs', b)
  const rest = code.apply('f64.abs', a)
  const isBounded = code.apply('f64.lt', rest, f64(Number.POSITIVE_INFINITY))
  const exists = code.apply('i32.and', isBounded, code.apply('f64.lt', f64(0), divisor))
  code.when(code.apply('i32.and', exists, code.apply('f64.le', divisor, rest)), () => {
    const multiple = code.variable('f64', divisor)
    code.loop((start) => {
      const twice = code.apply('f64.add', multiple, multiple)
      const fits = code.apply('f64.le', twice, rest)
      code.assign(multiple, code.select(fits, twice, multiple))
      code.branchIf(start, fits)
    })
    code.loop((start) => {
      const fits = code.apply('f64.le', multiple, rest)
      code.when(fits, () => code.update(rest, 'f64.sub', rest, multiple))
      code.update(multiple, 'f64.mul', multiple, f64(0.5))
      code.branchIf(start, code.apply('f64.le', divisor, multiple))
    })
  })
  return code.select(exists, code.apply('f64.copysign', rest, a), f64(Number.NaN))
}

/** Arithmetic that writes code for float64. */
export const floatArithmetic = (code: Code, tables: Tables): Arithmetic<Scalar> => ({
  constant: f64,
  add: (a, b) => code.apply('f64.add', float(a), float(b)),
  sub: (a, b) => code.apply('f64.sub', float(a), float(b)),
  mul: (a, b) => code.apply('f64.mul', float(a), float(b)),
  div: (a, b) => code.apply('f64.div', float(a), float(b)),
  remainder: (a, b) => remainder(code, float(a), float(b)),
  neg: (a) => code.apply('f64.neg', float(a)),
  abs: (a) => code.apply('f64.abs', float(a)),
  flipSign: (a, b) => code.apply('f64.mul', float(a), code.apply('f64.copysign', f64(1), float(b))),
  sqrt: (a) => code.apply('f64.sqrt', float(a)),
  nearest: (a) => code.apply('f64.nearest', float(a)),
  floor: (a) => code.apply('f64.floor', float(a)),
  minimum: (a, b) => code.apply('f64.min', float(a), float(b)),
  maximum: (a, b) => code.apply('f64.max', float(a), float(b)),
  ...logic(code),
  // Where the index is none, the first entry: whatever a side of a branch computes, nothing else is read.
  lookup: (table, index) => {
    const whole = code.apply('i32.trunc_sat_f64_s', float(index))
    const within = code.select(code.apply('i32.ge_u', whole, i32(table.length)), i32(0), whole)
    return code.load('f64', code.apply('i32.shl', within, i32(3)), tables.table(table))
  },
  // In the last bits of the fraction of n + bias + 2^52 stands the exponent.
  power2: (n) => {
    const bits = code.apply('i64.reinterpret_f64', code.apply('f64.add', float(n), f64(2 ** 52 + bias)))
    return code.apply('f64.reinterpret_i64', code.apply('i64.shl', bits, i64(fractionBits)))
  },
  exponent: (a) => {
    const biased = code.apply('i64.shr_u', code.apply('i64.reinterpret_f64', float(a)), i64(fractionBits))
    return code.apply('f64.sub', code.apply('f64.convert_i32_s', code.apply('i32.wrap_i64', biased)), f64(bias))
  },
  significand: (a) => {
    const fraction = code.apply('i64.and', code.apply('i64.reinterpret_f64', float(a)), i64(fractionMask))
    return code.apply('f64.reinterpret_i64', code.apply('i64.or', fraction, i64(exponentOfOne)))
  },
  xor: unavailable('float64', 'xor'),
  shiftLeft: unavailable('float64', 'shiftLeft'),
  shiftRight: unavailable('float64', 'shiftRight'),
  shiftRightLogical: unavailable('float64', 'shiftRightLogical'),
})

/** Arithmetic that writes code for int32, modulo 2^32. */
export const integerArithmetic = (code: Code): Arithmetic<Scalar> => {
  const { less, select, ...rest } = logic(code)
  const neg = (a: Scalar): Scalar => code.apply('i32.sub', i32(0), integer(a))
  const isZero = (a: Scalar): Value<'i32'> => code.apply('i32.eqz', integer(a))
  return {
    constant: i32,
    add: (a, b) => code.apply('i32.add', integer(a), integer(b)),
    sub: (a, b) => code.apply('i32.sub', integer(a), integer(b)),
    mul: (a, b) => code.apply('i32.mul', integer(a), integer(b)),
    // The two divisors that WebAssembly may trap at are replaced by 1.
    div: (a, b) => {
      const negates = code.apply('i32.eq', integer(b), i32(-1))
      const divisor = code.select(code.apply('i32.or', isZero(b), negates), i32(1), integer(b))
      const quotient = code.apply('i32.div_s', integer(a), divisor)
      return code.select(isZero(b), i32(0), code.select(negates, integer(neg(a)), quotient))
    },
    remainder: (a, b) => code.apply('i32.rem_s', integer(a), code.select(isZero(b), i32(1), integer(b))),
    neg,
    abs: (a) => select(less(a, i32(0)), neg(a), a),
    flipSign: unavailable('int32', 'flipSign'),
    sqrt: unavailable('int32', 'sqrt'),
    nearest: (a) => a,
    floor: (a) => a,
    minimum: (a, b) => select(less(a, b), a, b),
    maximum: (a, b) => select(less(b, a), a, b),
    less,
    select,
    ...rest,
    lookup: unavailable('int32', 'lookup'),
    power2: unavailable('int32', 'power2'),
    exponent: unavailable('int32', 'exponent'),
    significand: unavailable('int32', 'significand'),
    xor: (a, b) => code.apply('i32.xor', integer(a), integer(b)),
    shiftLeft: (a, count) => code.apply('i32.shl', integer(a), integer(count)),
    shiftRight: (a, count) => code.apply('i32.shr_s', integer(a), integer(count)),
    shiftRightLogical: (a, count) => code.apply('i32.shr_u', integer(a), integer(count)),
  }
}
