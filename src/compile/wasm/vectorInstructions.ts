import type { Signature } from './types.js'

/** Instructions on vectors without immediates: opcode (0xfdNNNN: prefix and number), types of the operands, type of the result. */
export const vectorInstructions = {
  'i32x4.splat': [0xfd0011, ['i32'], 'v128'],
  'i64x2.splat': [0xfd0012, ['i64'], 'v128'],
  'f32x4.splat': [0xfd0013, ['f32'], 'v128'],
  'f64x2.splat': [0xfd0014, ['f64'], 'v128'],
  'i32x4.eq': [0xfd0037, ['v128', 'v128'], 'v128'],
  'i32x4.ne': [0xfd0038, ['v128', 'v128'], 'v128'],
  'i32x4.lt_s': [0xfd0039, ['v128', 'v128'], 'v128'],
  'i32x4.gt_s': [0xfd003b, ['v128', 'v128'], 'v128'],
  'i32x4.le_s': [0xfd003d, ['v128', 'v128'], 'v128'],
  'i32x4.ge_s': [0xfd003f, ['v128', 'v128'], 'v128'],
  'f32x4.eq': [0xfd0041, ['v128', 'v128'], 'v128'],
  'f32x4.ne': [0xfd0042, ['v128', 'v128'], 'v128'],
  'f32x4.lt': [0xfd0043, ['v128', 'v128'], 'v128'],
  'f32x4.le': [0xfd0045, ['v128', 'v128'], 'v128'],
  'f64x2.eq': [0xfd0047, ['v128', 'v128'], 'v128'],
  'f64x2.ne': [0xfd0048, ['v128', 'v128'], 'v128'],
  'f64x2.lt': [0xfd0049, ['v128', 'v128'], 'v128'],
  'f64x2.le': [0xfd004b, ['v128', 'v128'], 'v128'],
  'v128.not': [0xfd004d, ['v128'], 'v128'],
  'v128.and': [0xfd004e, ['v128', 'v128'], 'v128'],
  'v128.andnot': [0xfd004f, ['v128', 'v128'], 'v128'],
  'v128.or': [0xfd0050, ['v128', 'v128'], 'v128'],
  'v128.xor': [0xfd0051, ['v128', 'v128'], 'v128'],
  'v128.bitselect': [0xfd0052, ['v128', 'v128', 'v128'], 'v128'],
  'v128.any_true': [0xfd0053, ['v128'], 'i32'],
  'f32x4.demote_f64x2_zero': [0xfd005e, ['v128'], 'v128'],
  'f64x2.promote_low_f32x4': [0xfd005f, ['v128'], 'v128'],
  'i8x16.narrow_i16x8_u': [0xfd0066, ['v128', 'v128'], 'v128'],
  'f32x4.ceil': [0xfd0067, ['v128'], 'v128'],
  'f32x4.floor': [0xfd0068, ['v128'], 'v128'],
  'f32x4.trunc': [0xfd0069, ['v128'], 'v128'],
  'f32x4.nearest': [0xfd006a, ['v128'], 'v128'],
  'f64x2.ceil': [0xfd0074, ['v128'], 'v128'],
  'f64x2.floor': [0xfd0075, ['v128'], 'v128'],
  'f64x2.trunc': [0xfd007a, ['v128'], 'v128'],
  'i16x8.narrow_i32x4_u': [0xfd0086, ['v128', 'v128'], 'v128'],
  'i16x8.extend_low_i8x16_u': [0xfd0089, ['v128'], 'v128'],
  'f64x2.nearest': [0xfd0094, ['v128'], 'v128'],
  'i32x4.abs': [0xfd00a0, ['v128'], 'v128'],
  'i32x4.neg': [0xfd00a1, ['v128'], 'v128'],
  'i32x4.all_true': [0xfd00a3, ['v128'], 'i32'],
  'i32x4.bitmask': [0xfd00a4, ['v128'], 'i32'],
  'i32x4.extend_low_i16x8_u': [0xfd00a9, ['v128'], 'v128'],
  'i32x4.shl': [0xfd00ab, ['v128', 'i32'], 'v128'],
  'i32x4.shr_s': [0xfd00ac, ['v128', 'i32'], 'v128'],
  'i32x4.shr_u': [0xfd00ad, ['v128', 'i32'], 'v128'],
  'i32x4.add': [0xfd00ae, ['v128', 'v128'], 'v128'],
  'i32x4.sub': [0xfd00b1, ['v128', 'v128'], 'v128'],
  'i32x4.mul': [0xfd00b5, ['v128', 'v128'], 'v128'],
  'i32x4.min_s': [0xfd00b6, ['v128', 'v128'], 'v128'],
  'i32x4.max_s': [0xfd00b8, ['v128', 'v128'], 'v128'],
  'i64x2.all_true': [0xfd00c3, ['v128'], 'i32'],
  'i64x2.bitmask': [0xfd00c4, ['v128'], 'i32'],
  'i64x2.extend_low_i32x4_s': [0xfd00c7, ['v128'], 'v128'],
  'i64x2.extend_high_i32x4_s': [0xfd00c8, ['v128'], 'v128'],
  'i64x2.shl': [0xfd00cb, ['v128', 'i32'], 'v128'],
  'i64x2.shr_s': [0xfd00cc, ['v128', 'i32'], 'v128'],
  'i64x2.shr_u': [0xfd00cd, ['v128', 'i32'], 'v128'],
  'i64x2.add': [0xfd00ce, ['v128', 'v128'], 'v128'],
  'i64x2.sub': [0xfd00d1, ['v128', 'v128'], 'v128'],
  'i64x2.eq': [0xfd00d6, ['v128', 'v128'], 'v128'],
  'f32x4.abs': [0xfd00e0, ['v128'], 'v128'],
  'f32x4.neg': [0xfd00e1, ['v128'], 'v128'],
  'f32x4.sqrt': [0xfd00e3, ['v128'], 'v128'],
  'f32x4.add': [0xfd00e4, ['v128', 'v128'], 'v128'],
  'f32x4.sub': [0xfd00e5, ['v128', 'v128'], 'v128'],
  'f32x4.mul': [0xfd00e6, ['v128', 'v128'], 'v128'],
  'f32x4.div': [0xfd00e7, ['v128', 'v128'], 'v128'],
  'f32x4.min': [0xfd00e8, ['v128', 'v128'], 'v128'],
  'f32x4.max': [0xfd00e9, ['v128', 'v128'], 'v128'],
  'f32x4.pmin': [0xfd00ea, ['v128', 'v128'], 'v128'],
  'f32x4.pmax': [0xfd00eb, ['v128', 'v128'], 'v128'],
  'f64x2.abs': [0xfd00ec, ['v128'], 'v128'],
  'f64x2.neg': [0xfd00ed, ['v128'], 'v128'],
  'f64x2.sqrt': [0xfd00ef, ['v128'], 'v128'],
  'f64x2.add': [0xfd00f0, ['v128', 'v128'], 'v128'],
  'f64x2.sub': [0xfd00f1, ['v128', 'v128'], 'v128'],
  'f64x2.mul': [0xfd00f2, ['v128', 'v128'], 'v128'],
  'f64x2.div': [0xfd00f3, ['v128', 'v128'], 'v128'],
  'f64x2.min': [0xfd00f4, ['v128', 'v128'], 'v128'],
  'f64x2.max': [0xfd00f5, ['v128', 'v128'], 'v128'],
  'f64x2.pmin': [0xfd00f6, ['v128', 'v128'], 'v128'],
  'f64x2.pmax': [0xfd00f7, ['v128', 'v128'], 'v128'],
  'i32x4.trunc_sat_f32x4_s': [0xfd00f8, ['v128'], 'v128'],
  'f32x4.convert_i32x4_s': [0xfd00fa, ['v128'], 'v128'],
  'i32x4.trunc_sat_f64x2_s_zero': [0xfd00fc, ['v128'], 'v128'],
  'f64x2.convert_low_i32x4_s': [0xfd00fe, ['v128'], 'v128'],
  'f32x4.relaxed_madd': [0xfd0105, ['v128', 'v128', 'v128'], 'v128'],
  'f64x2.relaxed_madd': [0xfd0107, ['v128', 'v128', 'v128'], 'v128'],
} as const satisfies Readonly<Record<string, Signature>>

