import type { Dims } from '../tensor.js'
import type { Add } from './arithmetic.js'
import type { ReplaceAxes, SizeAt } from './axes.js'
import type { ProductOfLast } from './products.js'
import type { Reshaped } from './reshape.js'
import type { IsLiteral, Last, LastKind, UnknownShape } from './size.js'

/** The shape of a tensor that stands `Reps` times over along each of the last axes; one number is for the last. */
export type Tiled<S extends Dims, Reps> = Reps extends Dims ? TiledTo<S, Reps> : TiledTo<S, [Reps]>

type TiledTo<S extends Dims, Reps extends Dims, Done extends Dims = []> = Reps extends readonly [...infer RI, unknown]
  ? S extends readonly [...infer SI, unknown]
    ? TiledTo<SI, RI, [ProductOfLast<S, Reps>, ...Done]>
    : S extends readonly []
      ? [...Reps, ...Done]
      : UnknownShape
  : Reps extends readonly []
    ? [...S, ...Done]
    : UnknownShape

/** The shape of a tensor whose elements stand `Repeats` times in a row along an axis; in one row without `Axis`. */
export type Repeated<S extends Dims, Repeats, Axis> = [Axis] extends [undefined]
  ? [RepeatedSize<Reshaped<S, [-1]>, Repeats>]
  : ReplaceAxes<S, Axis, [RepeatedSize<readonly [...S, SizeAt<S, Axis>], Repeats>]>

/** The last size, repeated. */
type RepeatedSize<S extends Dims, Repeats> = Repeats extends Dims
  ? Total<Repeats>
  : ProductOfLast<S, readonly [...S, Repeats]>

/** The sum of a list of literals; `number` where it is none. */
type Total<List extends Dims, Sum = 0> = List extends readonly [infer N, ...infer Rest]
  ? IsLiteral<List, N> extends true
    ? Total<Rest, Add<Sum, N>>
    : number
  : List extends readonly []
    ? Sum
    : number

/** Repeats for more or fewer elements than there are, as a message; never where nothing is known to. */
export type RepeatsMismatch<S extends Dims, Repeats, Axis> = Repeats extends Dims
  ? number extends Repeats['length'] | S['length']
    ? never
    : [Axis] extends [undefined]
      ? CountMismatch<Reshaped<S, [-1]>, Repeats>
      : CountMismatch<readonly [...S, SizeAt<S, Axis>], Repeats>
  : never

type CountMismatch<S extends Dims, Repeats extends Dims> =
  LastKind<S> extends 'literal' | 'one'
    ? Last<S> extends Repeats['length']
      ? never
      : `${Repeats['length']} repeats for ${Last<S> & number} elements`
    : never
