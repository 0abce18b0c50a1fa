import { arange, astype, reshape } from '../../../graph/index.js'
import {
  type FloatDType,
  fromTyped,
  isFloat,
  type NumericDType,
  type Shape,
  type Tensor,
} from '../../../tensor/index.js'
import { constantInts, mistyped, type OperatorCall, required } from '../operator.js'

/** A tensor of floats of any shape. */
export type Real = Tensor<readonly number[], FloatDType>

/** A tensor of numbers of any shape, floats or not. */
export type Numbers = Tensor<readonly number[], NumericDType>

/** A tensor of whole numbers of any shape. */
export type Whole = Tensor<readonly number[], 'int32'>

/** A tensor of truths of any shape. */
export type Truths = Tensor<readonly number[], 'bool'>

/** Whole numbers as a tensor that is known while a model is traced. */
export const wholeTensor = (numbers: readonly number[], shape: Shape = [numbers.length]): Tensor =>
  fromTyped('fromOnnx', Int32Array.from(numbers), shape)

/** Whole numbers from 0. */
export const upTo = (count: number): Whole => arange(count, { dtype: 'int32' }) as Whole

/** 0, 1, ... along one axis of a shape. */
export const countedAlong = (shape: Shape, axis: number): Tensor =>
  wholeTensor(
    Array.from({ length: shape[axis] }, (_, index) => index),
    shape.map((extent, each) => (each === axis ? extent : 1)),
  )

/** The operand as it is read, unless it is left out. */
export const maybe = <A>(call: OperatorCall, index: number, read: (call: OperatorCall, index: number) => A) =>
  call.inputs[index] === undefined ? undefined : read(call, index)

/** An operand of floats. */
export const real = (call: OperatorCall, index: number): Real => {
  const found = required(call, index)
  if (!isFloat(found.dtype)) throw mistyped(call, `input ${index} is ${found.dtype}, not floats`)
  return found as Real
}

/** An operand of numbers. */
export const numbers = (call: OperatorCall, index: number): Numbers => {
  const found = required(call, index)
  if (found.dtype === 'bool') throw mistyped(call, `input ${index} is bool, not numbers`)
  return found as Numbers
}

/** An operand of whole numbers. */
export const whole = (call: OperatorCall, index: number): Whole => {
  const found = required(call, index)
  if (found.dtype !== 'int32') throw mistyped(call, `input ${index} is ${found.dtype}, not whole numbers`)
  return found as Whole
}

/** An operand of whole numbers that has to be known, unless it is left out or is empty, as older models leave it out. */
export const maybeInts = (call: OperatorCall, index: number): readonly number[] | undefined => {
  const found = maybe(call, index, constantInts)
  return found?.length === 0 ? undefined : found
}

/** One number for each channel, beside x [N, C, ...]. */
export const perChannel = <X extends Numbers>(values: X, x: Tensor): X =>
  values.shape.length === 1
    ? (reshape(values as Numbers, [values.shape[0], ...x.shape.slice(2).map(() => 1)]) as Numbers as X)
    : values

/** The axes of [N, C, ...spatial] behind the channels. */
export const spatialAxes = (x: Tensor): readonly number[] => [...x.shape.keys()].slice(2)

/** Numbers as floats of a dtype. */
export const asFloat = (x: Tensor, dtype: FloatDType): Real => (x.dtype === dtype ? (x as Real) : astype(x, dtype))