/** Instructions that take a number of a lane: opcode, types of the operands, type of the result. */
export const laneInstructions = {
  'i32x4.extract_lane': [0xfd001b, ['v128'], 'i32'],
  'i32x4.replace_lane': [0xfd001c, ['v128', 'i32'], 'v128'],
  'i64x2.extract_lane': [0xfd001d, ['v128'], 'i64'],
  'f32x4.extract_lane': [0xfd001f, ['v128'], 'f32'],
  'f32x4.replace_lane': [0xfd0020, ['v128', 'f32'], 'v128'],
  'f64x2.extract_lane': [0xfd0021, ['v128'], 'f64'],
  'f64x2.replace_lane': [0xfd0022, ['v128', 'f64'], 'v128'],
} as const satisfies Readonly<Record<string, Signature>>

export type LaneInstruction = keyof typeof laneInstructions

/** Ways to fill a vector from fewer bytes of memory: the opcode, and log2 of how many are read. */
export const partialLoads = {
  /** Zeros follow. */
  u32Zero: { load: 0xfd005c, alignment: 2 },
  u64Zero: { load: 0xfd005d, alignment: 3 },
  /** The same in every lane. */
  u16Splat: { load: 0xfd0008, alignment: 1 },
  f32Splat: { load: 0xfd0009, alignment: 2 },
  f64Splat: { load: 0xfd000a, alignment: 3 },
} as const

export type PartialLoad = keyof typeof partialLoads

/** Stores of one lane: the opcode, and log2 of how many bytes are written. */
export const laneStores = {
  u16: { store: 0xfd0059, alignment: 1 },
  u32: { store: 0xfd005a, alignment: 2 },
  u64: { store: 0xfd005b, alignment: 3 },
} as const

export type LaneStore = keyof typeof laneStores
