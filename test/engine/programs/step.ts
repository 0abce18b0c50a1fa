import { equalShapes, type Tensor, type TensorType } from '../../../src/tensor/index.js'
import type { Choice } from './choice.js'

/** One way to go on, from a tensor that has been made and all others; nothing where it does not apply. */
export type Step = (x: Tensor, pool: readonly Tensor[], choice: Choice, depth: number) => readonly Tensor[] | undefined

export const alike = (x: TensorType, pool: readonly Tensor[]): readonly Tensor[] =>
  pool.filter(({ shape, dtype }) => dtype === x.dtype && equalShapes(shape, x.shape))
