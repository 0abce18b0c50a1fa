import type { DType } from '../../tensor/index.js'
import { type Code, f32x4, f64, f64x2, i32, i32x4, type Value } from '../wasm/index.js'
import { lowerHalves, type Pack, pack, scalar, upperHalf, vectors, withWidth } from './pack.js'

/** float32 in two float64 lanes each. */
export const widened = (code: Code, narrow: Pack): Pack => {
  if (narrow.lanes === 1) return pack('float64', 1, [code.apply('f64.promote_f32', scalar(narrow))])
  const [part] = vectors(narrow)
  const parts = [code.apply('f64x2.promote_low_f32x4', part)]
  if (narrow.lanes === 4) parts.push(code.apply('f64x2.promote_low_f32x4', upperHalf(code, part)))
  return pack('float64', narrow.lanes, parts)
}

/** float64 rounded to float32. */
export const narrowed = (code: Code, wide: Pack): Pack =>
  wide.lanes === 1
    ? pack('float32', 1, [code.apply('f32.demote_f64', scalar(wide))])
    : inOne(code, 'float32', wide, 'f32x4.demote_f64x2_zero')

/** Lanes of 64 bits, made half as wide by an instruction that gives the lower half of a vector. */
const inOne = (
  code: Code,
  dtype: DType,
  wide: Pack,
  instruction: 'f32x4.demote_f64x2_zero' | 'i32x4.trunc_sat_f64x2_s_zero',
): Pack => {
  const [low, high] = vectors(wide).map((part) => code.apply(instruction, part))
  return pack(dtype, wide.lanes, [high === undefined ? low : lowerHalves(code, low, high)])
}

/** As a number of its own dtype, 1 and 0 where it is a bool. */
const ones = { float64: f64x2(1), float32: f32x4(1), int32: i32x4(1) } as const

const fromBool = (code: Code, from: Pack, dtype: Exclude<DType, 'bool'>): Pack => {
  if (from.lanes === 1) return fromInteger(code, from, dtype)
  const masks = withWidth(code, from, dtype === 'float64' ? 64 : 32)
  return pack(
    dtype,
    from.lanes,
    vectors(masks).map((mask) => code.apply('v128.and', mask, ones[dtype])),
  )
}

/** float32 and int32 share integers exactly only up to 2^24, so that one is rounded, once. */
const fromInteger = (code: Code, from: Pack, dtype: Exclude<DType, 'bool'>): Pack => {
  const { lanes } = from
  if (dtype === 'int32') return pack(dtype, lanes, from.parts)
  if (lanes === 1) {
    const wide = pack('float64', 1, [code.apply('f64.convert_i32_s', scalar(from))])
    return dtype === 'float64' ? wide : narrowed(code, wide)
  }
  const [part] = vectors(from)
  if (dtype === 'float32') return pack(dtype, lanes, [code.apply('f32x4.convert_i32x4_s', part)])
  const parts = [code.apply('f64x2.convert_low_i32x4_s', part)]
  if (lanes === 4) parts.push(code.apply('f64x2.convert_low_i32x4_s', upperHalf(code, part)))
  return pack(dtype, lanes, parts)
}

const toBool = (code: Code, from: Pack): Pack => {
  const { dtype, lanes, width } = from
  if (lanes === 1)
    return pack('bool', 1, [
      dtype === 'int32'
        ? code.apply('i32.ne', scalar(from), i32(0))
        : code.apply('f64.ne', scalar(dtype === 'float32' ? widened(code, from) : from), f64(0)),
    ])
  const differs = dtype === 'float64' ? 'f64x2.ne' : dtype === 'float32' ? 'f32x4.ne' : 'i32x4.ne'
  const masks = vectors(from).map((part): Value => code.apply(differs, part, i32x4(0)))
  return pack('bool', lanes, masks, width)
}

const toInteger = (code: Code, from: Pack): Pack => {
  const { dtype, lanes } = from
  if (lanes === 1) {
    const wide = dtype === 'float32' ? widened(code, from) : from
    return pack('int32', 1, [code.apply('i32.trunc_sat_f64_s', scalar(wide))])
  }
  return dtype === 'float32'
    ? pack('int32', lanes, [code.apply('i32x4.trunc_sat_f32x4_s', vectors(from)[0])])
    : inOne(code, 'int32', from, 'i32x4.trunc_sat_f64x2_s_zero')
}

/** The elements in another dtype: toward int32 they saturate and NaN is 0; toward bool NaN is not 0. */
export const convertPack = (code: Code, from: Pack, dtype: DType): Pack => {
  if (from.dtype === dtype) return from
  if (dtype === 'bool') return toBool(code, from)
  if (from.dtype === 'bool') return fromBool(code, from, dtype)
  if (from.dtype === 'int32') return fromInteger(code, from, dtype)
  if (dtype === 'int32') return toInteger(code, from)
  return dtype === 'float64' ? widened(code, from) : narrowed(code, from)
}
