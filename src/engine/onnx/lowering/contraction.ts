import type { AttributesOf } from '../../../graph/index.js'
import { sizeOf } from '../../../tensor/index.js'
import { int } from './attributes.js'
import { convolution } from './convolution.js'
import type { Emitter } from './emitter.js'
import type { Lowering } from './lowering.js'
import type { ModelType, Value } from './value.js'
import { lies, reshaped, resolved, transposed } from './views.js'

/** A matrix as Gemm takes it: itself, or what it is the transpose of. */
const asFactor = (emit: Emitter, matrix: Value): readonly [factor: Value, transposed: boolean] => {
  const turned = transposed(emit, matrix, [1, 0])
  return !lies(matrix) && lies(turned) ? [turned, true] : [matrix, false]
}

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
const multiplied = (emit: Emitter, a: Value, b: Value, type: ModelType): Value => {
  const [left, transA] = asFactor(emit, a)
  const [right, transB] = asFactor(emit, b)
  if (!transA && !transB && type.dtype !== 'float64') return emit.one('MatMul', [a, b], type)
  return emit.one('Gemm', [left, right], type, { transA: int(Number(transA)), transB: int(Number(transB)) })
}

const product = (emit: Emitter, a: Value, b: Value, type: ModelType): Value => {
  const leading = type.shape.slice(0, -2)
  if (type.dtype === 'int32' || sizeOf(type.shape) === 0) return emit.one('MatMul', [a, b], type)
  if (sizeOf(leading) !== 1)
    return type.dtype === 'float64' ? apart(emit, [a, b], type) : emit.one('MatMul', [a, b], type)
  const [left, right] = [a, b].map((factor) => resolved(emit, reshaped(emit, factor, factor.shape.slice(-2))))
  return reshaped(emit, multiplied(emit, left, right, { ...type, shape: type.shape.slice(-2) }), type.shape)
}

const matmul: Lowering<AttributesOf<'matmul'>> = (emit, { operands: [left, right], results: [type] }) => [
  convolution(emit, left, right, type.shape) ??
    emit.lazily(type, () => product(emit, left, right, type), { kind: 'product', left, right }),
]

export const contraction = { matmul }
