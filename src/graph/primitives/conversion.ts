import { allocate, type DType, fromRowMajor, isFloat, rowMajor, type Tensor } from '../../tensor/index.js'
import { applyOne } from '../expression.js'
import { type NoAttributes, noAttributes, noDerivative, type Primitive } from '../primitive.js'
import { fromResult, operandDomain, structuralCases } from '../rules.js'

// --- convert: to int32 toward zero, saturating, NaN to 0; to bool, whether it is not 0; linear between float dtypes

/** A float64 as an element of `dtype`. */
export const convertElement = (x: number, dtype: DType): number =>
  dtype === 'int32'
    ? Math.trunc(Math.min(2147483647, Math.max(-2147483648, x))) | 0
    : dtype === 'bool'
      ? Number(x !== 0)
      : x

export const convertRecord: Primitive<'convert', { readonly dtype: DType }> = {
  name: 'convert',
  infer: ([x], { dtype }) => [{ shape: x.shape, dtype }],
  evaluate: ([x], { dtype }) => {
    const elements = rowMajor(x)
    const converted = allocate(dtype, elements.length)
    for (let i = 0; i < elements.length; i++) converted[i] = convertElement(elements[i], dtype)
    return [fromRowMajor(dtype, x.shape, converted)]
  },
  jvp: ({ attributes }, [tangent]) => [
    tangent && (isFloat(attributes.dtype) ? convert(tangent, attributes.dtype) : undefined),
  ],
  vjp: ({ operands: [x], attributes }) => [
    isFloat(x.dtype) && isFloat(attributes.dtype)
      ? fromResult((cotangent) => convert(cotangent, x.dtype))
      : noDerivative,
  ],
  batch: ([x], _, { dtype }) => [convert(x, dtype)],
  domain: () => [
    { operands: [operandDomain([2, 3])], attributes: { dtype: 'float32' } },
    { operands: [operandDomain([3], { low: -3, high: 3 }, 'float32')], attributes: { dtype: 'float64' } },
    { operands: [operandDomain([3], { low: -9, high: 9 }, 'int32')], attributes: { dtype: 'float64' } },
    { operands: [operandDomain([], { low: 0, high: 1 }, 'bool')], attributes: { dtype: 'float64' } },
  ],
}

export const convert = (x: Tensor, dtype: DType): Tensor =>
  x.dtype === dtype ? x : applyOne(convertRecord, { dtype }, x)

// --- stopGradient: the identity, with derivative zero by decree

export const stopGradientRecord: Primitive<'stopGradient', NoAttributes> = {
  name: 'stopGradient',
  infer: ([{ shape, dtype }]) => [{ shape, dtype }],
  evaluate: ([x]) => [x],
  jvp: () => [undefined],
  vjp: () => [() => undefined],
  batch: ([x]) => [stopGradient(x)],
  domain: () => structuralCases([[2, 3], noAttributes], [[], noAttributes]),
}

export const stopGradient = (x: Tensor): Tensor => applyOne(stopGradientRecord, noAttributes, x)
