import type { AttributesOf } from '../../../graph/index.js'
import { sizeOf } from '../../../tensor/index.js'
import { int, string } from './attributes.js'
import { cast } from './casting.js'
import type { Emitter } from './emitter.js'
import type { Application, Lowering } from './lowering.js'
import { range } from './range.js'
import type { Value } from './value.js'
import { reshaped, transposed } from './views.js'

// Indices that are negative count from behind in ONNX as here, and those that are out of range are errors there too.

type Selection = AttributesOf<'take'>

/** x [B..., P..., N, Q...] as [B..., N, P..., Q...]. */
const selectedFirst = (emit: Emitter, x: Value, { axis, batchAxes }: Selection): Value =>
  transposed(emit, x, [...range(0, batchAxes), axis, ...range(batchAxes, axis), ...range(axis + 1, x.shape.length)])

/** The same of a selection [B..., P..., I..., Q...]: [B..., I..., P..., Q...]. */
const selectionFirst = (emit: Emitter, selection: Value, own: number, { axis, batchAxes }: Selection): Value =>
  transposed(emit, selection, [
    ...range(0, batchAxes),
    ...range(axis, axis + own),
    ...range(batchAxes, axis),
    ...range(axis + own, selection.shape.length),
  ])

/** Back from `selectedFirst` with as many axes `own` in place of that which is selected along. */
const selectedBack = (emit: Emitter, x: Value, own: number, { axis, batchAxes }: Selection): Value => {
  const before = axis - batchAxes
  return transposed(emit, x, [
    ...range(0, batchAxes),
    ...range(batchAxes + own, batchAxes + own + before),
    ...range(batchAxes, batchAxes + own),
    ...range(batchAxes + own + before, x.shape.length),
  ])
}

/** Along the axis after as many batch axes: x [B..., N, R...] at indices [B..., I...]. */
const gathered = (emit: Emitter, x: Value, indices: Value, batchAxes: number): Value => {
  const shape = [...indices.shape, ...x.shape.slice(batchAxes + 1)]
  const each = reshaped(emit, cast(emit, indices, 'int64'), [...indices.shape, 1])
  return emit.one('GatherND', [x, each], { dtype: x.dtype, shape }, { batch_dims: int(batchAxes) })
}

const take: Lowering<Selection> = (emit, { operands: [x, indices], attributes, results: [type] }) => {
  const { axis, batchAxes } = attributes
  if (sizeOf(type.shape) === 0) return [emit.elements(type.dtype, type.shape, [])]
  if (batchAxes === 0) return [emit.one('Gather', [x, indices], type, { axis: int(axis) })]
  const taken = gathered(emit, selectedFirst(emit, x, attributes), indices, batchAxes)
  return [selectedBack(emit, taken, indices.shape.length - batchAxes, attributes)]
}

// --- scatter, scatterAdd

/** Where ScatterND is to put what is at indices [B..., I...]: the places of the batch before each index. */
const places = (emit: Emitter, indices: Value, batchAxes: number): Value => {
  const type = { dtype: 'int64', shape: [...indices.shape, 1] } as const
  const each = reshaped(emit, cast(emit, indices, 'int64'), type.shape)
  if (batchAxes === 0) return each
  const coordinates = range(0, batchAxes).map((axis) => {
    const extent = indices.shape[axis]
    const along = emit.elements('int64', [extent, ...range(axis, indices.shape.length).map(() => 1)], range(0, extent))
    return emit.broadcast(along, type.shape)
  })
  const shape = [...indices.shape, batchAxes + 1]
  return emit.one('Concat', [...coordinates, each], { dtype: 'int64', shape }, { axis: int(-1) })
}

interface Scattering {
  readonly x: Value
  readonly indices: Value
  readonly updates: Value
  readonly selection: Selection
}

/** With the axis that is selected along, and the indices' own, after those of the batch; the result goes back. */
const scattering =
  (scattered: (emit: Emitter, scattering: Scattering) => Value): Lowering<Selection> =>
  (emit, { operands: [x, indices, updates], attributes: selection, results: [type] }: Application<Selection>) => {
    if (sizeOf(type.shape) === 0 || sizeOf(updates.shape) === 0) return [x]
    const own = indices.shape.length - selection.batchAxes
    const result = scattered(emit, {
      x: selectedFirst(emit, x, selection),
      indices,
      updates: selectionFirst(emit, updates, own, selection),
      selection,
    })
    return [selectedBack(emit, result, 1, selection)]
  }

const scatterND = (emit: Emitter, { x, indices, updates, selection }: Scattering, reduction: string): Value =>
  emit.one('ScatterND', [x, places(emit, indices, selection.batchAxes), updates], x, { reduction: string(reduction) })

/**
 * Of updates with the same index the last one stays, which no operator promises. With the elements and the updates as one
 * list, what comes to each place is the last in the list of what might.
 */
const last = (emit: Emitter, { x, indices, updates, selection: { batchAxes } }: Scattering): Value => {
  const batch = x.shape.slice(0, batchAxes)
  const [extent, ...rest] = x.shape.slice(batchAxes)
  const count = sizeOf(indices.shape.slice(batchAxes))
  const numbers = (start: number, many: number): Value =>
    emit.broadcast(emit.elements('int32', [many], range(start, start + many)), [sizeOf(batch), many])
  const at = reshaped(emit, cast(emit, indices, 'int64'), [sizeOf(batch), count])
  const own = numbers(0, extent)
  const chosen = emit.one('ScatterElements', [own, at, numbers(extent, count)], own, {
    axis: int(1),
    reduction: string('max'),
  })
  const list = emit.one(
    'Concat',
    [x, reshaped(emit, updates, [...batch, count, ...rest])],
    { dtype: x.dtype, shape: [...batch, extent + count, ...rest] },
    { axis: int(batchAxes) },
  )
  return gathered(emit, list, reshaped(emit, chosen, [...batch, extent]), batchAxes)
}

const scatter = scattering((emit, each) =>
  sizeOf(each.indices.shape.slice(each.selection.batchAxes)) === 1 ? scatterND(emit, each, 'none') : last(emit, each),
)

const scatterAdd = scattering((emit, each) => scatterND(emit, each, 'add'))

export const indexing = { scatter, scatterAdd, take }
