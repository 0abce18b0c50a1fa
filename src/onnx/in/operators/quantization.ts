import {
  add,
  astype,
  clip,
  div,
  equal,
  max,
  maximum,
  min,
  minimum,
  mul,
  neg,
  repeat,
  reshape,
  round,
  slice,
  sub,
  where,
} from '../../../graph/index.js'
import { sizeOf, type Tensor } from '../../../tensor/index.js'
import { elementTypeOf } from '../elementTypes.js'
import { axisOf, misshapen, type OperatorCall, type Operators, refused } from '../operator.js'
import { centredKernel, convolved, withBias } from './convolution.js'
import { asFloat, maybe, type Numbers, numbers, perChannel, type Real, real, type Whole, whole } from './operands.js'
import { wholeProduct } from './products.js'

/** The least and the largest whole number of the types that numbers are brought within. */
const ranges: Readonly<Record<string, readonly [least: number, largest: number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
}

/** The range of the numbers that come out, by the type of the zero point, or as the node says. */
const rangeOf = (call: OperatorCall, zero: number): readonly [number, number] => {
  const byNode = elementTypeOf(call.attributes.int('output_dtype', 0)) ?? 'uint8'
  const type = call.inputs[zero] === undefined ? byNode : call.elementTypes[zero]
  if (type === undefined)
    throw refused(call, `the model does not say of what type input ${zero} is`, 'Make it an initializer')
  const found = ranges[type]
  if (found === undefined) throw refused(call, `numbers are not brought within ${type} here`)
  return found
}

/** Scales or zero points beside x: one for all, one each along an axis, or one for each block of an axis. */
const beside = <X extends Numbers>(call: OperatorCall, values: X, x: Tensor): X => {
  const rank = x.shape.length
  const { attributes } = call
  const all = values as Numbers
  if (sizeOf(all.shape) === 1 && all.shape.length < 2) return reshape(all, []) as Numbers as X
  const axis = axisOf(call, attributes.int('axis', 1), rank)
  const block = attributes.int('block_size', 0)
  if (block === 0) {
    if (all.shape.length !== 1 || all.shape[0] !== x.shape[axis])
      throw misshapen(call, `[${all.shape.join(', ')}] is not one number each along axis ${axis}`)
    return reshape(
      all,
      x.shape.map((size, at) => (at === axis ? size : 1)),
    ) as Numbers as X
  }
  if (block < 0 || all.shape.length !== rank)
    throw misshapen(call, `[${all.shape.join(', ')}] has no blocks of ${block}`)
  const repeated = repeat(all, block, { axis }) as Numbers
  return slice(
    repeated,
    x.shape.map((size, at) => (at === axis ? ([0, size] as const) : null)),
  ) as Numbers as X
}

/** x / scale + zero, rounded and brought within a range. */
const quantized = (
  x: Real,
  scale: Real,
  zero: Whole | undefined,
  [least, largest]: readonly [number, number],
): Whole => {
  const rounded: Real = round(div(x, scale))
  const moved: Real = zero === undefined ? rounded : add(rounded, astype(zero, x.dtype))
  return astype(clip(moved, { min: least, max: largest }), 'int32')
}

/** scale (x - zero) of whole numbers. */
const dequantized = (x: Whole, scale: Real, zero: Whole | undefined): Real =>
  mul(astype(zero === undefined ? x : sub(x, zero), scale.dtype), scale)

const quantize = (call: OperatorCall): readonly Tensor[] => {
  const given = numbers(call, 0)
  const scale = real(call, 1)
  const x = asFloat(given, scale.dtype)
  const zero = maybe(call, 2, whole)
  return [quantized(x, beside(call, scale, x), zero && beside(call, zero, x), rangeOf(call, 2))]
}

const dequantize = (call: OperatorCall): readonly Tensor[] => {
  const [x, scale, zero] = [whole(call, 0), real(call, 1), maybe(call, 2, whole)]
  return [dequantized(x, beside(call, scale, x), zero && beside(call, zero, x))]
}

/** Whole numbers of 8 bits by the range that x takes, with 0 among them. */
const quantizeByRange = (call: OperatorCall): readonly Tensor[] => {
  const x = real(call, 0)
  const [least, largest]: readonly Real[] = [minimum(min(x), 0), maximum(max(x), 0)]
  const plain: Real = div(sub(largest, least), 255)
  const scale: Real = where(equal(plain, 0), 1, plain)
  const zero = astype(round(clip(div(neg(least), scale) as Real, { min: 0, max: 255 })), 'int32') as Whole
  return [quantized(x, scale, zero, ranges.uint8), plain, zero]
}

/** A sum of whole products, of which `scale` is one, as the whole numbers that inputs 6 and 7 say. */
const requantized = (call: OperatorCall, sums: Whole, scale: Real): Whole => {
  const by = real(call, 6)
  return quantized(mul(astype(sums, by.dtype), scale), by, whole(call, 7), rangeOf(call, 7))
}

/** What whole numbers stand for: a factor of a product. */
interface Factor {
  readonly x: Whole
  readonly scale: Real
  readonly zero: Whole
}

const factorsOf = (call: OperatorCall): readonly Factor[] =>
  [0, 3].map((first) => ({ x: whole(call, first), scale: real(call, first + 1), zero: whole(call, first + 2) }))

const quantizedProduct = (call: OperatorCall): readonly Tensor[] => {
  const [a, b] = factorsOf(call)
  const [count] = a.scale.shape
  const rows = a.scale.shape.length === 1 && count > 1 ? reshape(a.scale, [count, 1]) : a.scale
  return [requantized(call, wholeProduct([a.x, a.zero], [b.x, b.zero]), mul(rows, b.scale))]
}

const quantizedConvolution = (call: OperatorCall): readonly Tensor[] => {
  const [x, w] = factorsOf(call)
  const products = convolved(call, ...centredKernel(x.x, w.x, [x.zero, w.zero]))
  const sums = withBias(products, maybe(call, 8, whole))
  return [requantized(call, sums, mul(reshape(x.scale, []), perChannel(w.scale, sums)))]
}

/** Whole numbers of few bits that stand for floats. */
export const quantizations: Operators = {
  QuantizeLinear: quantize,
  DequantizeLinear: dequantize,
  DynamicQuantizeLinear: quantizeByRange,
  QLinearMatMul: quantizedProduct,
  QLinearConv: quantizedConvolution,
}
