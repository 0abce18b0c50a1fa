import { showNumber } from '../../tensor/index.js'
import type { ValueType } from './types.js'

/** A variable: of a function, or of the whole module. */
export interface Variable<T extends ValueType = ValueType> {
  readonly kind: 'local' | 'global'
  readonly type: T
  readonly index: number
}

/** The same number in every lane of a vector. */
export interface Splat {
  readonly lanes: 'f64x2' | 'f32x4' | 'i32x4' | 'i64x2'
  readonly number: number | bigint
}

/** What an instruction takes: a variable, or a number. */
export type Value<T extends ValueType = ValueType> =
  | Variable<T>
  | { readonly kind: 'literal'; readonly type: T; readonly literal: number | bigint | Splat }

export const i32 = (literal: number): Value<'i32'> => ({ kind: 'literal', type: 'i32', literal })
export const i64 = (literal: bigint): Value<'i64'> => ({ kind: 'literal', type: 'i64', literal })
export const f32 = (literal: number): Value<'f32'> => ({ kind: 'literal', type: 'f32', literal })
export const f64 = (literal: number): Value<'f64'> => ({ kind: 'literal', type: 'f64', literal })

const splat =
  (lanes: Splat['lanes']) =>
  (number: number | bigint): Value<'v128'> => ({ kind: 'literal', type: 'v128', literal: { lanes, number } })

export const f64x2: (number: number) => Value<'v128'> = splat('f64x2')
export const f32x4 = (number: number): Value<'v128'> => splat('f32x4')(Math.fround(number))
export const i32x4: (number: number) => Value<'v128'> = splat('i32x4')
export const i64x2: (number: bigint) => Value<'v128'> = splat('i64x2')

/** The number in every lane of a vector that is a literal. */
export const splatNumber = (value: Value<'v128'>): number | bigint | undefined =>
  value.kind === 'literal' ? (value.literal as Splat).number : undefined

const arrays = {
  f64x2: (number: number | bigint) => new Float64Array(2).fill(Number(number)),
  f32x4: (number: number | bigint) => new Float32Array(4).fill(Number(number)),
  i32x4: (number: number | bigint) => new Int32Array(4).fill(Number(number)),
  i64x2: (number: number | bigint) => new BigInt64Array(2).fill(BigInt(number)),
} as const

/** The sixteen bytes of a splat. */
export const bytesOfSplat = ({ lanes, number }: Splat): Uint8Array<ArrayBuffer> =>
  new Uint8Array(arrays[lanes](number).buffer)

/** Equal for equal splats alone. */
export const showSplat = ({ lanes, number }: Splat): string => `${lanes} ${showNumber(number)}`

/** Whether all bits are 0, or all are 1: what one instruction makes. */
export const isTrivial = ({ lanes, number }: Splat): boolean =>
  typeof number === 'bigint'
    ? number === 0n || number === -1n
    : Object.is(number, 0) || (lanes === 'i32x4' && number === -1)
