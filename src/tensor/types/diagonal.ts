import type { Dims } from '../tensor.js'
import type { Add, Subtract } from './arithmetic.js'
import type { ReplaceAxes, SizeAt } from './axes.js'
import type { IsLiteral, UnknownShape } from './size.js'

/** How far below the main diagonal one lies, and how far above. */
type Origin<Offset> = `${Offset & number}` extends `-${infer Below extends number}` ? [Below, 0] : [0, Offset]

/** The length of a diagonal of a matrix of literal sizes. */
type DiagonalLength<Rows, Columns, Offset> =
  Origin<Offset> extends [infer Row, infer Column] ? Smaller<Rest<Rows, Row>, Rest<Columns, Column>> : number

type Rest<N, Used> = [Subtract<N, Used>] extends [never] ? 0 : Subtract<N, Used>

type Smaller<A, B> = [Subtract<A, B>] extends [never] ? A : B

/** The length as far as it is known: that of a square matrix's main diagonal also where its size has just a name. */
type LengthIn<S extends Dims, Rows, Columns, Offset> = number extends Offset
  ? number
  : IsLiteral<S, Rows> extends true
    ? IsLiteral<S, Columns> extends true
      ? DiagonalLength<Rows, Columns, Offset>
      : number
    : Offset extends 0
      ? { is: Rows } extends { is: Columns }
        ? Rows
        : number
      : number

/** The shape of the diagonals of the matrices in two axes. */
export type Diagonals<S extends Dims, Offset, Axis1, Axis2> = number extends S['length'] | Axis1 | Axis2
  ? UnknownShape
  : [...Traced<S, Axis1, Axis2>, LengthIn<S, SizeAt<S, Axis1>, SizeAt<S, Axis2>, Offset>]

/** The shape without the two axes that diagonals run across. */
export type Traced<S extends Dims, Axis1, Axis2> = ReplaceAxes<S, [Axis1, Axis2], []>

/** The shape of the matrix with a vector on a diagonal, or that of a matrix's diagonal. */
export type DiagOf<S extends Dims, Offset> = S extends readonly [infer N]
  ? Square<WithOffset<S, N, Offset>>
  : S extends readonly [infer Rows, infer Columns]
    ? [LengthIn<S, Rows, Columns, Offset>]
    : UnknownShape

type Square<N> = [N, N]

type WithOffset<S extends Dims, N, Offset> = number extends Offset
  ? number
  : Offset extends 0
    ? N
    : IsLiteral<S, N> extends true
      ? Origin<Offset> extends [infer Below, infer Above]
        ? Add<N, Add<Below, Above>>
        : number
      : number

/** A tensor that is neither vector nor matrix, as a message. */
export type DiagMismatch<S extends Dims> = number extends S['length']
  ? never
  : S['length'] extends 1 | 2
    ? never
    : `diag takes a vector or a matrix, not a tensor of rank ${S['length']}`

/** A tensor with less than two axes, as a message. */
export type MatrixMismatch<S extends Dims, What extends string> = S['length'] extends 0 | 1
  ? `${What} needs at least two axes, not ${S['length']}`
  : never
