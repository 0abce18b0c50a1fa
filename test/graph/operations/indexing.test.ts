import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { at, indexTensors, indicesOf, wholeTensors } from './generators.js'
import { untyped } from './untyped.js'

const { makeGraph, mul, oneHot, ones, take, takeAlongAxis, tensor, toArray, vmap, zeros } = untyped

const someShapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })

/** A tensor, one of its axes, and indices of any shape along it. */
const selections = someShapes.chain((shape) =>
  fc.nat(shape.length - 1).chain((axis) =>
    fc.tuple(
      wholeTensors(shape),
      fc.constant(axis),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }).chain((own) => indexTensors(own, shape[axis])),
    ),
  ),
)

/** A tensor, one of its axes, and indices with as many axes that differ in size along that one only. */
const alongSelections = someShapes.chain((shape) =>
  fc
    .tuple(fc.nat(shape.length - 1), fc.integer({ min: 0, max: 3 }))
    .chain(([axis, count]) =>
      fc.tuple(wholeTensors(shape), fc.constant(axis), indexTensors(shape.with(axis, count), shape[axis])),
    ),
)

describe('take', () => {
  it('agrees with a loop', () => {
    fc.assert(
      fc.property(selections, ([x, axis, indices]) => {
        const taken = take(x, indices, { axis })
        const rank = indices.shape.length
        expect(taken.shape).toEqual([...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)])
        for (const index of indicesOf(taken.shape)) {
          const chosen = at(indices, index.slice(axis, axis + rank))
          const place = chosen < 0 ? chosen + x.shape[axis] : chosen
          expect(at(taken, index)).toBe(at(x, [...index.slice(0, axis), place, ...index.slice(axis + rank)]))
        }
      }),
    )
  })

  it('takes whole numbers and nested arrays, and the elements in order without axis', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(toArray(take(x, -1, { axis: 0 }))).toEqual([3, 4])
    expect(toArray(take(x, [[0, 3]]))).toEqual([[1, 4]])
    expect(toArray(pipe(x, take([1])))).toEqual([2])
    expect(toArray(pipe(x, take(0, { axis: 1 })))).toEqual([1, 3])
    expect(toArray(take(tensor([true, false]), 1))).toBe(false)
  })

  it('from one table serves a whole batch without repeating it', () => {
    const table = mul(ones([1000, 1000]), 1)
    const rows = vmap((index: Tensor) => take(table, index, { axis: 0 }))(zeros([3000], { dtype: 'int32' }))
    expect(rows.shape).toEqual([3000, 1000])
  })
})

describe('takeAlongAxis', () => {
  it('agrees with a loop', () => {
    fc.assert(
      fc.property(alongSelections, ([x, axis, indices]) => {
        const taken = takeAlongAxis(x, indices, { axis })
        expect(taken.shape).toEqual(indices.shape)
        for (const index of indicesOf(indices.shape)) {
          const chosen = at(indices, index)
          expect(at(taken, index)).toBe(at(x, index.with(axis, chosen < 0 ? chosen + x.shape[axis] : chosen)))
        }
      }),
    )
  })

  it('broadcasts the other axes', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(toArray(takeAlongAxis(x, [[2, 0]]))).toEqual([
      [3, 1],
      [6, 4],
    ])
    expect(toArray(takeAlongAxis(tensor([[1, 2]]), [[0], [1]], { axis: 1 }))).toEqual([[1], [2]])
  })
})

describe('oneHot', () => {
  it('has its ones at the indices', () => {
    expect(toArray(oneHot([[0], [-1]], 2))).toEqual([[[1, 0]], [[0, 1]]])
    expect(toArray(oneHot(1, 3, { dtype: 'bool' }))).toEqual([false, true, false])
    expect(oneHot([1], 2, { dtype: 'int32' }).dtype).toBe('int32')
    expect(toArray(pipe([1, 0], oneHot(2)))).toEqual([
      [0, 1],
      [1, 0],
    ])
    expect(oneHot(tensor([], { dtype: 'int32' }), 3).shape).toEqual([0, 3])
  })

  it('works on indices that are not known yet', () => {
    const indices = tensor([2, 0], { dtype: 'int32' })
    expect(makeGraph((labels: Tensor) => oneHot(labels, 3))(indices).outputs[0].shape).toEqual([2, 3])
    expect(toArray(vmap((label: Tensor) => oneHot(label, 3))(indices))).toEqual(toArray(oneHot(indices, 3)))
  })
})
