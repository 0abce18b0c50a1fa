import { type Arithmetic, DTypeError } from '../../tensor/index.js'
import { float, floatArithmetic, integer, integerArithmetic, type Scalar, type Tables } from '../arithmetic.js'
import {
  type Code,
  f32x4,
  f64x2,
  hasRelaxedInstructions,
  i32,
  i32x4,
  i64x2,
  splatNumber,
  type Value,
  type Variable,
} from '../wasm/index.js'

/** Numbers in the lanes of one or more vectors, or truth values as all ones and all zeros; one may stand for all. */
export interface Lanes {
  readonly kind: 'number' | 'mask'
  readonly vectors: readonly Vector[]
}

type Vector = Value<'v128'>
type Shape = 'f64x2' | 'f32x4' | 'i32x4'

export const numbers = (vectors: readonly Vector[]): Lanes => ({ kind: 'number', vectors })
export const masks = (vectors: readonly Vector[]): Lanes => ({ kind: 'mask', vectors })

const constantOf = { f64x2, f32x4, i32x4 } as const
const countOf = { f64x2: 2, f32x4: 4, i32x4: 4 } as const

/** The same on every vector of one operand. */
const onEach = (of: (x: Vector) => Vector, { vectors }: Lanes): readonly Vector[] => vectors.map((x) => of(x))

/** The same on every vector of two operands. */
const onPairs = (of: (x: Vector, y: Vector) => Vector, a: Lanes, b: Lanes): readonly Vector[] => {
  const { vectors } = a.vectors.length < b.vectors.length ? b : a
  return vectors.map((_, index) => of(a.vectors[index] ?? a.vectors[0], b.vectors[index] ?? b.vectors[0]))
}

/** The same on every vector of some operands. */
const eachVector = (
  of: (...vectors: readonly Vector[]) => Vector,
  ...operands: readonly Lanes[]
): readonly Vector[] => {
  const { vectors } = operands.reduce((longest, each) =>
    each.vectors.length > longest.vectors.length ? each : longest,
  )
  return vectors.map((_, index) => of(...operands.map((each) => each.vectors[index] ?? each.vectors[0])))
}

const isZero = (vector: Vector): boolean => {
  const number = splatNumber(vector)
  return number === 0n || Object.is(number, 0)
}

/** Instructions of every shape on one vector, by the part of their names behind the dot. */
const unary = (code: Code, shape: Shape, name: string) => {
  const instruction = `${shape}.${name}` as 'f64x2.neg'
  return (x: Vector): Variable<'v128'> => code.apply(instruction, x)
}

/** The same on two vectors. */
const binary = (code: Code, shape: Shape, name: string) => {
  const instruction = `${shape}.${name}` as 'f64x2.add'
  return (x: Vector, y: Vector): Variable<'v128'> => code.apply(instruction, x, y)
}

const unavailable = (shape: Shape, operation: string) => (): never => {
  throw new DTypeError({ operation, problem: `there is none on vectors of ${shape}`, remedy: 'Convert with astype' })
}

