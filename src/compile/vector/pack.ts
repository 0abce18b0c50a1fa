import type { DType } from '../../tensor/index.js'
import {
  type Code,
  f32,
  f32x4,
  f64,
  f64x2,
  i32,
  i32x4,
  type Value,
  type ValueType,
  type Variable,
} from '../wasm/index.js'

export type Lanes = 1 | 2 | 4

/** Bits of a lane. */
export type Width = 32 | 64

/**
 * Elements of a tensor side by side. A single one is a number, a bool 1 or 0; several are lanes of vectors, of bool all
 * ones or all zeros. Lanes of a vector beyond them hold nothing of interest, and are 0 where they were loaded.
 */
export interface Pack {
  readonly dtype: DType
  readonly lanes: Lanes
  /** 64 of float64, 32 of float32 and int32; several of bool have either. */
  readonly width: Width
  /** As many as the lanes take, in order. */
  readonly parts: readonly Value[]
}

/** A pack in variables. */
export interface PackVariable extends Pack {
  readonly parts: readonly Variable[]
}

export const widthOf = (dtype: DType): Width => (dtype === 'float64' ? 64 : 32)

export const pack = (dtype: DType, lanes: Lanes, parts: readonly Value[], width = widthOf(dtype)): Pack => ({
  dtype,
  lanes,
  width,
  parts,
})

/** The parts of a pack, which are vectors where it has several lanes. */
export const vectors = ({ parts }: Pack): readonly Value<'v128'>[] => parts as readonly Value<'v128'>[]

/** The number of a pack of one lane. */
export const scalar = <T extends ValueType>({ parts: [part] }: Pack): Value<T> => part as Value<T>

/** A pack in fresh variables. */
export const packVariable = (code: Code, initial: Pack): PackVariable => ({
  ...initial,
  parts: initial.parts.map((part) => code.variable(part.type, part)),
})

export const assignPack = (code: Code, variable: PackVariable, value: Pack): void => {
  const { parts } = value.dtype === 'bool' && value.lanes > 1 ? withWidth(code, value, variable.width) : value
  variable.parts.forEach((part, index) => {
    code.assign(part, parts[index])
  })
}

const literals = {
  float64: { single: f64, vector: f64x2 },
  float32: { single: f32, vector: f32x4 },
  int32: { single: i32, vector: i32x4 },
  bool: { single: i32, vector: (value: number) => i32x4(-value) },
} as const

const partsFor = (lanes: Lanes, width: Width): number => Math.ceil((lanes * width) / 128)

/** The same number in every lane. */
export const constantPack = (dtype: DType, value: number, lanes: Lanes): Pack => {
  const { single, vector } = literals[dtype]
  if (lanes === 1) return pack(dtype, lanes, [single(value)])
  const part = vector(value)
  return pack(dtype, lanes, new Array<Value>(partsFor(lanes, widthOf(dtype))).fill(part))
}

// --- bytes of vectors

const bytesFrom = (start: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => start + index)

/** Lanes of two vectors, counted through both; those beyond them repeat the first. */
export const shuffled = (
  code: Code,
  low: Value<'v128'>,
  high: Value<'v128'>,
  lanes: readonly number[],
  width: Width,
): Variable<'v128'> => {
  const bytes = width / 8
  const all = Array.from({ length: 128 / width }, (_, at) => lanes[at] ?? lanes[0])
  return code.shuffle(
    low,
    high,
    all.flatMap((from) => bytesFrom(from * bytes, bytes)),
  )
}

/** The upper half of a vector, twice. */
export const upperHalf = (code: Code, vector: Value<'v128'>): Variable<'v128'> =>
  code.shuffle(vector, vector, [...bytesFrom(8, 8), ...bytesFrom(8, 8)])

/** The lower halves of two vectors. */
export const lowerHalves = (code: Code, low: Value<'v128'>, high: Value<'v128'>): Variable<'v128'> =>
  code.shuffle(low, high, [...bytesFrom(0, 8), ...bytesFrom(16, 8)])

