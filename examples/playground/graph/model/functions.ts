import { abs, exp, type FloatDType, relu, sigmoid, sin, sqrt, square, type Tensor, tanh } from 'cotangent'
import type { CurveName } from '../protocol.js'

/** The functions of one number, as the library has them. */
export const functions: { readonly [Name in CurveName]: (x: Tensor<[], 'float64'>) => Tensor<[], FloatDType> } = {
  sin,
  exp,
  square,
  sigmoid,
  tanh,
  relu,
  abs,
  sqrt,
}
