import type { AttributesOf } from '../../../graph/index.js'
import { type Shape, sizeOf, type Tensor } from '../../../tensor/index.js'
import { elementsOf, isAll } from '../matching.js'
import type { Rule } from '../rewriting.js'
import { lacksMinusZero } from '../zeros.js'

/** Evenly spaced places of an axis. */
interface Spaced {
  readonly start: number
  readonly size: number
  readonly step: number
}

/** What constant indices select, where they go up an axis in equal steps and stay inside; else undefined. */
const spacedOf = (
  { shape }: Tensor,
  indices: Tensor,
  { axis, batchAxes }: AttributesOf<'take'>,
): Spaced | undefined => {
  const size = sizeOf(indices.shape)
  const elements = batchAxes === 0 && indices.shape.length < 2 && size > 0 ? elementsOf(indices) : undefined
  // A constant that repeats one element tells it once.
  if (elements === undefined || elements.length !== size) return undefined
  const extent = shape[axis]
  const places = Array.from(elements, (index) => (index < 0 ? index + extent : index))
  const [start, second = start + 1] = places
  const step = second - start
  const isSpaced = step > 0 && places.every((place, index) => place === start + index * step)
  return isSpaced && start >= 0 && start + (size - 1) * step < extent ? { start, size, step } : undefined
}

/** A list with one entry for the axis and another for all the others. */
const along = ({ length }: Shape, axis: number, its: number, others = 0): readonly number[] =>
  new Array<number>(length).fill(others).with(axis, its)

/** Indices that are known, and evenly spaced, select a slice: a view, where `take` copies. */
const take: Rule<'take'> = ({ operands: [x, indices], attributes, results: [type] }, rewriting) => {
  const { axis } = attributes
  const spaced = spacedOf(x, indices, attributes)
  if (spaced === undefined) return undefined
  const { start, size, step } = spaced
  const selected = rewriting.apply(
    'slice',
    {
      start: along(x.shape, axis, start),
      size: x.shape.with(axis, size),
      step: along(x.shape, axis, step, 1),
    },
    x,
  )
  return rewriting.apply('reshape', { shape: type.shape }, selected)
}

/** Updates that are added to zeros, each to its own, stand between zeros, where none is -0: 0 + -0 is 0. */
const scatterAdd: Rule<'scatterAdd'> = ({ operands: [x, indices, updates], attributes }, rewriting) => {
  const { axis } = attributes
  const spaced = isAll(x, 0) && lacksMinusZero(updates) ? spacedOf(x, indices, attributes) : undefined
  if (spaced === undefined) return undefined
  const { start, size, step } = spaced
  const rows = rewriting.apply('reshape', { shape: x.shape.with(axis, size) }, updates)
  return rewriting.apply(
    'pad',
    {
      low: along(x.shape, axis, start),
      high: along(x.shape, axis, x.shape[axis] - start - (size - 1) * step - 1),
      interior: along(x.shape, axis, step - 1),
    },
    rows,
  )
}

/** Rules of what is selected by indices that are known. */
export const selections = { scatterAdd, take }
