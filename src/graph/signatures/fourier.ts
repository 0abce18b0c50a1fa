import type {
  AnyTensor,
  AxisMismatchOf,
  DTypeMismatch,
  DTypeOf,
  DTypeRefused,
  EqualShapesMismatch,
  FloatDType,
  FromHalfSpectrum,
  Guard,
  HalfSpectrum,
  LengthMismatch,
  ShapeOf,
  Tensor,
} from '../../tensor/index.js'
import type { NoOptions, Option, UnknownOption } from './options.js'
import type { AxisOption } from './reductions.js'

/** Complex numbers: their real and their imaginary parts. */
export type ComplexPair = readonly [real: AnyTensor, imaginary: AnyTensor]

/**
 * Which of a transform and its inverse has the factor 1/n: the inverse ('backward'), the transform ('forward'), or both
 * its root ('ortho').
 */
export type FourierNorm = 'backward' | 'ortho' | 'forward'

/** Along which axis a transform goes (the last), and where its factor stands. */
export interface FourierOptions<Axis = number> extends AxisOption<Axis> {
  readonly norm?: FourierNorm
}

/** The same of a transform to real numbers, and how many there are. */
export interface RealFourierOptions extends FourierOptions {
  readonly n?: number
}

/** Complex numbers as transforms give them. */
export type Complex<X> = [real: X, imaginary: X]

/** Complex numbers of the same type. */
type Same<P extends ComplexPair> = Tensor<ShapeOf<P[0]>, DTypeOf<P[0]>>

/**
 * A transform of complex numbers: `fft([re, im])`, `fft([re, im], { axis: 0 })`, `pipe([re, im], fft)` and
 * `pipe([re, im], fft({ axis: 0 }))`.
 */
export type Fourier<Axis = number> = <
  const P extends ComplexPair | FourierOptions<Axis>,
  const O extends FourierOptions<Axis> = NoOptions,
>(
  pair: P &
    Guard<
      P extends ComplexPair
        ?
            | DTypeRefused<P[0], FloatDType>
            | DTypeMismatch<P[0], P[1]>
            | EqualShapesMismatch<P[0], P[1]>
            | AxisMismatchOf<P[0], Option<O, 'axis'>>
        : UnknownOption<P, FourierOptions>
    >,
  options?: O & Guard<UnknownOption<O, FourierOptions>>,
) => P extends ComplexPair ? Complex<Same<P>> : FourierWith<P>

/** A transform of complex numbers whose options are given. */
export type FourierWith<O> = <P extends ComplexPair>(
  pair: P &
    Guard<
      | DTypeRefused<P[0], FloatDType>
      | DTypeMismatch<P[0], P[1]>
      | EqualShapesMismatch<P[0], P[1]>
      | AxisMismatchOf<P[0], Option<O, 'axis'>>
    >,
) => Complex<Same<P>>

/** The spectrum of real numbers: `rfft(x)`, `rfft(x, { axis: 0 })` and both in pipes. */
export type RealFourier = <const X extends AnyTensor | FourierOptions, const O extends FourierOptions = NoOptions>(
  x: X &
    Guard<
      X extends AnyTensor
        ? DTypeRefused<X, FloatDType> | AxisMismatchOf<X, Option<O, 'axis'>>
        : UnknownOption<X, FourierOptions>
    >,
  options?: O & Guard<UnknownOption<O, FourierOptions>>,
) => X extends AnyTensor ? Complex<Spectrum<X, O>> : RealFourierWith<X>

/** A spectrum of real numbers whose options are given. */
export type RealFourierWith<O> = <X extends AnyTensor>(
  x: X & Guard<DTypeRefused<X, FloatDType> | AxisMismatchOf<X, Option<O, 'axis'>>>,
) => Complex<Spectrum<X, O>>

type Spectrum<X extends AnyTensor, O> = Tensor<HalfSpectrum<ShapeOf<X>, Option<O, 'axis', -1>>, DTypeOf<X>>

/** Real numbers of their spectrum: `irfft([re, im])`, `irfft([re, im], { n: 5 })` and both in pipes. */
export type InverseRealFourier = <
  const P extends ComplexPair | RealFourierOptions,
  const O extends RealFourierOptions = NoOptions,
>(
  pair: P &
    Guard<
      P extends ComplexPair
        ?
            | DTypeRefused<P[0], FloatDType>
            | DTypeMismatch<P[0], P[1]>
            | EqualShapesMismatch<P[0], P[1]>
            | AxisMismatchOf<P[0], Option<O, 'axis'>>
            | LengthMismatch<ShapeOf<P[0]>, Option<O, 'axis', -1>, Option<O, 'n'>>
        : UnknownOption<P, RealFourierOptions>
    >,
  options?: O & Guard<UnknownOption<O, RealFourierOptions>>,
) => P extends ComplexPair ? NumbersOf<P, O> : InverseRealFourierWith<P>

/** Real numbers of their spectrum, whose options are given. */
export type InverseRealFourierWith<O> = <P extends ComplexPair>(
  pair: P &
    Guard<
      | DTypeRefused<P[0], FloatDType>
      | DTypeMismatch<P[0], P[1]>
      | EqualShapesMismatch<P[0], P[1]>
      | AxisMismatchOf<P[0], Option<O, 'axis'>>
      | LengthMismatch<ShapeOf<P[0]>, Option<O, 'axis', -1>, Option<O, 'n'>>
    >,
) => NumbersOf<P, O>

type NumbersOf<P extends ComplexPair, O> = Tensor<
  FromHalfSpectrum<ShapeOf<P[0]>, Option<O, 'axis', -1>, Option<O, 'n'>>,
  DTypeOf<P[0]>
>
