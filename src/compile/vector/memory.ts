import { bytesOf, type DType } from '../../tensor/index.js'
import { type Code, i32, i32x4, type Value } from '../wasm/index.js'
import { type Lanes, lane, type Pack, pack, packOf, scalar, splat, vectors, withWidth } from './pack.js'

type Pointer = Value<'i32'>

const accessOf = { float64: 'f64', float32: 'f32', int32: 'i32', bool: 'u8' } as const

const loadSingle = (code: Code, dtype: DType, pointer: Pointer, offset: number): Pack =>
  pack(dtype, 1, [code.load(accessOf[dtype], pointer, offset)])

const storeSingle = (code: Code, pointer: Pointer, single: Pack, offset: number): void => {
  // The instructions of one type stand for those of the others.
  code.store(accessOf[single.dtype] as 'f64', pointer, scalar(single), offset)
}

/** Truth values from bytes in the low lanes. */
const masksOf = (code: Code, bytes: Value<'v128'>): Value<'v128'> => {
  const whole = code.apply('i32x4.extend_low_i16x8_u', code.apply('i16x8.extend_low_i8x16_u', bytes))
  return code.apply('i32x4.gt_s', whole, i32x4(0))
}

/** Elements that follow each other in memory. */
export const loadPack = (code: Code, dtype: DType, lanes: Lanes, pointer: Pointer, offset = 0): Pack => {
  if (lanes === 1) return loadSingle(code, dtype, pointer, offset)
  if (dtype === 'bool')
    return pack(dtype, lanes, [masksOf(code, code.loadPart(lanes === 4 ? 'u32Zero' : 'u16Splat', pointer, offset))])
  if (dtype !== 'float64')
    return pack(dtype, lanes, [
      lanes === 4 ? code.load('v128', pointer, offset) : code.loadPart('u64Zero', pointer, offset),
    ])
  const parts = [code.load('v128', pointer, offset)]
  if (lanes === 4) parts.push(code.load('v128', pointer, offset + 16))
  return pack(dtype, lanes, parts)
}

/** Stores elements one after another. */
export const storePack = (code: Code, pointer: Pointer, from: Pack, offset = 0): void => {
  const { dtype, lanes } = from
  if (lanes === 1) storeSingle(code, pointer, from, offset)
  else if (dtype === 'bool') {
    const [mask] = vectors(withWidth(code, from, 32))
    const halves = code.apply('i16x8.narrow_i32x4_u', code.apply('v128.and', mask, i32x4(1)), i32x4(0))
    const bytes = code.apply('i8x16.narrow_i16x8_u', halves, i32x4(0))
    code.storeLane(lanes === 4 ? 'u32' : 'u16', 0, pointer, bytes, offset)
  } else if (dtype !== 'float64' && lanes === 2) code.storeLane('u64', 0, pointer, vectors(from)[0], offset)
  else
    vectors(from).forEach((part, index) => {
      code.store('v128', pointer, part, offset + 16 * index)
    })
}

/** The addresses of lanes that are `stride` bytes apart, as one pointer and offsets of which none is negative. */
const spread = (
  code: Code,
  lanes: Lanes,
  pointer: Pointer,
  stride: number,
  offset: number,
): { readonly start: Pointer; readonly offsets: readonly number[] } => {
  const offsets = Array.from({ length: lanes }, (_, index) => offset + index * stride)
  const least = Math.min(...offsets)
  if (least >= 0) return { start: pointer, offsets }
  return { start: code.apply('i32.add', pointer, i32(least)), offsets: offsets.map((each) => each - least) }
}

/** Elements that are `stride` bytes apart in memory. */
export const gatherPack = (
  code: Code,
  dtype: DType,
  lanes: Lanes,
  pointer: Pointer,
  stride: number,
  offset = 0,
): Pack => {
  if (lanes === 1 || stride === bytesOf(dtype)) return loadPack(code, dtype, lanes, pointer, offset)
  const { start, offsets } = spread(code, lanes, pointer, stride, offset)
  if (stride === 0 && dtype === 'bool') return splat(code, loadSingle(code, dtype, start, offsets[0]), lanes)
  if (stride === 0) {
    const part = code.loadPart(dtype === 'float64' ? 'f64Splat' : 'f32Splat', start, offsets[0])
    return pack(dtype, lanes, dtype === 'float64' && lanes === 4 ? [part, part] : [part])
  }
  return packOf(
    code,
    offsets.map((each) => loadSingle(code, dtype, start, each)),
  )
}

/** Stores elements `stride` bytes apart. */
export const scatterPack = (code: Code, pointer: Pointer, from: Pack, stride: number, offset = 0): void => {
  const { dtype, lanes } = from
  if (lanes === 1 || stride === bytesOf(dtype)) {
    storePack(code, pointer, from, offset)
    return
  }
  const { start, offsets } = spread(code, lanes, pointer, stride, offset)
  offsets.forEach((each, index) => {
    storeSingle(code, start, lane(code, from, index), each)
  })
}
