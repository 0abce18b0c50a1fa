import type { Dims } from '../tensor.js'
import type { Divide } from './arithmetic.js'
import type { ReplaceAxes, SizeAt } from './axes.js'
import type { HasFreeShape, Operand, ShapeOf } from './operand.js'
import type { LastKind } from './size.js'

/** A size divided by 2, and what is left; a pair of numbers where it is not known. `S` is the shape that it is from. */
type Halving<S extends Dims, N> =
  LastKind<readonly [...S, N]> extends 'literal' | 'one' ? Divide<N, 2> : [quotient: number, rest: number]

/** A shape with one axis half as long. */
export type Halved<S extends Dims, Axis> = ReplaceAxes<S, Axis, [Halving<S, SizeAt<S, Axis>>[0]]>

/** An axis of odd size that is to be halved, as a message; never where nothing is known to be wrong. */
export type HalvedMismatch<X extends Operand, Axis> =
  HasFreeShape<X> extends true
    ? never
    : number extends ShapeOf<X>['length']
      ? never
      : Halving<ShapeOf<X>, SizeAt<ShapeOf<X>, Axis>>[1] extends 1
        ? `axis ${Axis & number} has odd size ${SizeAt<ShapeOf<X>, Axis> & number}`
        : never
