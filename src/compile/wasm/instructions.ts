import type { Signature, ValueType } from './types.js'
import { vectorInstructions } from './vectorInstructions.js'

/** Instructions on numbers: opcode (0xfcNNNN: prefix and number), types of the operands, type of the result. */
export const numberInstructions = {
  'i32.eqz': [0x45, ['i32'], 'i32'],
  'i32.eq': [0x46, ['i32', 'i32'], 'i32'],
  'i32.ne': [0x47, ['i32', 'i32'], 'i32'],
  'i32.lt_s': [0x48, ['i32', 'i32'], 'i32'],
  'i32.le_s': [0x4c, ['i32', 'i32'], 'i32'],
  'i32.ge_u': [0x4f, ['i32', 'i32'], 'i32'],
  'f64.eq': [0x61, ['f64', 'f64'], 'i32'],
  'f64.ne': [0x62, ['f64', 'f64'], 'i32'],
  'f64.lt': [0x63, ['f64', 'f64'], 'i32'],
  'f64.le': [0x65, ['f64', 'f64'], 'i32'],
  'i32.ctz': [0x68, ['i32'], 'i32'],
  'i32.add': [0x6a, ['i32', 'i32'], 'i32'],
  'i32.sub': [0x6b, ['i32', 'i32'], 'i32'],
  'i32.mul': [0x6c, ['i32', 'i32'], 'i32'],
  'i32.div_s': [0x6d, ['i32', 'i32'], 'i32'],
  'i32.div_u': [0x6e, ['i32', 'i32'], 'i32'],
  'i32.rem_s': [0x6f, ['i32', 'i32'], 'i32'],
  'i32.rem_u': [0x70, ['i32', 'i32'], 'i32'],
  'i32.and': [0x71, ['i32', 'i32'], 'i32'],
  'i32.or': [0x72, ['i32', 'i32'], 'i32'],
  'i32.xor': [0x73, ['i32', 'i32'], 'i32'],
  'i32.shl': [0x74, ['i32', 'i32'], 'i32'],
  'i32.shr_s': [0x75, ['i32', 'i32'], 'i32'],
  'i32.shr_u': [0x76, ['i32', 'i32'], 'i32'],
  'i64.and': [0x83, ['i64', 'i64'], 'i64'],
  'i64.or': [0x84, ['i64', 'i64'], 'i64'],
  'i64.shl': [0x86, ['i64', 'i64'], 'i64'],
  'i64.shr_u': [0x88, ['i64', 'i64'], 'i64'],
  'f32.add': [0x92, ['f32', 'f32'], 'f32'],
  'f32.sub': [0x93, ['f32', 'f32'], 'f32'],
  'f32.mul': [0x94, ['f32', 'f32'], 'f32'],
  'f32.div': [0x95, ['f32', 'f32'], 'f32'],
  'f64.abs': [0x99, ['f64'], 'f64'],
  'f64.neg': [0x9a, ['f64'], 'f64'],
  'f64.floor': [0x9c, ['f64'], 'f64'],
  'f64.nearest': [0x9e, ['f64'], 'f64'],
  'f64.sqrt': [0x9f, ['f64'], 'f64'],
  'f64.add': [0xa0, ['f64', 'f64'], 'f64'],
  'f64.sub': [0xa1, ['f64', 'f64'], 'f64'],
  'f64.mul': [0xa2, ['f64', 'f64'], 'f64'],
  'f64.div': [0xa3, ['f64', 'f64'], 'f64'],
  'f64.min': [0xa4, ['f64', 'f64'], 'f64'],
  'f64.max': [0xa5, ['f64', 'f64'], 'f64'],
  'f64.copysign': [0xa6, ['f64', 'f64'], 'f64'],
  'i32.wrap_i64': [0xa7, ['i64'], 'i32'],
  'f32.demote_f64': [0xb6, ['f64'], 'f32'],
  'f64.convert_i32_s': [0xb7, ['i32'], 'f64'],
  'f64.promote_f32': [0xbb, ['f32'], 'f64'],
  'i64.reinterpret_f64': [0xbd, ['f64'], 'i64'],
  'f64.reinterpret_i64': [0xbf, ['i64'], 'f64'],
  'i32.trunc_sat_f64_s': [0xfc0002, ['f64'], 'i32'],
} as const satisfies Readonly<Record<string, Signature>>

/** Instructions without immediates. */
export const instructions = { ...numberInstructions, ...vectorInstructions } as const

export type Instruction = keyof typeof instructions

export type ResultOf<I extends Instruction> = (typeof instructions)[I][2]

/** How elements lie in memory: opcodes of load and store, and log2 of their size. */
export const accesses = {
  u8: { load: 0x2d, store: 0x3a, alignment: 0, type: 'i32' },
  i32: { load: 0x28, store: 0x36, alignment: 2, type: 'i32' },
  f32: { load: 0x2a, store: 0x38, alignment: 2, type: 'f32' },
  f64: { load: 0x2b, store: 0x39, alignment: 3, type: 'f64' },
  v128: { load: 0xfd0000, store: 0xfd000b, alignment: 4, type: 'v128' },
} as const satisfies Readonly<Record<string, { load: number; store: number; alignment: number; type: ValueType }>>

export type Access = keyof typeof accesses
