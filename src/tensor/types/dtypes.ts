import type { DType, FloatDType } from '../dtype.js'
import type { DTypeOf, HasFreeDType, Operand } from './operand.js'

/** The dtypes that arithmetic takes. */
export type NumericDType = FloatDType | 'int32'

/** The dtype of what two operands give: a number takes on the other's; of two numbers comes float64. */
export type CommonDType<A extends Operand, B extends Operand> = A extends number
  ? B extends number
    ? 'float64'
    : DTypeOf<B>
  : DTypeOf<A> | DTypeOf<B>

/** The dtypes of two operands where they differ, as a message; never where it takes a run to know (a plain `Tensor`). */
export type DTypeMismatch<A extends Operand, B extends Operand> = A extends number
  ? never
  : B extends number
    ? never
    : HasFreeDType<A> extends HasFreeDType<B>
      ? { is: DTypeOf<A> } extends { is: DTypeOf<B> }
        ? never
        : [DTypeOf<A> & DTypeOf<B>] extends [never]
          ? DTypesDiffer<DTypeOf<A>, DTypeOf<B>>
          : never
      : { is: DType } extends { is: DTypeOf<A> | DTypeOf<B> }
        ? never
        : DTypesDiffer<DTypeOf<A>, DTypeOf<B>>

type DTypesDiffer<D extends DType, E extends DType> = `dtypes ${D} and ${E} differ`

/** An operand's dtype that an operation refuses, as a message; never for `any`, as ever. */
export type DTypeRefused<X extends Operand, Accepted extends DType> =
  HasFreeDType<X> extends true
    ? never
    : unknown extends DTypeOf<X>
      ? never
      : [DTypeOf<X>] extends [Exclude<DType, Accepted>]
        ? `needs ${Described<Accepted>}, not ${DTypeOf<X>}`
        : never

/** How a group of dtypes is called in messages. */
type Described<Accepted> = [Accepted] extends [FloatDType]
  ? 'a floating-point dtype'
  : [Accepted] extends ['int32']
    ? 'dtype int32'
    : [Accepted] extends ['bool']
      ? 'dtype bool'
      : 'a numeric dtype'
