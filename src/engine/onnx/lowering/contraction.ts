import type { AttributesOf } from '../../../graph/index.js'
import { int } from './attributes.js'
import type { Lowering } from './lowering.js'
import type { Value } from './value.js'

/** A matrix as Gemm takes it: itself, or what it is the transpose of. */
const asFactor = (matrix: Value): readonly [factor: Value, transposed: boolean] =>
  matrix.origin?.kind === 'transpose' ? [matrix.origin.of, true] : [matrix, false]

/** Transposed matrices are multiplied where they lie: Gemm packs its factors in any order. */
const matmul: Lowering<AttributesOf<'matmul'>> = (emit, { operands: [a, b], results: [type] }) => {
  if (type.shape.length !== 2 || type.dtype === 'int32') return [emit.one('MatMul', [a, b], type)]
  const [left, transA] = asFactor(a)
  const [right, transB] = asFactor(b)
  if (!transA && !transB) return [emit.one('MatMul', [a, b], type)]
  return [emit.one('Gemm', [left, right], type, { transA: int(Number(transA)), transB: int(Number(transB)) })]
}

export const contraction = { matmul }
