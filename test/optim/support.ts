import { flattenTree, item, norm, power, type Tensor, tensor, toTypedArray } from '../../src/index.js'
import { applyUpdates, type Optimizer } from '../../src/optim/index.js'
import type { DType, FloatDType, Tree } from '../../src/tensor/index.js'

/** All elements of a tree, in the order of its leaves. */
export const elementsOf = (tree: unknown): readonly number[] =>
  flattenTree(tree)[0].flatMap((leaf) => [...toTypedArray(leaf)])

/** A vector of a dtype. */
export const vector = (elements: readonly number[], dtype: DType): Tensor<readonly number[], DType> =>
  tensor([...elements], { dtype })

/** The parameters after each step along gradients, as lists of their elements. */
export const pathOf = (
  optimizer: Optimizer,
  start: Tree,
  gradients: readonly Tree[],
): readonly (readonly number[])[] => {
  let params = start
  let state = optimizer.init(params)
  return gradients.map((gradient) => {
    const [updates, next] = optimizer.update(gradient, state, params)
    state = next
    params = applyUpdates(params, updates)
    return elementsOf(params)
  })
}

/** Rounding to a dtype, which is all that its arithmetic adds to that of float64 for +, -, *, / and roots. */
export const roundingTo = (dtype: FloatDType): ((x: number) => number) => (dtype === 'float32' ? Math.fround : (x) => x)

/** b^t as the library has it, since that of JavaScript depends on the platform. */
export const powerOf = (b: number, t: number): number => item(power(tensor(b), t))

/** The length of a vector of a dtype, as the library has it. */
export const lengthOf = (elements: readonly number[], dtype: FloatDType): number =>
  Number(item(norm(vector(elements, dtype) as Tensor<number[], FloatDType>)))
