import { type Arithmetic, DTypeError } from '../../tensor/index.js'
import { float, floatArithmetic, integer, integerArithmetic, type Scalar, type Tables } from '../arithmetic.js'
import { type Code, f32x4, f64x2, i32, i32x4, i64x2, type Value, type Variable } from '../wasm/index.js'

/** Numbers in the lanes of a vector, or truth values as all ones and all zeros. */
export interface Vector {
  readonly kind: 'number' | 'mask'
  readonly value: Value<'v128'>
}

type Shape = 'f64x2' | 'f32x4' | 'i32x4'

export const numbers = (value: Value<'v128'>): Vector => ({ kind: 'number', value })
export const mask = (value: Value<'v128'>): Vector => ({ kind: 'mask', value })

const constantOf = { f64x2, f32x4, i32x4 } as const
const lanesOf = { f64x2: 2, f32x4: 4, i32x4: 4 } as const

/** Instructions of every shape, by the part of their names behind the dot. */
const applied =
  (code: Code, shape: Shape, name: string) =>
  (...operands: readonly Value<'v128'>[]): Variable<'v128'> =>
    code.apply(`${shape}.${name}` as 'f64x2.add', ...(operands as readonly [Value<'v128'>, Value<'v128'>]))

const unavailable = (shape: Shape, operation: string) => (): never => {
  throw new DTypeError({ operation, problem: `there is none on vectors of ${shape}`, remedy: 'Convert with astype' })
}

/** What the instances share. */
const common = (code: Code, shape: Shape) => {
  const constant = (value: number): Vector => numbers(constantOf[shape](value))
  /** A truth value counts as 1 or 0. */
  const numeric = (a: Vector): Value<'v128'> =>
    a.kind === 'number' ? a.value : code.apply('v128.and', a.value, constant(1).value)
  const operation =
    (name: string) =>
    (...operands: readonly Vector[]): Vector =>
      numbers(applied(code, shape, name)(...operands.map(numeric)))
  const comparison = (name: string, ofMasks: (a: Value<'v128'>, b: Value<'v128'>) => Value<'v128'>) => {
    const compare = applied(code, shape, name)
    return (a: Vector, b: Vector): Vector =>
      mask(a.kind === 'mask' && b.kind === 'mask' ? ofMasks(a.value, b.value) : compare(numeric(a), numeric(b)))
  }
  const bitwise =
    (name: 'v128.and' | 'v128.or') =>
    (a: Vector, b: Vector): Vector => ({ kind: a.kind, value: code.apply(name, a.value, b.value) })
  const not = (a: Value<'v128'>): Value<'v128'> => code.apply('v128.not', a)
  const select = (condition: Vector, a: Vector, b: Vector): Vector => ({
    kind: a.kind,
    value: code.apply('v128.bitselect', a.value, b.value, condition.value),
  })
  const [bitmask, all] = shape === 'f64x2' ? (['i64x2.bitmask', 3] as const) : (['i32x4.bitmask', 15] as const)
  return {
    constant,
    add: operation('add'),
    sub: operation('sub'),
    mul: operation('mul'),
    neg: operation('neg'),
    abs: operation('abs'),
    less: comparison(shape === 'i32x4' ? 'lt_s' : 'lt', (a, b) => code.apply('v128.andnot', b, a)),
    lessEqual: comparison(shape === 'i32x4' ? 'le_s' : 'le', (a, b) => not(code.apply('v128.andnot', a, b))),
    equal: comparison('eq', (a, b) => not(code.apply('v128.xor', a, b))),
    and: bitwise('v128.and'),
    or: bitwise('v128.or'),
    not: (a: Vector) => mask(not(a.value)),
    select,
    // Each side runs where some lane needs it.
    branch: (condition: Vector, whenTrue: () => Vector, whenFalse: () => Vector): Vector => {
      const bits = code.apply(bitmask, condition.value)
      const side = (needed: Value<'i32'>, run: () => Vector): Vector => {
        const value = code.variable('v128', i32x4(0))
        let kind: Vector['kind'] = 'number'
        code.when(needed, () => {
          const result = run()
          code.assign(value, result.value)
          kind = result.kind
        })
        return { kind, value }
      }
      const onTrue = side(bits, whenTrue)
      const onFalse = side(code.apply('i32.ne', bits, i32(all)), whenFalse)
      return select(condition, onTrue, onFalse)
    },
  } satisfies Partial<Arithmetic<Vector>>
}

