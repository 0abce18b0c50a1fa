import * as cotangent from '../src/index.js'
import type { Tensor } from '../src/tensor/index.js'

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
  readonly hvp: (f: ScalarFunction, primals: Tensors, tangents: Tensors) => Tensors
  readonly jacfwd: (f: ListFunction, options: Options) => (...tensors: Tensors) => Blocks
  readonly jacrev: (f: ListFunction, options: Options) => (...tensors: Tensors) => Blocks
  readonly jit: (f: ListFunction, options?: { readonly engine: 'wasm' | 'reference' }) => ListFunction
  readonly jvp: (f: ListFunction, primals: Tensors, tangents: Tensors) => readonly [Tensors, Tensors]
  readonly linearize: (f: ListFunction, primals: Tensors) => readonly [Tensors, ListFunction]
  readonly valueAndGrad: (f: ScalarFunction, options: Options) => (...tensors: Tensors) => readonly [Tensor, Tensors]
  readonly vjp: (f: ListFunction, primals: Tensors) => readonly [Tensors, (cotangents: Tensors) => Tensors]
  readonly vmap: (f: ListFunction, options?: { readonly inAxes: readonly (number | null)[] }) => ListFunction
}

/** Types of trees say more than lists of tensors can be seen to be, so they are left out here. */
export const transforms = cotangent as unknown as ListTransforms

/** All arguments, for transforms that differentiate in some. */
export const allOf = (tensors: Tensors): Options => ({ argnums: [...tensors.keys()] })
