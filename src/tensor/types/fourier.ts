import type { Dims } from '../tensor.js'
import type { Add, Divide, Multiply, Subtract } from './arithmetic.js'
import type { ReplaceAxes, SizeAt } from './axes.js'
import type { LiteralAt } from './sliding.js'

/** The size of an axis where it is a literal, and otherwise `number`. */
type LiteralSize<S extends Dims, Axis> = LiteralAt<readonly [SizeAt<S, Axis>, ...S], 0>

/** A shape in which an axis of N has the N / 2 + 1 frequencies of real numbers. */
export type HalfSpectrum<S extends Dims, Axis> =
  LiteralSize<S, Axis> extends infer N ? ReplaceAxes<S, Axis, [number extends N ? number : Frequencies<N>]> : never

type Frequencies<N> = Divide<N, 2> extends readonly [infer Half, unknown] ? Add<Half, 1> : number

/** A shape in which an axis of M frequencies has the numbers that they are of: `Length`, or 2 (M - 1). */
export type FromHalfSpectrum<S extends Dims, Axis, Length> = [Length] extends [undefined]
  ? LiteralSize<S, Axis> extends infer M
    ? ReplaceAxes<S, Axis, [number extends M ? number : EvenLength<M>]>
    : never
  : ReplaceAxes<S, Axis, [Length]>

type EvenLength<M> = M extends 0 ? number : Multiply<Subtract<M, 1>, 2>

/** A length that does not have so many frequencies, as a message. */
export type LengthMismatch<S extends Dims, Axis, Length> = [Length] extends [undefined]
  ? never
  : number extends Length | LiteralSize<S, Axis>
    ? never
    : Frequencies<Length> extends LiteralSize<S, Axis>
      ? never
      : `${Length & number} numbers have ${Frequencies<Length> & number} frequencies, not ${LiteralSize<S, Axis> & number}`