/** What an operation on scalars gives, lane by lane. */
const laneByLane =
  (code: Code, shape: Shape, operation: (...operands: readonly Scalar[]) => Scalar) =>
  (...operands: readonly Vector[]): Vector => {
    // The instructions of one shape stand for those of the other.
    const extract = `${shape}.extract_lane` as 'f64x2.extract_lane'
    const replace = `${shape}.replace_lane` as 'f64x2.replace_lane'
    let value: Value<'v128'> = constantOf[shape](0)
    for (let lane = 0; lane < lanesOf[shape]; lane++) {
      const result = operation(...operands.map((operand) => code.lane(extract, lane, operand.value)))
      value = code.lane(replace, lane, value, float(result))
    }
    return numbers(value)
  }

const bias = 1023
const fractionBits = i32(52)
const fractionMask = i64x2((1n << 52n) - 1n)
const bitsOfOne = f64x2(1)
/** From here on the last bits of a float64 are those of an integer. */
const integral = 2 ** 52

/** Arithmetic that writes code for vectors of two float64. */
export const doubles = (code: Code, tables: Tables): Arithmetic<Vector> => {
  const o = floats(code, 'f64x2')
  const single = floatArithmetic(code, tables)
  return {
    ...o,
    remainder: laneByLane(code, 'f64x2', (a, b) => single.remainder(a, b)),
    lookup: (table, index) => laneByLane(code, 'f64x2', (each) => single.lookup(table, each))(index),
    // In the last bits of the fraction of n + bias + 2^52 stands the exponent.
    power2: (n) => numbers(code.apply('i64x2.shl', o.add(n, o.constant(integral + bias)).value, fractionBits)),
    // The exponent in the last bits of the fraction of 2^52 is added to that.
    exponent: (a) => {
      const biased = code.apply('i64x2.shr_u', a.value, fractionBits)
      return o.sub(numbers(code.apply('v128.or', biased, f64x2(integral))), o.constant(integral + bias))
    },
    significand: (a) => numbers(code.apply('v128.or', code.apply('v128.and', a.value, fractionMask), bitsOfOne)),
  }
}

/** Arithmetic on floats, without what takes their bits apart. */
const floats = (code: Code, shape: 'f64x2' | 'f32x4') => {
  const o = common(code, shape)
  const operation =
    (name: string) =>
    (...operands: readonly Vector[]): Vector =>
      numbers(applied(code, shape, name)(...operands.map(({ value }) => value)))
  return {
    ...o,
    div: operation('div'),
    sqrt: operation('sqrt'),
    nearest: operation('nearest'),
    floor: operation('floor'),
    minimum: operation('min'),
    maximum: operation('max'),
    xor: unavailable(shape, 'xor'),
    shiftLeft: unavailable(shape, 'shiftLeft'),
    shiftRight: unavailable(shape, 'shiftRight'),
    shiftRightLogical: unavailable(shape, 'shiftRightLogical'),
  } satisfies Partial<Arithmetic<Vector>>
}

/** Arithmetic that writes code for vectors of four float32, for kernels that it does the same in as float64. */
export const singles = (code: Code): Arithmetic<Vector> => ({
  ...floats(code, 'f32x4'),
  remainder: unavailable('f32x4', 'remainder'),
  lookup: unavailable('f32x4', 'lookup'),
  power2: unavailable('f32x4', 'power2'),
  exponent: unavailable('f32x4', 'exponent'),
  significand: unavailable('f32x4', 'significand'),
})

/** Arithmetic that writes code for vectors of four int32. */
export const integers = (code: Code): Arithmetic<Vector> => {
  const o = common(code, 'i32x4')
  const single = integerArithmetic(code)
  const each = (name: 'div' | 'remainder' | 'shiftLeft' | 'shiftRight' | 'shiftRightLogical') =>
    laneByLane(code, 'i32x4', (a, b) => single[name](integer(a), integer(b)))
  const minimum = applied(code, 'i32x4', 'min_s')
  const maximum = applied(code, 'i32x4', 'max_s')
  return {
    ...o,
    div: each('div'),
    remainder: each('remainder'),
    sqrt: unavailable('i32x4', 'sqrt'),
    nearest: (a) => a,
    floor: (a) => a,
    minimum: (a, b) => numbers(minimum(a.value, b.value)),
    maximum: (a, b) => numbers(maximum(a.value, b.value)),
    lookup: unavailable('i32x4', 'lookup'),
    power2: unavailable('i32x4', 'power2'),
    exponent: unavailable('i32x4', 'exponent'),
    significand: unavailable('i32x4', 'significand'),
    xor: (a, b) => numbers(code.apply('v128.xor', a.value, b.value)),
    shiftLeft: each('shiftLeft'),
    shiftRight: each('shiftRight'),
    shiftRightLogical: each('shiftRightLogical'),
  }
}
