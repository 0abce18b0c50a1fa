import type { AttributesOf } from '../../../graph/index.js'
import { sizeOf } from '../../../tensor/index.js'
import type { Lowering } from './lowering.js'
import { reshaped, transposed } from './views.js'

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
  return [reshaped(emit, x, shape)]
}

const stopGradient: Lowering<unknown> = (_, { operands: [x] }) => [x]

export const structural = { broadcastTo, reshape, stopGradient, transpose }
