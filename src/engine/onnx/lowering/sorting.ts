import type { AttributesOf } from '../../../graph/index.js'
import { sizeOf } from '../../../tensor/index.js'
import { int } from './attributes.js'
import { cast } from './casting.js'
import type { Emitter } from './emitter.js'
import type { Lowering } from './lowering.js'
import { isNaNs } from './reducing.js'
import type { Value } from './value.js'

/** Along the last axis which element comes at each place: of equal ones the first comes first, also in descending order. */
const order = (emit: Emitter, keys: Value, descending: boolean): Value =>
  emit.node('TopK', [keys, emit.int64s(keys.shape.slice(-1))], [keys, { dtype: 'int64', shape: keys.shape }], {
    axis: int(-1),
    largest: int(Number(descending)),
    sorted: int(1),
  })[1]

const chosen = (emit: Emitter, x: Value, indices: Value): Value =>
  emit.one('GatherElements', [x, indices], x, { axis: int(-1) })

/** NaN is greater than every number, which operators do not know. */
const argsort: Lowering<AttributesOf<'argsort'>> = (emit, { operands: [x], attributes: { descending }, results }) => {
  const [type] = results
  const sorted = (keys: Value): readonly Value[] => [cast(emit, order(emit, keys, descending), 'int32')]
  if (sizeOf(type.shape) === 0) return [emit.elements('int32', type.shape, [])]
  if (x.dtype === 'int32') return sorted(x)
  if (x.dtype === 'bool') return sorted(cast(emit, x, 'int32'))
  const unknown = isNaNs(emit, x)
  const without = (keys: Value, instead: number): Value =>
    emit.one('Where', [unknown, emit.scalar(keys.dtype, instead), keys], keys)
  if (x.dtype === 'float32') {
    // In float64 there is room between the greatest float32 and infinity, for what was infinite.
    const wide = cast(emit, x, 'float64')
    return sorted(without(emit.one('Min', [wide, emit.scalar('float64', 2 ** 128)], wide), Number.POSITIVE_INFINITY))
  }
  // By number first, and then by whether it is one, which leaves the others as they are.
  const byNumber = order(emit, without(x, 0), descending)
  const byKind = order(emit, chosen(emit, cast(emit, unknown, 'int32'), byNumber), descending)
  return [cast(emit, chosen(emit, byNumber, byKind), 'int32')]
}

export const sorting = { argsort }
