import type { AttributesOf } from '../../../graph/index.js'
import { int } from './attributes.js'
import type { Emitter } from './emitter.js'
import type { Lowering } from './lowering.js'
import type { ModelType, Value } from './value.js'

/** A matrix as Gemm takes it: itself, or what it is the transpose of. */
const asFactor = (matrix: Value): readonly [factor: Value, transposed: boolean] =>
  matrix.origin?.kind === 'transpose' ? [matrix.origin.of, true] : [matrix, false]

const scales: ReadonlySet<string | undefined> = new Set(['Mul', 'Div'])

/**
 * A product of many matrices of float64, kept from what is multiplied or divided before and after it: where that is by
 * one constant ONNX Runtime 1.30 makes of it a factor of the product, which is a float32.
 */
const apart = (emit: Emitter, operands: readonly Value[], type: ModelType): Value => {
  const kept = operands.map((x) => (scales.has(emit.operatorOf(x)) ? emit.reshape(x, x.shape) : x))
  return emit.reshape(emit.one('MatMul', kept, type), type.shape)
}

/** Transposed matrices are multiplied where they lie: Gemm packs its factors in any order. Of it no factor is made either. */
const matmul: Lowering<AttributesOf<'matmul'>> = (emit, { operands: [a, b], results: [type] }) => {
  if (type.dtype === 'int32') return [emit.one('MatMul', [a, b], type)]
  if (type.shape.length !== 2)
    return [type.dtype === 'float64' ? apart(emit, [a, b], type) : emit.one('MatMul', [a, b], type)]
  const [left, transA] = asFactor(a)
  const [right, transB] = asFactor(b)
  if (!transA && !transB && type.dtype !== 'float64') return [emit.one('MatMul', [a, b], type)]
  return [emit.one('Gemm', [left, right], type, { transA: int(Number(transA)), transB: int(Number(transB)) })]
}

export const contraction = { matmul }
