import type { ValueType } from './types.js'

/** A variable: of a function, or of the whole module. */
export interface Variable<T extends ValueType = ValueType> {
  readonly kind: 'local' | 'global'
  readonly type: T
  readonly index: number
}

/** What an instruction takes: a variable, or a number (of a vector, its bytes). */
export type Value<T extends ValueType = ValueType> =
  | Variable<T>
  | { readonly kind: 'literal'; readonly type: T; readonly literal: number | bigint | Uint8Array }

export const i32 = (literal: number): Value<'i32'> => ({ kind: 'literal', type: 'i32', literal })
export const i64 = (literal: bigint): Value<'i64'> => ({ kind: 'literal', type: 'i64', literal })
export const f32 = (literal: number): Value<'f32'> => ({ kind: 'literal', type: 'f32', literal })
export const f64 = (literal: number): Value<'f64'> => ({ kind: 'literal', type: 'f64', literal })

const vectorOf = (lanes: ArrayBufferView): Value<'v128'> => ({
  kind: 'literal',
  type: 'v128',
  literal: new Uint8Array(lanes.buffer),
})

/** The same number in every lane. */
export const f64x2 = (literal: number): Value<'v128'> => vectorOf(new Float64Array(2).fill(literal))
export const f32x4 = (literal: number): Value<'v128'> => vectorOf(new Float32Array(4).fill(literal))
export const i32x4 = (literal: number): Value<'v128'> => vectorOf(new Int32Array(4).fill(literal))
export const i64x2 = (literal: bigint): Value<'v128'> => vectorOf(new BigInt64Array(2).fill(literal))
