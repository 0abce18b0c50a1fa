import type {
  AnyTensor,
  BroadcastEach,
  BroadcastEachMismatch,
  Dims,
  DType,
  DTypeOf,
  Guard,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'

/** A list of tensors; the tuple makes the compiler infer a tuple of them. */
type List = readonly AnyTensor[] | readonly [AnyTensor]

/** Several tensors repeated to their common shape: `broadcastArrays([x, y])` and `pipe([x, y] as const, broadcastArrays)`. */
export type BroadcastArrays = <const Ts extends List>(
  tensors: Ts & Guard<BroadcastEachMismatch<Ts>>,
) => { -readonly [I in keyof Ts]: Tensor<BroadcastEach<Ts>, DTypeOf<Ts[I]>> }

/** Whether the n-th vector runs along axis n ('ij'), or the first two are exchanged, as of a picture ('xy', NumPy's default). */
export interface MeshgridOptions {
  readonly indexing?: 'xy' | 'ij'
}

/** The sizes of vectors; a scalar counts as one element. */
type Sizes<Ts extends readonly unknown[]> = number extends Ts['length']
  ? readonly number[]
  : { -readonly [I in keyof Ts]: Ts[I] extends AnyTensor ? SizeOfVector<ShapeOf<Ts[I]>> : never }

type SizeOfVector<S extends Dims> = S extends readonly [] ? 1 : S extends readonly [infer N] ? N : number

type GridShape<S extends Dims, Indexing> = Indexing extends 'ij'
  ? S
  : S extends readonly [infer X, infer Y, ...infer Rest]
    ? [Y, X, ...Rest]
    : S

type Grids<Ts extends List, O> = {
  -readonly [I in keyof Ts]: Tensor<GridShape<Sizes<Ts>, Option<O, 'indexing', 'xy'>>, DTypeOf<Ts[I]>>
}

/** Tensors that are no vectors, as a message. */
type VectorsMismatch<Ts extends readonly AnyTensor[]> =
  Ts[number] extends Tensor<infer S, DType>
    ? number extends S['length']
      ? never
      : S['length'] extends 0 | 1
        ? never
        : `meshgrid takes vectors, not tensors of rank ${S['length']}`
    : never

/** The coordinates of a grid: `meshgrid([x, y], { indexing: 'ij' })` and `pipe([x, y] as const, meshgrid)`. */
export type Meshgrid = <const Ts extends List | MeshgridOptions, const O extends MeshgridOptions = NoOptions>(
  tensors: Ts &
    Guard<
      Ts extends MeshgridOptions ? UnknownOption<Ts, MeshgridOptions> : VectorsMismatch<Exclude<Ts, MeshgridOptions>>
    >,
  options?: O & Guard<UnknownOption<O, MeshgridOptions>>,
) => Ts extends MeshgridOptions ? MeshgridWith<Ts> : Grids<Exclude<Ts, MeshgridOptions>, O>

/** The same with options given. */
export type MeshgridWith<O> = <const Ts extends List>(tensors: Ts & Guard<VectorsMismatch<Ts>>) => Grids<Ts, O>