/** What the instances share. */
const common = (code: Code, shape: Shape) => {
  const constant = (value: number): Lanes => numbers([constantOf[shape](value)])
  const one = constantOf[shape](1)
  /** A truth value counts as 1 or 0. */
  const numeric = (a: Lanes): Lanes =>
    a.kind === 'number' ? a : numbers(onEach((mask) => code.apply('v128.and', mask, one), a))
  const ofOne = (name: string) => {
    const instruction = unary(code, shape, name)
    return (a: Lanes): Lanes => numbers(onEach(instruction, numeric(a)))
  }
  const ofTwo = (name: string) => {
    const instruction = binary(code, shape, name)
    return (a: Lanes, b: Lanes): Lanes => numbers(onPairs(instruction, numeric(a), numeric(b)))
  }
  const not = (a: Vector): Vector => code.apply('v128.not', a)
  const comparison = (name: string, ofMasks: (a: Vector, b: Vector) => Vector) => {
    const ofNumbers = binary(code, shape, name)
    return (a: Lanes, b: Lanes): Lanes =>
      masks(
        a.kind === 'mask' && b.kind === 'mask' ? onPairs(ofMasks, a, b) : onPairs(ofNumbers, numeric(a), numeric(b)),
      )
  }
  const bitwise =
    (name: 'v128.and' | 'v128.or') =>
    (a: Lanes, b: Lanes): Lanes => ({ kind: a.kind, vectors: onPairs((x, y) => code.apply(name, x, y), a, b) })
  // On masks both are the same. By whole lanes it is fewer machine instructions, but engines know what to do beside 0.
  const byLane = shape === 'f64x2' ? 'i64x2.relaxed_laneselect' : 'i32x4.relaxed_laneselect'
  const choice = (mask: Vector, x: Vector, y: Vector): Vector =>
    code.apply(hasRelaxedInstructions() && !isZero(x) && !isZero(y) ? byLane : 'v128.bitselect', x, y, mask)
  const select = (condition: Lanes, a: Lanes, b: Lanes): Lanes => ({
    kind: a.kind,
    vectors: eachVector(choice, condition, a, b),
  })
  const [bitmask, all] = shape === 'f64x2' ? (['i64x2.bitmask', 3] as const) : (['i32x4.bitmask', 15] as const)
  return {
    constant,
    add: ofTwo('add'),
    sub: ofTwo('sub'),
    mul: ofTwo('mul'),
    neg: ofOne('neg'),
    abs: ofOne('abs'),
    less: comparison(shape === 'i32x4' ? 'lt_s' : 'lt', (a, b) => code.apply('v128.andnot', b, a)),
    lessEqual: comparison(shape === 'i32x4' ? 'le_s' : 'le', (a, b) => not(code.apply('v128.andnot', a, b))),
    equal: comparison('eq', (a, b) => not(code.apply('v128.xor', a, b))),
    and: bitwise('v128.and'),
    or: bitwise('v128.or'),
    not: (a: Lanes) => masks(onEach(not, a)),
    select,
    // Each side runs where some lane needs it.
    branch: (condition: Lanes, whenTrue: () => Lanes, whenFalse: () => Lanes): Lanes => {
      const [first, ...others] = condition.vectors
      const some = others.reduce((a, b) => code.apply('v128.or', a, b), first)
      const every = others.reduce((a, b) => code.apply('v128.and', a, b), first)
      const side = (needed: Value<'i32'>, run: () => Lanes): Lanes => {
        const vectors = condition.vectors.map(() => code.variable('v128', i32x4(0)))
        let kind: Lanes['kind'] = 'number'
        code.when(needed, () => {
          const result = run()
          vectors.forEach((each, index) => {
            code.assign(each, result.vectors[index] ?? result.vectors[0])
          })
          kind = result.kind
        })
        return { kind, vectors }
      }
      const onTrue = side(code.apply(bitmask, some), whenTrue)
      const onFalse = side(code.apply('i32.ne', code.apply(bitmask, every), i32(all)), whenFalse)
      return select(condition, onTrue, onFalse)
    },
  } satisfies Partial<Arithmetic<Lanes>>
}

/** What an operation on scalars gives, lane by lane. */
const laneByLane =
  (code: Code, shape: Shape, operation: (...operands: readonly Scalar[]) => Scalar) =>
  (...operands: readonly Lanes[]): Lanes => {
    // The instructions of one shape stand for those of the other.
    const extract = `${shape}.extract_lane` as 'f64x2.extract_lane'
    const replace = `${shape}.replace_lane` as 'f64x2.replace_lane'
    const onVectors = (...vectors: readonly Vector[]): Vector => {
      let value: Vector = constantOf[shape](0)
      for (let lane = 0; lane < countOf[shape]; lane++) {
        const result = operation(...vectors.map((vector) => code.lane(extract, lane, vector)))
        value = code.lane(replace, lane, value, float(result))
      }
      return value
    }
    return numbers(eachVector(onVectors, ...operands))
  }

const bias = 1023
const fractionBits = i32(52)
const fractionMask = i64x2((1n << 52n) - 1n)
const bitsOfOne = f64x2(1)
/** From here on the last bits of a float64 are those of an integer. */
const integral = 2 ** 52

/** Arithmetic that writes code for vectors of two float64. */
export const doubles = (code: Code, tables: Tables): Arithmetic<Lanes> => {
  const o = floats(code, 'f64x2')
  const single = floatArithmetic(code, tables)
  const shifted =
    (name: 'i64x2.shl' | 'i64x2.shr_u') =>
    (a: Lanes): Lanes =>
      numbers(onEach((vector) => code.apply(name, vector, fractionBits), a))
  const bitwise =
    (name: 'v128.and' | 'v128.or', other: Vector) =>
    (a: Lanes): Lanes =>
      numbers(onEach((vector) => code.apply(name, vector, other), a))
  return {
    ...o,
    remainder: laneByLane(code, 'f64x2', (a, b) => single.remainder(a, b)),
    lookup: (table, index) => laneByLane(code, 'f64x2', (each) => single.lookup(table, each))(index),
    // In the last bits of the fraction of n + bias + 2^52 stands the exponent.
    power2: (n) => shifted('i64x2.shl')(o.add(n, o.constant(integral + bias))),
    // The exponent in the last bits of the fraction of 2^52 is added to that.
    exponent: (a) => o.sub(bitwise('v128.or', f64x2(integral))(shifted('i64x2.shr_u')(a)), o.constant(integral + bias)),
    significand: (a) => bitwise('v128.or', bitsOfOne)(bitwise('v128.and', fractionMask)(a)),
  }
}

/** The number that all lanes are, where that is known; NaN elsewhere. */
const knownOf = ({ vectors }: Lanes): number => {
  const [number, ...others] = vectors.map(splatNumber)
  return others.every((other) => Object.is(other, number)) ? Number(number ?? Number.NaN) : Number.NaN
}

