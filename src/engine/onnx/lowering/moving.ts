import type { AttributesOf } from '../../../graph/index.js'
import { sizeOf } from '../../../tensor/index.js'
import { int } from './attributes.js'
import { padded, sliced, spread } from './boxes.js'
import type { Lowering } from './lowering.js'
import { cropped } from './sliding.js'

// --- slice

const slice: Lowering<AttributesOf<'slice'>> = (emit, { operands: [x], attributes: { start, size, step } }) => {
  const ranges = start.map((first, axis) => ({ axis, start: first, size: size[axis], step: step[axis] }))
  return [cropped(emit, x, ranges) ?? sliced(emit, x, ranges)]
}

const flip: Lowering<AttributesOf<'flip'>> = (emit, { operands: [x], attributes: { axes } }) => [
  sizeOf(x.shape) === 0
    ? x
    : sliced(
        emit,
        x,
        axes.map((axis) => ({ axis, start: x.shape[axis] - 1, size: x.shape[axis], step: -1 })),
      ),
]

// --- pad

const pad: Lowering<AttributesOf<'pad'>> = (emit, { operands: [x], attributes, results: [type] }) => {
  const { low, high, interior } = attributes
  if (sizeOf(x.shape) === 0) return [emit.broadcast(emit.scalar(x.dtype, 0), type.shape)]
  if (interior.every((zeros) => zeros === 0))
    return [emit.lazily(type, () => padded(emit, x, low, high), { kind: 'pad', of: x, low, high })]
  // What would come after the last element of an axis is no interior.
  const after = high.map((width, axis) => width - interior[axis])
  return [padded(emit, spread(emit, x, interior), low, after)]
}

// --- concatenate

const concatenate: Lowering<AttributesOf<'concatenate'>> = (emit, { operands, attributes: { axis }, results }) => {
  const [type] = results
  const present = operands.filter(({ shape }) => sizeOf(shape) > 0)
  if (present.length === 0) return [emit.elements(type.dtype, type.shape, [])]
  return [present.length === 1 ? present[0] : emit.one('Concat', present, type, { axis: int(axis) })]
}

export const moving = { concatenate, flip, pad, slice }
