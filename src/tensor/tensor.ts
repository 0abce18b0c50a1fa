import type { DType } from './dtype.js'

/**
 * A shape as types carry it. `unknown` rather than `number`, so that a generic size (`<B extends number>`) survives
 * the type-level algebra unresolved.
 */
export type Dims = readonly unknown[]

declare const shapeBrand: unique symbol
declare const dtypeBrand: unique symbol

/**
 * An immutable tensor: a value in hand (`Constant`), a placeholder (`Input`) or the result of applying a primitive
 * (`Result`). Operations accept all three alike.
 */
export interface Tensor<out S extends Dims = readonly number[], out D extends DType = DType> {
  readonly _tag: 'Constant' | 'Input' | 'Result'
  readonly shape: S
  readonly dtype: D
  readonly [shapeBrand]?: S
  readonly [dtypeBrand]?: D
}

/** Shape and dtype: all that inference needs to know of an operand. */
export interface TensorType {
  readonly shape: readonly number[]
  readonly dtype: DType
}
