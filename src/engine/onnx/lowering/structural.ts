import type { AttributesOf } from '../../../graph/index.js'
import { sizeOf } from '../../../tensor/index.js'
import { ints } from './attributes.js'
import type { Emitter } from './emitter.js'
import type { Lowering } from './lowering.js'
import type { Value } from './value.js'

/** A permutation of axes after another, as one. */
const composed = (inner: readonly number[], outer: readonly number[]): readonly number[] =>
  outer.map((axis) => inner[axis])

/** A value with its axes in another order: made only where an operator cannot take it as it lies. */
export const transposed = (emit: Emitter, x: Value, permutation: readonly number[]): Value => {
  if (permutation.every((axis, index) => axis === index)) return x
  if (x.origin?.kind === 'transpose') return transposed(emit, x.origin.of, composed(x.origin.permutation, permutation))
  const type = { dtype: x.dtype, shape: permutation.map((axis) => x.shape[axis]) }
  return emit.lazily(type, () => emit.one('Transpose', [x], type, { perm: ints(permutation) }), {
    kind: 'transpose',
    of: x,
    permutation,
  })
}

const transpose: Lowering<AttributesOf<'transpose'>> = (emit, { operands: [x], attributes: { permutation } }) => [
  transposed(emit, x, permutation),
]

const broadcastTo: Lowering<AttributesOf<'broadcastTo'>> = (emit, { operands: [x], results: [{ shape }] }) => [
  emit.broadcast(x, shape),
]

/**
 * A reshape that adds or drops axes of size 1 in front only keeps what its operand is broadcast from, so that a bias that
 * has gone through such shapes is still added as one row.
 */
const reshape: Lowering<AttributesOf<'reshape'>> = (emit, { operands: [x], results: [{ shape }] }) => {
  const type = { dtype: x.dtype, shape }
  const core = (each: readonly number[]): string => each.join().replace(/^(1,)*/, '')
  const same = sizeOf(shape) === 1 || core(shape) === core(x.shape)
  if (same && x.origin?.kind === 'broadcast' && x.origin.of.shape.length <= shape.length)
    return [emit.lazily(type, () => emit.reshape(x, shape), x.origin)]
  return [emit.lazily(type, () => emit.reshape(x, shape))]
}

const stopGradient: Lowering<unknown> = (_, { operands: [x] }) => [x]

export const structural = { broadcastTo, reshape, stopGradient, transpose }
