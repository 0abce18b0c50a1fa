import type { AttributesOf } from '../../../graph/index.js'
import { inverted } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../tensor/index.js'
import { int } from './attributes.js'
import { cast } from './casting.js'
import type { Emitter } from './emitter.js'
import { lyingOrder } from './layout.js'
import type { Lowering } from './lowering.js'
import { maxPool } from './pooling.js'
import { isFloat, type Value } from './value.js'
import { onElements, reshaped, resolved, transposed } from './views.js'

/** A shape with axes of size 1 in place of those that are reduced. */
const kept = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent))

/** A reduction over axes, ascending, that stay with size 1. Without axes ONNX would reduce over all there are. */
const reduced = (emit: Emitter, operator: string, x: Value, axes: readonly number[]): Value =>
  axes.length === 0
    ? x
    : emit.one(operator, [x, emit.int64s(axes)], { dtype: x.dtype, shape: kept(x.shape, axes) }, { keepdims: int(1) })

/** Which elements are NaN. */
export const isNaNs = (emit: Emitter, x: Value): Value => emit.one('IsNaN', [x], { dtype: 'bool', shape: x.shape })

// --- sumTo: the axes that broadcasting adds or repeats

/** Sums over axes that go. Integers are added up where there is room for them, and what is too much goes then. */
export const summed = (emit: Emitter, x: Value, axes: readonly number[]): Value => {
  const given = resolved(emit, x)
  const order = lyingOrder(given)
  const lying = transposed(emit, given, order)
  const wide = x.dtype === 'int32' ? cast(emit, lying, 'int64') : lying
  const kept = order.filter((axis) => !axes.includes(axis))
  const type = { dtype: wide.dtype, shape: kept.map((axis) => x.shape[axis]) }
  const places = axes.map((axis) => order.indexOf(axis)).sort((a, b) => a - b)
  const sums = cast(emit, emit.one('ReduceSum', [wide, emit.int64s(places)], type, { keepdims: int(0) }), x.dtype)
  return transposed(emit, sums, inverted(kept.map((axis) => axis - axes.filter((gone) => gone < axis).length)))
}

/** The sum of 0 and one element, which is 0 where that is -0: an Add of 0 is what ONNX Runtime leaves out. */
export const summedAlone = (emit: Emitter, x: Value): Value =>
  isFloat(x.dtype) ? onElements(emit, x, (each) => emit.one('Sum', [each, emit.scalar(x.dtype, 0)], each)) : x

const sumTo: Lowering<AttributesOf<'sumTo'>> = (emit, { operands: [x], results: [{ shape }] }) => {
  const added = x.shape.length - shape.length
  const axes = [...x.shape.keys()].filter((axis) => axis < added || shape[axis - added] !== x.shape[axis])
  const alone = axes.every((axis) => x.shape[axis] === 1)
  const make = (): Value => (alone ? summedAlone(emit, x) : summed(emit, x, axes))
  const type = { dtype: x.dtype, shape: alone ? x.shape : x.shape.filter((_, axis) => !axes.includes(axis)) }
  return [reshaped(emit, emit.lazily(type, make, { kind: 'reduction', of: x, axes }), shape)]
}

// --- reduceMax, reduceMin: ONNX says neither what becomes of NaN nor which zero it is that is greater

/**
 * What is added to the extreme element, or to its negative: NaN where there is one among the squares' terms, 0 where the
 * zero that wins is among the elements, else -0, which leaves all as they are. Beside an extreme element that is a zero
 * the other elements are on one side of it, and the reciprocal of the winning zero is on the other. Zeros are made as
 * reciprocals, since the Where of ONNX Runtime does not keep their signs.
 */
const correction = (emit: Emitter, operator: 'ReduceMax' | 'ReduceMin', x: Value, axes: readonly number[]): Value => {
  const infinity = emit.scalar(x.dtype, Number.POSITIVE_INFINITY)
  const below = emit.scalar(x.dtype, Number.NEGATIVE_INFINITY)
  const beyond = reduced(emit, operator, emit.one('Reciprocal', [x], x), axes)
  const { shape } = beyond
  const wins = emit.one('Equal', [beyond, operator === 'ReduceMax' ? infinity : below], { dtype: 'bool', shape })
  const sign = emit.one('Where', [wins, infinity, below], beyond)
  const anyNaN = isNaNs(emit, reduced(emit, 'ReduceSumSquare', x, axes))
  return emit.one('Reciprocal', [emit.one('Where', [anyNaN, emit.scalar(x.dtype, Number.NaN), sign], beyond)], beyond)
}

const extremum =
  (operator: 'ReduceMax' | 'ReduceMin'): Lowering<AttributesOf<'reduceMax'>> =>
  (emit, { operands: [x], attributes: { axes }, results: [type] }) => {
    const pooled = operator === 'ReduceMax' ? maxPool(emit, x, axes) : undefined
    if (pooled !== undefined) return [reshaped(emit, pooled, type.shape)]
    const extreme = reduced(emit, operator, x, axes)
    if (axes.length === 0 || !isFloat(x.dtype) || sizeOf(type.shape) === 0) return [extreme]
    const added = correction(emit, operator, x, axes)
    if (operator === 'ReduceMax') return [emit.one('Add', [extreme, added], type)]
    return [emit.one('Neg', [emit.one('Add', [emit.one('Neg', [extreme], type), added], type)], type)]
  }

// --- argmax, argmin: the first extreme element, or else the first NaN

const extremeIndex =
  (operator: 'ArgMax' | 'ArgMin'): Lowering<AttributesOf<'argmax'>> =>
  (emit, { operands: [x], attributes: { axis }, results: [type] }) => {
    const indices = { dtype: 'int64', shape: type.shape } as const
    const first = (which: 'ArgMax' | 'ArgMin', of: Value): Value =>
      emit.one(which, [of], indices, { axis: int(axis), keepdims: int(0) })
    const extreme = first(operator, x)
    if (!isFloat(x.dtype) || sizeOf(type.shape) === 0) return [cast(emit, extreme, 'int32')]
    const flags = isNaNs(emit, x)
    const anyNaN = emit.reshape(reduced(emit, 'ReduceMax', flags, [axis]), type.shape)
    const chosen = emit.one('Where', [anyNaN, first('ArgMax', cast(emit, flags, 'int32')), extreme], indices)
    return [cast(emit, chosen, 'int32')]
  }

// --- cumulativeSum

const cumulativeSum: Lowering<AttributesOf<'cumulativeSum'>> = (
  emit,
  { operands: [x], attributes: { axis, reverse }, results: [type] },
) => [emit.one('CumSum', [x, emit.scalar('int64', axis)], type, { reverse: int(Number(reverse)) })]

export const reducing = {
  argmax: extremeIndex('ArgMax'),
  argmin: extremeIndex('ArgMin'),
  cumulativeSum,
  reduceMax: extremum('ReduceMax'),
  reduceMin: extremum('ReduceMin'),
  sumTo,
}
