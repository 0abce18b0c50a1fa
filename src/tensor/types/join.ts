import type { DType } from '../dtype.js'
import type { Dims, Tensor } from '../tensor.js'
import type { AnyTensor } from '../tree.js'
import type { Add } from './arithmetic.js'
import type { InsertAxes, ReplaceAxes } from './axes.js'
import type { DTypeMismatch } from './dtypes.js'
import type { ShapeOf } from './operand.js'
import type { Last, LastKind, LastMismatch, Merged, MergedLast, ShapeMismatch, UnknownShape } from './size.js'

/** Whether the last axis of a shape, with as many axes after it as `After` has, goes by the name `Axis`. */
type LastIs<S extends Dims, After extends Dims, Axis> = S extends readonly [...infer SI, unknown]
  ? Axis extends SI['length']
    ? true
    : `${Axis & number}` extends `-${[...After, 0]['length'] & number}`
      ? true
      : false
  : false

/** Two shapes joined along an axis: its sizes add up. */
type Joined<A extends Dims, B extends Dims, Axis, Done extends Dims = []> = A extends readonly [...infer AI, unknown]
  ? B extends readonly [...infer BI, unknown]
    ? Joined<AI, BI, Axis, [LastIs<A, Done, Axis> extends true ? SumOfLast<A, B> : MergedLast<A, B>, ...Done]>
    : UnknownShape
  : number extends A['length'] | B['length']
    ? UnknownShape
    : Done

type SumOfLast<A extends Dims, B extends Dims> =
  LastKind<A> extends 'literal' | 'one'
    ? LastKind<B> extends 'literal' | 'one'
      ? Add<Last<A>, Last<B>>
      : number
    : number

type JoinMismatch<A extends Dims, B extends Dims, Axis, After extends Dims = []> = number extends
  | A['length']
  | B['length']
  ? never
  : A['length'] extends B['length']
    ? JoinSizeMismatch<A, B, Axis, After>
    : `ranks ${A['length']} and ${B['length']} differ`

type JoinSizeMismatch<A extends Dims, B extends Dims, Axis, After extends Dims> = A extends readonly [
  ...infer AI,
  unknown,
]
  ? B extends readonly [...infer BI, unknown]
    ? (LastIs<A, After, Axis> extends true ? never : LastMismatch<A, B>) | JoinSizeMismatch<AI, BI, Axis, [...After, 0]>
    : never
  : never

/** The shape of tensors concatenated along an axis. */
export type Concatenated<Ts extends readonly AnyTensor[], Axis> = number extends Axis
  ? UnknownShape
  : Ts extends readonly [infer First extends AnyTensor, ...infer Rest extends readonly AnyTensor[]]
    ? ConcatenatedTo<ShapeOf<First>, Rest, Axis>
    : ReplaceAxes<ShapeOf<Ts[number]>, Axis, [number]>

type ConcatenatedTo<S extends Dims, Ts extends readonly AnyTensor[], Axis> = Ts extends readonly [
  infer Next extends AnyTensor,
  ...infer Rest extends readonly AnyTensor[],
]
  ? ConcatenatedTo<Joined<S, ShapeOf<Next>, Axis>, Rest, Axis>
  : S

/** What keeps tensors from being concatenated, as a message. */
export type ConcatenateMismatch<Ts extends readonly AnyTensor[], Axis> = Ts extends readonly [
  infer First extends AnyTensor,
  ...infer Rest extends readonly AnyTensor[],
]
  ? EachMismatch<First, Rest, Axis>
  : never

type EachMismatch<First extends AnyTensor, Ts extends readonly AnyTensor[], Axis> = Ts extends readonly [
  infer Next extends AnyTensor,
  ...infer Rest extends readonly AnyTensor[],
]
  ?
      | DTypeMismatch<First, Next>
      | (Axis extends number
          ? JoinMismatch<ShapeOf<First>, ShapeOf<Next>, Axis>
          : ShapeMismatch<ShapeOf<First>, ShapeOf<Next>>)
      | EachMismatch<First, Rest, Axis>
  : never

/** The shape of equal shapes stacked along a new axis. */
export type Stacked<Ts extends readonly AnyTensor[], Axis> = InsertAxes<CommonShape<Ts>, Axis, Ts['length']>

type CommonShape<Ts extends readonly AnyTensor[]> = Ts extends readonly [
  infer First extends AnyTensor,
  ...infer Rest extends readonly AnyTensor[],
]
  ? Rest extends readonly []
    ? ShapeOf<First>
    : CommonShape<readonly [Tensor<Merged<ShapeOf<First>, ShapeOf<Rest[0]>>, DType>, ...Tail<Rest>]>
  : ShapeOf<Ts[number]>

type Tail<Ts extends readonly AnyTensor[]> = Ts extends readonly [unknown, ...infer Rest extends readonly AnyTensor[]]
  ? Rest
  : []

/** What keeps tensors from being stacked, as a message. */
export type StackMismatch<Ts extends readonly AnyTensor[]> = ConcatenateMismatch<Ts, undefined>
