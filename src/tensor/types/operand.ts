import type { Tensor } from '../tensor.js'
import type { AnyTensor } from '../tree.js'

/** What arithmetic takes: a tensor, or a JavaScript number, which takes on the other operand's dtype. */
export type Operand = AnyTensor | number

/** An operand's shape; a number has no axes. */
export type ShapeOf<X extends Operand> = X extends number ? [] : Exclude<X, number>['shape']

/** An operand's dtype; a number has none of its own: `never`. */
export type DTypeOf<X extends Operand> = X extends number ? never : Exclude<X, number>['dtype']

/**
 * Whether an operand's shape is a type parameter as a whole (`<S extends Dims>(x: Tensor<S>)`); see `IsFree` for how that
 * can be asked. What keeps the question open until an operation is called is the operand's tag.
 */
export type HasFreeShape<X extends Operand> =
  Tagged<X, { is: ShapeOf<X> } extends { is: never } ? 'free' : 'fixed'> extends { is: 'fixed' } ? false : true

/** Whether an operand's dtype is a type parameter. */
export type HasFreeDType<X extends Operand> =
  Tagged<X, { is: DTypeOf<X> } extends { is: never } ? 'free' : 'fixed'> extends { is: 'fixed' } ? false : true

type Tagged<X extends Operand, Mark> = Record<Tensor['_tag'] | 'Number', { is: Mark }>[TagOf<X>]

type TagOf<X extends Operand> = X extends number ? 'Number' : Tensor['_tag']
