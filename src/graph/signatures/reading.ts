import type { AnyTensor, Dims, DTypeOf, ElementOf, Guard, ShapeMismatch, ShapeOf } from '../../tensor/index.js'

/** Elements nested as deep as the shape has axes; `unknown` where the rank is not known. */
type NestedOf<S extends Dims, Element> = number extends S['length']
  ? unknown
  : S extends readonly [unknown, ...infer Rest]
    ? NestedOf<Rest, Element>[]
    : Element

/** The elements as nested arrays. */
export type ToArray = <X extends AnyTensor>(x: X) => NestedOf<ShapeOf<X>, ElementOf<DTypeOf<X>>>

/** A shape of which every size is known not to be 1 does not hold one element. */
type SeveralElements<S extends Dims> =
  ShapeMismatch<S, { [I in keyof S]: 1 }> extends infer Message
    ? [Message] extends [never]
      ? never
      : 'item needs a tensor of one element'
    : never

/** The one element of a tensor. */
export type Item = <X extends AnyTensor>(x: X & Guard<SeveralElements<ShapeOf<X>>>) => ElementOf<DTypeOf<X>>
