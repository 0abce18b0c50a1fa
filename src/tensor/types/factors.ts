import type { Dims } from '../tensor.js'
import type { Subtract } from './arithmetic.js'
import type { HasFreeShape, Operand, ShapeOf } from './operand.js'
import type { Last, LastKind, UnknownShape } from './size.js'

/** The smaller of two sizes; `number` where that cannot be known. */
type Smaller<M extends Dims, N extends Dims> = { is: Last<M> } extends { is: Last<N> }
  ? Last<M>
  : IsLiteral<M> extends true
    ? IsLiteral<N> extends true
      ? [Subtract<Last<N>, Last<M>>] extends [never]
        ? Last<N>
        : Last<M>
      : number
    : number

type IsLiteral<S extends Dims> = LastKind<S> extends 'literal' | 'one' ? true : false

/** The shapes that the reduced factors of matrices [..., M, N] have, with K the smaller of M and N. */
export type Factored<S extends Dims> = S extends readonly [...infer L, infer M, infer N]
  ? FactoredAs<L, M, N, Smaller<readonly [...L, M], S>>
  : { left: UnknownShape; values: UnknownShape; right: UnknownShape }

interface FactoredAs<L extends Dims, M, N, K> {
  left: [...L, M, K]
  values: [...L, K]
  right: [...L, K, N]
}

/** The shape of matrices [..., M, N] transposed. */
export type Transposed<S extends Dims> = S extends readonly [...infer L, infer M, infer N] ? [...L, N, M] : UnknownShape

/** A shape of too few axes for a matrix, as a message; of a shape that is a type parameter nothing is known. */
export type MatrixMismatchOf<X extends Operand> =
  HasFreeShape<X> extends true
    ? never
    : number extends ShapeOf<X>['length']
      ? never
      : ShapeOf<X> extends readonly [...unknown[], unknown, unknown]
        ? never
        : `a matrix needs two axes, not ${ShapeOf<X>['length']}`
