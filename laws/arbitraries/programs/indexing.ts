import { sizeOf } from '../../../src/tensor/index.js'
import { isOf, type Template, type Value } from './builder.js'
import { between, either, plus, type Range, summed, truth } from './range.js'

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

/** How a loss is reduced, and how large it may be then. */
const reductions = ['mean', 'sum', 'none'] as const

const total = (range: Range, count: number, reduction: (typeof reductions)[number]): Range =>
  reduction === 'sum' ? summed(either(zero, range), count) : range

const meanSquare: Template = (builder) => {
  const a = builder.float(({ type }) => sizeOf(type.shape) > 0)
  const b = a && builder.float(isOf(a.type))
  if (a === undefined || b === undefined) return
  const reduction = builder.one(reductions)
  const range = total(between(0, 16 ** 2), sizeOf(a.type.shape), reduction)
  builder.straight('mse', [a, b], { reduction }, range)
}

const binaryCrossEntropies =
  (operation: 'binaryCrossEntropy' | 'binaryCrossEntropyWithLogits'): Template =>
  (builder) => {
    const a = builder.float(({ type }) => sizeOf(type.shape) > 0)
    const b = a && builder.float(isOf(a.type))
    const [logits, target] = [a, b].map((value) => value && builder.within(value, -8, 8))
    const targets = target && builder.straight('sigmoid', [target], {}, truth)
    const inner =
      operation === 'binaryCrossEntropy' ? logits && builder.straight('sigmoid', [logits], {}, truth) : logits
    if (a === undefined || inner === undefined || targets === undefined) return
    const reduction = builder.one(reductions)
    builder.straight(operation, [inner, targets], { reduction }, total(between(0, 9), sizeOf(a.type.shape), reduction))
  }

const softmaxCrossEntropies: Template = (builder) => {
  const logits = builder.float(({ type }) => type.shape.length > 0 && sizeOf(type.shape) > 0)
  if (logits === undefined) return
  const { shape } = logits.type
  const reduction = builder.one(reductions)
  const range = total(between(0, 16 + Math.log(sizeOf(shape))), sizeOf(shape), reduction)
  const classes = shape[shape.length - 1]
  const labels = builder.pick(isOf({ dtype: 'int32', shape: shape.slice(0, -1) }))
  if (builder.below(2) === 0 && labels !== undefined)
    builder.straight('softmaxCrossEntropy', [logits, builder.bounded(labels, 0, classes - 1)], { reduction }, range)
  else {
    const weights = builder.straight('softmax', [builder.float(isOf(logits.type)) ?? logits], {}, truth)
    if (weights === undefined) return
    if (builder.below(2) === 0)
      builder.straight('softmaxCrossEntropy', [logits, weights], { targets: 'probabilities', reduction }, range)
    else {
      const probabilities = builder.straight('softmax', [logits], {}, truth)
      if (probabilities !== undefined) builder.straight('crossEntropy', [probabilities, weights], { reduction }, range)
    }
  }
}

export const losses: readonly Template[] = [
  meanSquare,
  binaryCrossEntropies('binaryCrossEntropy'),
  binaryCrossEntropies('binaryCrossEntropyWithLogits'),
  softmaxCrossEntropies,
]
