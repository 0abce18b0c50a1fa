import type {
  AnyTensor,
  DTypeOf,
  Guard,
  HasFreeShape,
  Padded,
  PadWidth,
  ShapeOf,
  Tensor,
  WidthsMismatch,
} from '../../tensor/index.js'
import type { NoOptions, UnknownOption } from './options.js'

/** What stands around a padded tensor: one value, or its own elements. */
export type PadMode = 'constant' | 'edge' | 'reflect' | 'symmetric' | 'wrap'

/** What padding is filled with: with `value`, 0 (false) without it, in mode 'constant', the default. */
export interface PadOptions {
  readonly mode?: PadMode
  readonly value?: number | boolean
}

/** A value that a mode has no use for, as a message. */
type ValueMismatch<O> = O extends { readonly mode: Exclude<PadMode, 'constant'>; readonly value: number | boolean }
  ? `mode ${O['mode']} takes no value`
  : never

type PadProblem<X extends AnyTensor, W extends readonly PadWidth[]> =
  HasFreeShape<X> extends true ? never : WidthsMismatch<ShapeOf<X>, W>

/** Elements put before and after those of each axis: `pad(x, [[1, 1], [0, 2]])` and `pipe(x, pad([[1, 1], [0, 2]]))`. */
export interface Pad {
  <const W extends readonly PadWidth[], const O extends PadOptions = NoOptions>(
    widths: W,
    options?: O & Guard<UnknownOption<O, PadOptions> | ValueMismatch<O>>,
  ): <X extends AnyTensor>(x: X & Guard<PadProblem<X, W>>) => Tensor<Padded<ShapeOf<X>, W>, DTypeOf<X>>
  <X extends AnyTensor, const W extends readonly PadWidth[], const O extends PadOptions = NoOptions>(
    x: X,
    widths: W & Guard<PadProblem<X, W>>,
    options?: O & Guard<UnknownOption<O, PadOptions> | ValueMismatch<O>>,
  ): Tensor<Padded<ShapeOf<X>, W>, DTypeOf<X>>
}