/** Arithmetic on floats, without what takes their bits apart. */
const floats = (code: Code, shape: 'f64x2' | 'f32x4') => {
  const ofOne = (name: string) => {
    const instruction = unary(code, shape, name)
    return (a: Lanes): Lanes => numbers(onEach(instruction, a))
  }
  const ofTwo = (name: string) => {
    const instruction = binary(code, shape, name)
    return (a: Lanes, b: Lanes): Lanes => numbers(onPairs(instruction, a, b))
  }
  const o = common(code, shape)
  const signs = constantOf[shape](-0)
  /**
   * The smaller or larger of two in one machine instruction, `quick`, which gives its first operand where one is NaN or
   * both are 0: that is right where the second is a constant, but for a 0 of the sign that wins against the other.
   */
  const extreme = (name: string, quick: string, winningZero: number) => {
    const [general, simple] = [ofTwo(name), ofTwo(quick)]
    const isSafe = (a: Lanes): boolean => {
      const known = knownOf(a)
      return !Number.isNaN(known) && !Object.is(known, winningZero)
    }
    return (a: Lanes, b: Lanes): Lanes => (isSafe(b) ? simple(a, b) : isSafe(a) ? simple(b, a) : general(a, b))
  }
  const maximum = extreme('max', 'pmax', 0)
  const positive = ofTwo('pmax')
  return {
    ...o,
    div: ofTwo('div'),
    flipSign: (a, b) => numbers(onPairs((x, y) => code.apply('v128.xor', x, code.apply('v128.and', y, signs)), a, b)),
    sqrt: ofOne('sqrt'),
    nearest: ofOne('nearest'),
    floor: ofOne('floor'),
    minimum: extreme('min', 'pmin', -0),
    // Above 0 that leaves -0, which a sum with 0 turns to 0.
    maximum: (a, b) => {
      const [isFirst, isSecond] = [a, b].map((each) => Object.is(knownOf(each), 0))
      if (isSecond) return o.add(positive(a, b), b)
      return isFirst ? o.add(positive(b, a), a) : maximum(a, b)
    },
    xor: unavailable(shape, 'xor'),
    shiftLeft: unavailable(shape, 'shiftLeft'),
    shiftRight: unavailable(shape, 'shiftRight'),
    shiftRightLogical: unavailable(shape, 'shiftRightLogical'),
  } satisfies Partial<Arithmetic<Lanes>>
}

/** Arithmetic that writes code for vectors of four float32, for kernels that it does the same in as float64. */
export const singles = (code: Code): Arithmetic<Lanes> => ({
  ...floats(code, 'f32x4'),
  remainder: unavailable('f32x4', 'remainder'),
  lookup: unavailable('f32x4', 'lookup'),
  power2: unavailable('f32x4', 'power2'),
  exponent: unavailable('f32x4', 'exponent'),
  significand: unavailable('f32x4', 'significand'),
})

const shifts = { shiftLeft: 'i32x4.shl', shiftRight: 'i32x4.shr_s', shiftRightLogical: 'i32x4.shr_u' } as const

/** Arithmetic that writes code for vectors of four int32. */
export const integers = (code: Code): Arithmetic<Lanes> => {
  const single = integerArithmetic(code)
  const alone = (name: 'div' | 'remainder' | keyof typeof shifts) =>
    laneByLane(code, 'i32x4', (a, b) => single[name](integer(a), integer(b)))
  /** Vectors are shifted by one count for all lanes. */
  const shift =
    (name: keyof typeof shifts) =>
    (a: Lanes, count: Lanes): Lanes => {
      const known = knownOf(count)
      if (Number.isNaN(known)) return alone(name)(a, count)
      return numbers(onEach((vector) => code.apply(shifts[name], vector, i32(known)), a))
    }
  const together = (name: string) => {
    const instruction = binary(code, 'i32x4', name)
    return (a: Lanes, b: Lanes): Lanes => numbers(onPairs(instruction, a, b))
  }
  return {
    ...common(code, 'i32x4'),
    div: alone('div'),
    remainder: alone('remainder'),
    flipSign: unavailable('i32x4', 'flipSign'),
    sqrt: unavailable('i32x4', 'sqrt'),
    nearest: (a) => a,
    floor: (a) => a,
    minimum: together('min_s'),
    maximum: together('max_s'),
    lookup: unavailable('i32x4', 'lookup'),
    power2: unavailable('i32x4', 'power2'),
    exponent: unavailable('i32x4', 'exponent'),
    significand: unavailable('i32x4', 'significand'),
    xor: (a, b) => numbers(onPairs((x, y) => code.apply('v128.xor', x, y), a, b)),
    shiftLeft: shift('shiftLeft'),
    shiftRight: shift('shiftRight'),
    shiftRightLogical: shift('shiftRightLogical'),
  }
}
