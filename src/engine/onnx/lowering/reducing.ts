import type { AttributesOf } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../tensor/index.js'
import { int } from './attributes.js'
import { cast } from './casting.js'
import type { Emitter } from './emitter.js'
import type { Lowering } from './lowering.js'
import type { ModelDType, Value } from './value.js'

/** A shape with axes of size 1 in place of those that are reduced. */
const kept = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent))

/** A reduction over axes, ascending, that stay with size 1. Without axes ONNX would reduce over all there are. */
const reduced = (emit: Emitter, operator: string, x: Value, axes: readonly number[]): Value =>
  axes.length === 0
    ? x
    : emit.one(operator, [x, emit.int64s(axes)], { dtype: x.dtype, shape: kept(x.shape, axes) }, { keepdims: int(1) })

const isFloat = (dtype: ModelDType): boolean => dtype === 'float64' || dtype === 'float32'

const isNaNs = (emit: Emitter, x: Value): Value => emit.one('IsNaN', [x], { dtype: 'bool', shape: x.shape })

// --- sumTo: the axes that broadcasting adds or repeats

const sumTo: Lowering<AttributesOf<'sumTo'>> = (emit, { operands: [x], results: [type] }) => {
  const added = x.shape.length - type.shape.length
  const axes = [...x.shape.keys()].filter(
    (axis) => axis < added || (type.shape[axis - added] === 1 && x.shape[axis] !== 1),
  )
  // The sum of one element is 0 and it: 0 where it is -0.
  if (axes.length === 0) return [emit.one('Add', [x, emit.scalar(x.dtype, 0)], type)]
  if (axes.length === added) return [emit.one('ReduceSum', [x, emit.int64s(axes)], type, { keepdims: int(0) })]
  const sums = reduced(emit, 'ReduceSum', x, axes)
  return [added === 0 ? sums : emit.reshape(sums, type.shape)]
}

// --- reduceMax, reduceMin: ONNX says neither what becomes of NaN nor which zero it is that is greater

/**
 * Where there is a zero among elements that are on the other side of it all, and nothing beyond, the one zero of two is
 * known by its reciprocal.
 */
const extremum =
  (
    operator: 'ReduceMax' | 'ReduceMin',
    beyond: 'Greater' | 'Less',
    zero: number,
  ): Lowering<AttributesOf<'reduceMax'>> =>
  (emit, { operands: [x], attributes: { axes }, results: [type] }) => {
    const extreme = reduced(emit, operator, x, axes)
    if (axes.length === 0 || !isFloat(x.dtype) || sizeOf(type.shape) === 0) return [extreme]
    const truths = { dtype: 'bool', shape: type.shape } as const
    const reciprocals = emit.one('Reciprocal', [x], x)
    const isThere = emit.one(beyond, [reduced(emit, operator, reciprocals, axes), emit.scalar(x.dtype, 0)], truths)
    const isZero = emit.one('Equal', [extreme, emit.scalar(x.dtype, 0)], truths)
    const signed = emit.one(
      'Where',
      [emit.one('And', [isThere, isZero], truths), emit.scalar(x.dtype, zero), extreme],
      type,
    )
    const anyNaN = reduced(emit, 'ReduceMax', isNaNs(emit, x), axes)
    return [emit.one('Where', [anyNaN, emit.scalar(x.dtype, Number.NaN), signed], type)]
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
  reduceMax: extremum('ReduceMax', 'Greater', 0),
  reduceMin: extremum('ReduceMin', 'Less', -0),
  sumTo,
}
