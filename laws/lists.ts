import * as cotangent from '../src/index.js'
import type { Tensor } from '../src/tensor/index.js'
import type { TensorMap } from './maps.js'

/** Tensors, one after another. */
export type Tensors = readonly Tensor[]

/** A function of some tensors to a list of tensors. */
export type ListFunction = (...tensors: Tensors) => Tensors

type ScalarFunction = (...tensors: Tensors) => Tensor

/** Blocks of a Jacobian: for each result, for each argument. */
export type Blocks = readonly Tensors[]

interface Options {
  readonly argnums: readonly number[]
}

/** The public transforms, as they apply to functions of lists of tensors. */
export interface ListTransforms {
  readonly checkpoint: (f: ListFunction) => ListFunction
  readonly grad: (f: ScalarFunction, options: Options) => ListFunction
  readonly hessian: (f: ScalarFunction, options: Options) => (...tensors: Tensors) => Blocks
  readonly hessianDiagonal: (f: ScalarFunction, options: Options & { readonly isDiagonal?: boolean }) => ListFunction
  readonly hvp: (f: ScalarFunction, primals: Tensors, tangents: Tensors) => Tensors
  readonly jacfwd: (f: ListFunction, options: Options) => (...tensors: Tensors) => Blocks
  readonly jacrev: (f: ListFunction, options: Options) => (...tensors: Tensors) => Blocks
  readonly jit: (f: ListFunction, options?: { readonly engine: 'wasm' | 'reference' }) => ListFunction
  readonly jvp: (f: ListFunction, primals: Tensors, tangents: Tensors) => readonly [Tensors, Tensors]
  readonly linearize: (f: ListFunction, primals: Tensors) => readonly [Tensors, ListFunction]
  readonly reverseSweep: (f: ScalarFunction, options: Options) => (...tensors: Tensors) => cotangent.ReverseSweep
  readonly valueAndGrad: (f: ScalarFunction, options: Options) => (...tensors: Tensors) => readonly [Tensor, Tensors]
  readonly vjp: (f: ListFunction, primals: Tensors) => readonly [Tensors, (cotangents: Tensors) => Tensors]
  readonly vmap: (f: ListFunction, options?: { readonly inAxes: readonly (number | null)[] }) => ListFunction
}

/** Types of trees say more than lists of tensors can be seen to be, so they are left out here. */
export const transforms = cotangent as unknown as ListTransforms

/** All arguments, for transforms that differentiate in some. */
export const allOf = (tensors: Tensors): Options => ({ argnums: [...tensors.keys()] })

/** The operations that laws combine maps with, their types forgotten. */
export const operations = cotangent as unknown as Readonly<Record<string, (...args: readonly unknown[]) => Tensor>>

const { add, astype, mul, sum, tensor } = operations

/** A map as a function of arguments, which the public transforms take. */
export const spread =
  (map: TensorMap): ListFunction =>
  (...inputs) =>
    map(inputs)

/** The inner product of weights and what a map gives: a function to a scalar of float64. */
export const weighted =
  (map: TensorMap, weights: Tensors) =>
  (...inputs: Tensors): Tensor =>
    map(inputs)
      .map((output, index) => astype(sum(mul(weights[index], output)), 'float64'))
      .reduce((total, term) => add(total, term), tensor(0))

/** Two lists combined item by item. */
export const zip = (a: Tensors, b: Tensors, of: (a: Tensor, b: Tensor) => Tensor): Tensors =>
  a.map((one, index) => of(one, b[index]))

/** Points first, then as many tangents. */
export const halves = (inputs: Tensors): readonly [Tensors, Tensors] => [
  inputs.slice(0, inputs.length / 2),
  inputs.slice(inputs.length / 2),
]

/** The inner product of two lists of tensors, as a scalar of float64. */
export const innerProduct = (a: Tensors, b: Tensors): Tensor =>
  zip(a, b, (one, other) => astype(sum(mul(one, astype(other, one.dtype))), 'float64')).reduce(add, tensor(0))
