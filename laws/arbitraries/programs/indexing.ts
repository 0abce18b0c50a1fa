import { sizeOf } from '../../../src/tensor/index.js'
import { isOf, type Template, type Value } from './builder.js'
import { between, either, plus, summed, truth } from './range.js'

const zero = between(0, 0)

const taking: Template = (builder) => {
  const x = builder.pick(({ type }) => type.shape.some((extent) => extent > 0))
  if (x === undefined) return
  const axes = [...x.type.shape.keys()].filter((axis) => x.type.shape[axis] > 0)
  const axis = builder.one(axes)
  const index = builder.index(x.type.shape[axis])
  if (index !== undefined) builder.straight('take', [x, index], { axis }, x.range)
}

/** A float with an axis, and whole numbers to select along that axis, one for each of its places or one in all. */
const selecting: (
  write: (x: Value, indices: Value, axis: number, builder: Parameters<Template>[0]) => void,
) => Template = (write) => (builder) => {
  const x = builder.float(({ type }) => type.shape.length > 0 && sizeOf(type.shape) > 0)
  if (x === undefined) return
  const axis = builder.below(x.type.shape.length)
  const extent = x.type.shape[axis]
  const shape = builder.below(2) === 0 ? x.type.shape : x.type.shape.with(axis, 1)
  const drawn = builder.pick(isOf({ dtype: 'int32', shape }))
  const indices = drawn ?? builder.literal('int32', shape, builder.below(extent))
  write(x, builder.bounded(indices, -extent, extent - 1), axis, builder)
}

const takingAlong = selecting((x, indices, axis, builder) => {
  builder.straight('takeAlongAxis', [x, indices], { axis }, x.range)
})

const scattering = selecting((x, indices, axis, builder) => {
  const added = builder.float(
    ({ type }) => type.shape.length === 0 || isOf({ ...x.type, shape: indices.type.shape })({ type } as Value),
  )
  if (added === undefined) return
  const most = summed(either(zero, added.range), indices.type.shape[axis])
  builder.straight('scatterAdd', [x, indices, added], { axis }, plus(x.range, most))
})

const replacing = selecting((x, indices, axis, builder) => {
  const updates = builder.float(
    ({ type }) => type.shape.length === 0 || isOf({ ...x.type, shape: indices.type.shape })({ type } as Value),
  )
  if (updates !== undefined)
    builder.straight('scatter', [x, indices, updates], { axis }, either(x.range, updates.range))
})

const marking: Template = (builder) => {
  const depth = 1 + builder.below(3)
  const index = builder.index(depth)
  if (index !== undefined) builder.straight('oneHot', [index], { depth, dtype: builder.dtype }, truth)
}

export const indexing: readonly Template[] = [taking, takingAlong, scattering, replacing, marking]
