import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlapAdd, overlapAddRecord, windowCount, windows } from '../../src/graph/primitives/sliding.js'
import {
  ArgumentError,
  type Constant,
  DTypeError,
  filled,
  fromRowMajor,
  layoutOf,
  rowMajor,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
} from '../../src/tensor/index.js'
import { indicesOf } from './operations/generators.js'

const numbered = (shape: Shape): Constant =>
  fromRowMajor(
    'float64',
    [...shape],
    Float64Array.from({ length: sizeOf(shape) }, (_, index) => index + 1),
  )

const at = (x: Tensor, index: readonly number[]): number =>
  rowMajor(x as Constant)[x.shape.reduce((position, extent, axis) => position * extent + index[axis], 0)]

const settings = fc.record({
  shape: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }),
  place: fc.nat(),
  size: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  dilation: fc.integer({ min: 1, max: 3 }),
})

describe('windows', () => {
  it('has at [..., m, ..., k] the element at m stride + k dilation, and all windows that there is room for', () => {
    fc.assert(
      fc.property(settings, ({ shape, place, ...attributes }) => {
        const axis = place % shape.length
        const x = numbered(shape)
        const y = windows(x, { axis, ...attributes })
        const { size, stride, dilation } = attributes
        const starts = [...Array(shape[axis]).keys()].filter((start) => start + (size - 1) * dilation < shape[axis])
        const count = starts.filter((start) => start % stride === 0).length
        expect(y.shape).toEqual([...shape.with(axis, count), size])
        for (const index of indicesOf(y.shape)) {
          const from = index[axis] * stride + index[index.length - 1] * dilation
          expect(at(y, index)).toBe(at(x, index.slice(0, -1).with(axis, from)))
        }
      }),
    )
  })

  it('is a view', () => {
    const x = numbered([100])
    expect(layoutOf(windows(x, { axis: 0, size: 50, stride: 1, dilation: 1 }) as Constant).data).toBe(layoutOf(x).data)
  })

  it.each([
    [{ axis: 0, size: 0, stride: 1, dilation: 1 }, ArgumentError],
    [{ axis: 0, size: 1, stride: 0, dilation: 1 }, ArgumentError],
    [{ axis: 0, size: 1, stride: 1, dilation: 0.5 }, ArgumentError],
    [{ axis: 1, size: 1, stride: 1, dilation: 1 }, ShapeError],
  ])('refuses %j', (attributes, error) => {
    expect(() => windows(numbered([3]), attributes)).toThrow(error)
  })
})

describe('overlapAdd', () => {
  it('adds to each place what all windows have for it', () => {
    fc.assert(
      fc.property(settings, ({ shape, place, ...attributes }) => {
        const axis = place % shape.length
        const { size, stride, dilation } = attributes
        const count = windowCount(shape[axis], size, attributes)
        const x = numbered([...shape.with(axis, count), size])
        const y = overlapAdd(x, { axis, extent: shape[axis], stride, dilation })
        expect(y.shape).toEqual(shape)
        const wanted = new Array<number>(sizeOf(shape)).fill(0)
        for (const index of indicesOf(x.shape)) {
          const to = index.slice(0, -1).with(axis, index[axis] * stride + index[index.length - 1] * dilation)
          wanted[shape.reduce((position, extent, each) => position * extent + to[each], 0)] += at(x, index)
        }
        expect(Array.from<number>(rowMajor(y as Constant))).toEqual(wanted)
      }),
    )
  })

  it('adds up in the order of places in the windows', () => {
    // At 2 come 1 of the last window, then -1e20 of the second, then 1e20 of the first; the other way round it were 1.
    const x = fromRowMajor('float64', [3, 3], Float64Array.from([0, 0, 1e20, 0, -1e20, 0, 1, 0, 0]))
    expect(at(overlapAdd(x, { axis: 0, extent: 5, stride: 1, dilation: 1 }), [2])).toBe(0)
  })

  it.each([
    [[2, 3], 'float64', { axis: 0, extent: 5, stride: 1, dilation: 1 }, ShapeError],
    [[3, 3], 'float64', { axis: 1, extent: 5, stride: 1, dilation: 1 }, ShapeError],
    [[3, 3], 'float64', { axis: 0, extent: 5, stride: 0, dilation: 1 }, ArgumentError],
    [[3, 3], 'bool', { axis: 0, extent: 5, stride: 1, dilation: 1 }, DTypeError],
  ] as const)('refuses %j of %s as %j', (shape, dtype, attributes, error) => {
    expect(() => overlapAddRecord.infer([filled(dtype, [...shape], 0)], attributes)).toThrow(error)
  })
})