/** The even ones of the 32-bit lanes of two vectors. */
const evenLanes = (code: Code, low: Value<'v128'>, high: Value<'v128'>): Variable<'v128'> =>
  code.shuffle(
    low,
    high,
    [0, 8, 16, 24].flatMap((start) => bytesFrom(start, 4)),
  )

/** The same truth values in lanes of a width. */
export const withWidth = (code: Code, mask: Pack, width: Width): Pack => {
  if (mask.width === width || mask.lanes === 1) return mask
  const [low, high = low] = vectors(mask)
  if (width === 32) return pack('bool', mask.lanes, [evenLanes(code, low, high)], 32)
  const wide = [code.apply('i64x2.extend_low_i32x4_s', low)]
  if (mask.lanes === 4) wide.push(code.apply('i64x2.extend_high_i32x4_s', low))
  return pack('bool', mask.lanes, wide, 64)
}

// --- lanes

/** One of the elements. */
export const lane = (code: Code, from: Pack, index: number): Pack => {
  const { dtype, lanes, width } = from
  if (lanes === 1) return from
  const perPart = 128 / width
  const part = vectors(from)[Math.floor(index / perPart)]
  const at = index % perPart
  if (dtype === 'float64') return pack(dtype, 1, [code.lane('f64x2.extract_lane', at, part)])
  if (dtype === 'float32') return pack(dtype, 1, [code.lane('f32x4.extract_lane', at, part)])
  const whole = code.lane('i32x4.extract_lane', (at * width) / 32, part)
  return pack(dtype, 1, [dtype === 'int32' ? whole : code.apply('i32.and', whole, i32(1))])
}

/** A single element in every lane. */
export const splat = (code: Code, single: Pack, lanes: Lanes): Pack => {
  const { dtype } = single
  if (lanes === 1) return single
  const part =
    dtype === 'float64'
      ? code.apply('f64x2.splat', scalar(single))
      : dtype === 'float32'
        ? code.apply('f32x4.splat', scalar(single))
        : code.apply('i32x4.splat', dtype === 'bool' ? code.apply('i32.sub', i32(0), scalar(single)) : scalar(single))
  return pack(dtype, lanes, new Array<Value>(partsFor(lanes, widthOf(dtype))).fill(part))
}

/** Two or four single elements side by side. */
export const packOf = (code: Code, singles: readonly Pack[]): Pack => {
  const [{ dtype }] = singles
  const lanes = singles.length as Lanes
  const [a, b, c, d] = singles
  if (lanes === 1) return a
  if (dtype === 'float64') {
    const pair = (low: Pack, high: Pack): Value =>
      code.lane('f64x2.replace_lane', 1, code.apply('f64x2.splat', scalar(low)), scalar(high))
    return pack(dtype, lanes, lanes === 2 ? [pair(a, b)] : [pair(a, b), pair(c, d)])
  }
  let vector: Value<'v128'> = i32x4(0)
  singles.forEach((single, index) => {
    if (dtype === 'float32') vector = code.lane('f32x4.replace_lane', index, vector, scalar(single))
    else
      vector = code.lane(
        'i32x4.replace_lane',
        index,
        vector,
        dtype === 'bool' ? code.apply('i32.sub', i32(0), scalar(single)) : scalar(single),
      )
  })
  return pack(dtype, lanes, [vector])
}

/** Two and two elements as four. */
export const joined = (code: Code, first: Pack, second: Pack): Pack => {
  const { dtype } = first
  const width = first.width === second.width ? first.width : 32
  const same = (half: Pack): Value<'v128'> => vectors(dtype === 'bool' ? withWidth(code, half, width) : half)[0]
  const [low, high] = [same(first), same(second)]
  return pack(dtype, 4, width === 64 ? [low, high] : [lowerHalves(code, low, high)], width)
}
