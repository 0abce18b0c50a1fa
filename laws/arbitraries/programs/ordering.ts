import { sizeOf } from '../../../src/tensor/index.js'
import type { OperationName } from '../../programs/operations.js'
import type { Builder, Template, Value } from './builder.js'
import { between } from './range.js'
import { axisOf } from './templates.js'

const isSortable = ({ type }: Value): boolean => type.shape.length > 0 && sizeOf(type.shape) > 0

const extentAt = ({ type }: Value, axis: number): number => type.shape.at(axis) as number

/** A number with an axis to sort along. */
const drawn = (builder: Builder): Value | undefined =>
  builder.pick((value) => value.type.dtype !== 'bool' && isSortable(value))

const sorting =
  (operation: OperationName, isOrder: boolean): Template =>
  (builder) => {
    const x = drawn(builder)
    if (x === undefined) return
    const axis = axisOf(builder, x.type)
    const descending = builder.below(2) === 1
    const range = isOrder ? between(0, extentAt(x, axis) - 1) : x.range
    builder.straight(operation, [x], { axis, descending }, range)
  }

const largestOf: Template = (builder) => {
  const x = drawn(builder)
  if (x === undefined) return
  const axis = axisOf(builder, x.type)
  const which = builder.below(2)
  const k = builder.below(extentAt(x, axis) + 1)
  builder.straight('topK', [x], { k, axis, which }, which === 0 ? x.range : between(0, extentAt(x, axis) - 1))
}

/** An element in order over one axis or all, or between two of them. */
const middle =
  (operation: 'median' | 'quantile'): Template =>
  (builder) => {
    const x = builder.float(isSortable)
    if (x === undefined) return
    const axis = builder.below(2) === 0 ? {} : { axis: axisOf(builder, x.type) }
    const q = operation === 'quantile' ? { q: builder.one([0, 0.3, [0.25, 0.5, 1]]) } : {}
    builder.straight(operation, [x], { ...q, ...axis }, x.range)
  }

/** What jumps from one order to another. */
export const ordering: readonly Template[] = [
  sorting('sort', false),
  sorting('argsort', true),
  largestOf,
  middle('median'),
  middle('quantile'),
]
