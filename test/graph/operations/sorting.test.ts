import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { wildElements } from '../../../laws/index.js'
import { type DType, dtypes } from '../../../src/tensor/index.js'
import { at, indicesOf } from './generators.js'
import { refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { argsort, grad, jit, mul, reshape, sort, sum, tensor, toArray, topK, zeros } = untyped

const greater = (a: number, b: number): boolean => a > b || (Number.isNaN(a) && !Number.isNaN(b))

/** Insertion sort of indices: each goes before those that have to come after it. */
const sortedIndices = (keys: readonly number[], descending: boolean): readonly number[] => {
  const order: number[] = []
  keys.forEach((key, index) => {
    let place = order.length
    while (place > 0 && (descending ? greater(key, keys[order[place - 1]]) : greater(keys[order[place - 1]], key)))
      place--
    order.splice(place, 0, index)
  })
  return order
}

/** A tensor of a dtype, with ties and special values, an axis of it and a direction. */
const cases = fc
  .record({
    dtype: fc.constantFrom<DType>(...dtypes),
    shape: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }),
    descending: fc.boolean(),
  })
  .chain(({ dtype, shape, descending }) => {
    const size = shape.reduce((product, extent) => product * extent, 1)
    const few = dtype === 'bool' ? fc.constantFrom(0, 1) : fc.integer({ min: -2, max: 2 })
    return fc.record({
      x: fc
        .array(fc.oneof(wildElements(dtype), few), { minLength: size, maxLength: size })
        .map((elements) => reshape(tensor(dtype === 'bool' ? elements.map(Boolean) : elements, { dtype }), shape)),
      axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
      descending: fc.constant(descending),
    })
  })

describe('argsort, sort', () => {
  it('agree with insertion sort, ties, zeros of both signs and NaN included', () => {
    fc.assert(
      fc.property(cases, ({ x, axis, descending }) => {
        const [order, sorted] = [argsort(x, { axis, descending }), sort(x, { axis, descending })]
        expect([order.shape, order.dtype, sorted.shape, sorted.dtype]).toEqual([x.shape, 'int32', x.shape, x.dtype])
        const along = axis < 0 ? axis + x.shape.length : axis
        for (const index of indicesOf(x.shape.with(along, 1))) {
          const places = Array.from({ length: x.shape[along] }, (_, place) => index.with(along, place))
          const keys = places.map((place) => at(x, place))
          const expected = sortedIndices(keys, descending)
          expect(places.map((place) => at(order, place))).toEqual(expected)
          places.forEach((place, rank) => {
            expect(Object.is(at(sorted, place), keys[expected[rank]])).toBe(true)
          })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('sort long lists of few keys stably, on both engines', () => {
    const keys = Array.from({ length: 1000 }, (_, index) => (index * 7919) % 13)
    for (const descending of [false, true]) {
      const found = jit((x: unknown) => argsort(x, { descending }))(tensor(keys))
      expect(elementsOf(found)).toEqual(sortedIndices(keys, descending))
      expect(elementsOf(argsort(tensor(keys), { descending }))).toEqual(elementsOf(found))
    }
  })

  it('stand in pipes as they are and with options', () => {
    const x = tensor([
      [3, 1],
      [2, 4],
    ])
    expect(toArray(pipe(x, sort))).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect(toArray(pipe(x, sort({ axis: 0, descending: true })))).toEqual([
      [3, 4],
      [2, 1],
    ])
    expect(toArray(pipe(x, argsort({ axis: -2 })))).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  it('give each of equal elements the derivative of its own place', () => {
    const weights = tensor([1, 2, 3, 4])
    const slope = (descending: boolean) => grad((x: unknown) => sum(mul(sort(x, { descending }), weights)))
    expect(toArray(slope(false)(tensor([2, 1, 2, 1])))).toEqual([3, 1, 4, 2])
    expect(toArray(slope(true)(tensor([2, 1, 2, 1])))).toEqual([1, 3, 2, 4])
  })
})

describe('topK', () => {
  it('is the first of the descending order', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ x, axis }, any) => {
        const along = axis < 0 ? axis + x.shape.length : axis
        const k = any % (x.shape[along] + 1)
        const [values, indices] = topK(x, k, { axis })
        const [sorted, order] = [sort(x, { axis, descending: true }), argsort(x, { axis, descending: true })]
        expect([values.shape, indices.shape]).toEqual([x.shape.with(along, k), x.shape.with(along, k)])
        for (const index of indicesOf(values.shape)) {
          expect(Object.is(at(values, index), at(sorted, index))).toBe(true)
          expect(at(indices, index)).toBe(at(order, index))
        }
      }),
    )
  })

  it('stands in pipes', () => {
    const [values, indices] = topK(2)(tensor([[1, 3, 2]]))
    expect([toArray(values), toArray(indices)]).toEqual([[[3, 2]], [[1, 2]]])
    expect(topK(1, { axis: 0 })(zeros([3, 2]))[0].shape).toEqual([1, 2])
  })
})

describe('sorting refuses', () => {
  const x = tensor([[1, 2, 3]])
  refuses([
    [() => sort(x, { axis: 2 }), 'AxisError', 'sort: there is no axis 2 (operands float64[1, 3])'],
    [() => argsort(tensor(1)), 'AxisError', 'argsort: there is no axis -1 (operands float64[])'],
    [() => sort(x, { axis: 0.5 }), 'AxisError', 'sort: there is no axis 0.5'],
    [() => sort(x, { descending: 1 }), 'ArgumentError', 'sort: descending is 1, not true or false'],
    [() => sort('x'), 'ArgumentError', 'sort: an operand (string) is neither a tensor nor a number'],
    [() => topK(x, 4), 'ArgumentError', 'topK: k is 4, and axis 1 has 3 elements (operands float64[1, 3])'],
    [() => topK(x, -1), 'ArgumentError', 'topK: k is -1, not a whole number from 0'],
    [() => topK(x, 1.5), 'ArgumentError', 'topK: k is 1.5, not a whole number from 0'],
    [() => topK(x, 1, { axis: -3 }), 'AxisError', 'topK: there is no axis -3'],
    [() => topK(), 'ArgumentError', 'topK: it takes 2 arguments'],
  ])
})
