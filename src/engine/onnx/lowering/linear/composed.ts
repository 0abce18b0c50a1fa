import { vmap } from '../../../../autodiff/index.js'
import { type Graph, traceClosed } from '../../../../graph/index.js'
import { filled, sizeOf, type Tensor, type TensorType } from '../../../../tensor/index.js'
import type { Lowering } from '../lowering.js'
import { operations, type Tensors } from './algebra.js'

const { astype, reshape } = operations

/** An algorithm on single matrices, made of operations of ours. */
export type Algorithm<A> = (operands: Tensors, attributes: A) => Tensors

const inBatches = vmap as unknown as (f: (...operands: Tensors) => Tensors) => (...operands: Tensors) => Tensors

/** The same for every index of the leading axes. */
const eachMatrix =
  <A>(algorithm: Algorithm<A>) =>
  (operands: Tensors, attributes: A): Tensors => {
    const leading = operands[0].shape.slice(0, -2)
    if (leading.length === 0) return algorithm(operands, attributes)
    const own = (x: Tensor): Tensor => reshape(x, [sizeOf(leading), ...x.shape.slice(-2)])
    const results = inBatches((...matrices) => algorithm(matrices, attributes))(...operands.map(own))
    return results.map((x) => reshape(x, [...leading, ...x.shape.slice(1)]))
  }

/** In float64 throughout, and rounded once. */
export const inFloat64 =
  <A>(algorithm: Algorithm<A>): Algorithm<A> =>
  (operands, attributes) =>
    algorithm(
      operands.map((x) => astype(x, 'float64')),
      attributes,
    ).map((x) => astype(x, operands[0].dtype))

/** The graph of an algorithm on operands of some types. */
const graphOf = <A>(algorithm: Algorithm<A>, types: readonly TensorType[], attributes: A): Graph =>
  traceClosed('onnx', (operands) => eachMatrix(algorithm)(operands, attributes), types).graph

/**
 * A primitive that ONNX has no operator for, as an algorithm on matrices made of operations of ours. Where there is not
 * one number in a matrix the results are what `ofNothing` says.
 */
export const composed =
  <A>(algorithm: Algorithm<A>, ofNothing: readonly number[] = []): Lowering<A> =>
  (emit, { operands, attributes, results, within }) => {
    const isEmpty = operands.some(({ shape }) => sizeOf(shape) === 0)
    if (!isEmpty) return within(emit, graphOf(algorithm, operands as readonly TensorType[], attributes), operands)
    return results.map(({ dtype, shape }, which) => emit.constant(filled(dtype, [...shape], ofNothing[which] ?? 0)))
  }
