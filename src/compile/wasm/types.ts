/** The value types of WebAssembly: numbers, and vectors of 128 bits. */
export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128'

export const valueTypes: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
}

export type Signature = readonly [opcode: number, operands: readonly ValueType[], result: ValueType]
