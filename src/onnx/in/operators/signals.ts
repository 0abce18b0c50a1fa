import {
  add,
  arange,
  astype,
  cos,
  fft,
  fromTypedArray,
  ifft,
  mul,
  pad,
  reshape,
  slice,
  stack,
  take,
  unstack,
  zeros,
} from '../../../graph/index.js'
import type { DType } from '../../../tensor/index.js'
import { dtypeOfElements } from '../elements.js'
import { allowed, axisOf, constantNumber, misshapen, type OperatorCall, type Operators, refused } from '../operator.js'
import { maybe, type Real, real } from './operands.js'

/** Real and imaginary parts, which stand along the last axis; of real numbers the imaginary ones are 0. */
const partsOf = (call: OperatorCall, x: Real): readonly [Real, Real] => {
  const width = x.shape[x.shape.length - 1]
  if (width !== 1 && width !== 2) throw misshapen(call, `the last axis has ${width} parts, neither 1 nor 2`)
  const [re, im = zeros(re.shape, { dtype: re.dtype }) as Real] = unstack(x, { axis: -1 }) as readonly Real[]
  return [re, im]
}

/** The first numbers of an axis, with zeros behind them where there are too few. */
const cutTo = (x: Real, axis: number, length: number): Real => {
  const ranges = x.shape.map((_, at) => (at === axis ? ([0, length] as const) : null))
  const widths = x.shape.map((size, at) => [0, at === axis ? Math.max(0, length - size) : 0] as const)
  return pad(slice(x, ranges) as Real, widths) as Real
}

/** The spectrum along an axis, as a whole or as the frequencies up to the middle. */
const spectrum = ([re, im]: readonly [Real, Real], axis: number, inverse: boolean, onesided: boolean): Real => {
  const made = (inverse ? ifft([re, im], { axis }) : fft([re, im], { axis })) as readonly [Real, Real]
  const kept = Math.floor(re.shape[axis] / 2) + 1
  const parts = made.map((part) => (onesided ? cutTo(part, axis, kept) : part))
  return stack(parts as unknown as [Real, Real], { axis: -1 })
}

const transformed = (call: OperatorCall): Real => {
  const { attributes } = call
  const x = real(call, 0)
  const rank = x.shape.length
  const said = call.opset < 20 ? attributes.int('axis', 1) : (maybe(call, 2, constantNumber) ?? -2)
  const axis = axisOf(call, said, rank)
  if (axis === rank - 1) throw refused(call, 'the last axis is that of real and imaginary parts')
  const length = maybe(call, 1, constantNumber) ?? x.shape[axis]
  allowed(call, x.shape.with(axis, length))
  const inverse = attributes.int('inverse', 0) !== 0
  const onesided = attributes.int('onesided', 0) !== 0
  if (inverse && onesided) throw refused(call, 'the inverse of half a spectrum is not read')
  const [re, im] = partsOf(call, x)
  return spectrum([cutTo(re, axis, length), cutTo(im, axis, length)], axis, inverse, onesided)
}

/** Spectra of frames, which begin so many steps apart: [B, L, 1 or 2] gives [B, frames, frequencies, 2]. */
const framed = (call: OperatorCall): Real => {
  const x = real(call, 0)
  const step = constantNumber(call, 1)
  const window = maybe(call, 2, real)
  const length = maybe(call, 3, constantNumber) ?? window?.shape[0]
  if (x.shape.length !== 3) throw misshapen(call, 'the signal is not [batch, length, 1 or 2]')
  if (length === undefined || !(length >= 1) || !(step >= 1) || length > x.shape[1])
    throw refused(call, `there are no frames of ${length} numbers ${step} apart`)
  const count = Math.floor((x.shape[1] - length) / step) + 1
  allowed(call, [x.shape[0], count, length, 2])
  const places = Int32Array.from({ length: count * length }, (_, at) => Math.floor(at / length) * step + (at % length))
  const weighted = (part: Real): Real => {
    const frames: Real = take(part, fromTypedArray(places, [count, length]), { axis: 1 })
    return window === undefined ? frames : mul(frames, window)
  }
  const [re, im] = partsOf(call, x)
  return spectrum([weighted(re), weighted(im)], 2, false, call.attributes.int('onesided', 1) !== 0)
}

/** A sum of cosines of so many periods over a window, weighted. */
const window =
  (weights: readonly number[]) =>
  (call: OperatorCall): readonly [Real] => {
    const { attributes } = call
    const size = constantNumber(call, 0)
    allowed(call, [size])
    const dtype: DType = dtypeOfElements(attributes.int('output_datatype', 1), call.operator)
    const period = attributes.int('periodic', 1) === 0 ? size - 1 : size
    const turns = mul(arange(size), (2 * Math.PI) / period)
    const terms = weights.map((weight, k): Real => mul(cos(mul(turns, k)), weight))
    return [
      astype(
        reshape(
          terms.reduce((sum, term) => add(sum, term)),
          [size],
        ),
        dtype,
      ) as Real,
    ]
  }

/** Spectra, and the windows that signals are weighted with. */
export const signals: Operators = {
  DFT: (call) => [transformed(call)],
  STFT: (call) => [framed(call)],
  HannWindow: window([0.5, -0.5]),
  HammingWindow: window([25 / 46, -21 / 46]),
  BlackmanWindow: window([0.42, -0.5, 0.08]),
}
