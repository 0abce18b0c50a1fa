import { grad, type Tensor } from 'cotangent'
import type { Evidence } from '../../../src/check/diagnosis/index.js'
import { constantOf, type Graph, traceBranch } from '../../../src/graph/index.js'
import {
  type Tensor as AnyTensor,
  type Constant,
  flatten,
  leafPaths,
  rowMajor,
  unflatten,
} from '../../../src/tensor/index.js'

const elements = (tree: unknown): readonly Float64Array[] =>
  flatten('test', tree)[0].map((leaf) => Float64Array.from(rowMajor(constantOf('test', leaf)) as ArrayLike<number>))

/** The graph of a function, from its leaves to its value. */
export const graphOf = <T>(value: (x: T) => Tensor<[], 'float64'>, x: T): Graph => {
  const [leaves, structure] = flatten('test', x)
  return traceBranch('test', (inputs) => [value(unflatten(structure, inputs) as T) as AnyTensor], leaves).graph
}

/** Two gradients at a point, of which the right one stands for the numeric one. */
export const evidenceOf = <T>(
  value: (x: T) => Tensor<[], 'float64'>,
  gradient: (x: T) => T,
  x: T,
  isOpaque = false,
): Evidence => {
  const [leaves, structure] = flatten('test', x)
  const numeric = elements((grad as unknown as (f: typeof value) => (x: T) => T)(value)(x))
  return {
    leaves: leaves.map((leaf) => constantOf('test', leaf) as Constant),
    paths: leafPaths(structure),
    analytic: elements(gradient(x)),
    numeric,
    tolerance: numeric.map((entries) => entries.map((entry) => 2 ** -45 * Math.abs(entry))),
    graph: isOpaque ? undefined : graphOf(value, x),
  }
}
