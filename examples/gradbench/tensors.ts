import type { Tensor } from 'cotangent'

export type Scalar = Tensor<[], 'float64'>
export type Vector = Tensor<[number], 'float64'>
export type Matrix = Tensor<[number, number], 'float64'>
