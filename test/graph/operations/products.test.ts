import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Shape, Tensor } from '../../../src/tensor/index.js'
import { failureOf } from '../../tensor/failures.js'
import { broadcastableShapes, indicesOf, wholeTensors } from './generators.js'
import { elementsOf, named, untyped } from './untyped.js'

const { dot, expandDims, inner, kron, moveAxis, mul, outer, sum, tensor, tensordot, toArray, vecdot, zeros } = untyped

const extent = fc.integer({ min: 0, max: 3 })
const shape = fc.array(extent, { maxLength: 2 })

/** Two tensors of shapes that depend on each other. */
const pairs = (shapes: fc.Arbitrary<readonly [Shape, Shape]>): fc.Arbitrary<readonly [Tensor, Tensor]> =>
  shapes.chain(([a, b]) => fc.tuple(wholeTensors(a), wholeTensors(b)))

const at = (x: Tensor, index: readonly number[]): number =>
  elementsOf(x)[x.shape.reduce((position, size, axis) => position * size + index[axis], 0)]

/** Every element as a sum over some indices of products, by a rule for where the factors are. */
const expectSums = (
  [a, b, product]: readonly Tensor[],
  summed: Shape,
  places: (index: readonly number[], k: readonly number[]) => readonly [ofA: readonly number[], ofB: readonly number[]],
): void => {
  const wanted = indicesOf(product.shape).map((index) =>
    indicesOf(summed).reduce((total, k) => {
      const [ofA, ofB] = places(index, k)
      return total + at(a, ofA) * at(b, ofB)
    }, 0),
  )
  expect(elementsOf(product).map((element) => element + 0)).toEqual(wanted.map((element) => element + 0))
}

describe('dot', () => {
  it('sums over the last axis of a and the last but one of b', () => {
    const shapes = fc.tuple(shape, shape, extent, extent).map(
      ([p, q, k, n]) =>
        [
          [...p, k],
          [...q, k, n],
        ] as const,
    )
    fc.assert(
      fc.property(pairs(shapes), ([a, b]) => {
        const product = dot(a, b)
        const [heads, rank] = [a.shape.length - 1, product.shape.length]
        expect(product.shape).toEqual([...a.shape.slice(0, -1), ...b.shape.slice(0, -2), ...b.shape.slice(-1)])
        expectSums([a, b, product], a.shape.slice(-1), (index, k) => [
          [...index.slice(0, heads), ...k],
          [...index.slice(heads, rank - 1), ...k, index[rank - 1]],
        ])
      }),
    )
  })

  it('takes vectors and scalars', () => {
    const row = tensor([1, 2])
    expect(toArray(dot(row, row))).toBe(5)
    expect(toArray(dot(tensor([[1, 2], [3, 4]]), row))).toEqual([5, 11]) // biome-ignore format: a matrix
    expect(toArray(dot(3, row))).toEqual([3, 6])
    expect(toArray(pipe(row, dot(tensor(2))))).toEqual([2, 4])
    expect(toArray(dot(tensor([2], { dtype: 'int32' }), tensor([2 ** 30], { dtype: 'int32' })))).toBe(-(2 ** 31))
  })
})

describe('inner', () => {
  it('sums over the last axis of both', () => {
    const shapes = fc.tuple(shape, shape, extent).map(
      ([p, q, k]) =>
        [
          [...p, k],
          [...q, k],
        ] as const,
    )
    fc.assert(
      fc.property(pairs(shapes), ([a, b]) => {
        const product = inner(a, b)
        const heads = a.shape.length - 1
        expect(product.shape).toEqual([...a.shape.slice(0, -1), ...b.shape.slice(0, -1)])
        expectSums([a, b, product], a.shape.slice(-1), (index, k) => [
          [...index.slice(0, heads), ...k],
          [...index.slice(heads), ...k],
        ])
      }),
    )
    expect(toArray(inner(tensor([1, 2]), 3))).toEqual([3, 6])
    expect(toArray(pipe(tensor([1, 2]), inner(tensor([3, 4]))))).toBe(11)
  })
})

describe('outer', () => {
  it('is every product of an element of the one with one of the other', () => {
    fc.assert(
      fc.property(pairs(fc.tuple(shape, shape)), ([a, b]) => {
        const wanted = elementsOf(a).map((x) => elementsOf(b).map((y) => x * y))
        expect(toArray(outer(a, b))).toEqual(wanted)
      }),
    )
    expect(toArray(pipe(tensor([1, 2]), outer(tensor([3]))))).toEqual([[3], [6]])
    expect(toArray(outer(tensor([-0]), tensor([1])))).toEqual([[-0]])
  })
})

describe('kron', () => {
  it('has at i size + j the product of elements i and j, axis by axis', () => {
    fc.assert(
      fc.property(pairs(fc.tuple(shape, shape)), ([a, b]) => {
        const product = kron(a, b)
        const rank = product.shape.length
        const own = (x: Tensor, index: readonly number[]): readonly number[] => index.slice(rank - x.shape.length)
        const sizes = [...Array(rank - b.shape.length).fill(1), ...b.shape]
        expectSums([a, b, product], [], (index) => [
          own(
            a,
            index.map((i, axis) => Math.floor(i / sizes[axis])),
          ),
          own(
            b,
            index.map((i, axis) => i % sizes[axis]),
          ),
        ])
      }),
    )
    expect(toArray(pipe(tensor([1, 2]), kron(tensor([1, 1]))))).toEqual([1, 1, 2, 2])
    expect(kron(zeros([2, 3]), zeros([4])).shape).toEqual([2, 12])
  })
})

describe('tensordot', () => {
  it('sums over pairs of axes', () => {
    const shapes = fc
      .tuple(shape, shape, shape)
      .map(([p, k, q]) => [[...p, ...k], [...k, ...q], k.length] as const)
      .chain(([a, b, count]) => fc.tuple(wholeTensors(a), wholeTensors(b), fc.constant(count)))
    fc.assert(
      fc.property(shapes, ([a, b, count]) => {
        const product = tensordot(a, b, { axes: count })
        const heads = a.shape.length - count
        expectSums([a, b, product], b.shape.slice(0, count), (index, k) => [
          [...index.slice(0, heads), ...k],
          [...k, ...index.slice(heads)],
        ])
        const ofA = [...Array(count).keys()].map((axis) => heads + axis)
        const ofB = [...Array(count).keys()].map((axis) => axis - b.shape.length)
        expect(toArray(tensordot(a, b, { axes: [ofA, ofB] }))).toEqual(toArray(product))
      }),
    )
  })

  it('takes one axis of each, two without any said, and pipes', () => {
    const [a, b] = [zeros([2, 3, 4]), zeros([3, 4, 5])]
    expect(tensordot(a, b).shape).toEqual([2, 5])
    expect(tensordot(a, b, { axes: [-1, 1] }).shape).toEqual([2, 3, 3, 5])
    expect(tensordot(a, b, { axes: [[2, 1], [1, 0]] }).shape).toEqual([2, 5]) // biome-ignore format: a pair of lists
    const shapeOf = (x: Tensor): Shape => x.shape
    expect(pipe(a, tensordot(b), shapeOf)).toEqual([2, 5])
    expect(pipe(a, tensordot(b, { axes: 0 }), shapeOf)).toEqual([2, 3, 4, 3, 4, 5])
  })
})

describe('vecdot', () => {
  it('is the sum of products along an axis, the others broadcast', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(broadcastableShapes(2), extent)
          .chain(([[a, b], k]) => fc.tuple(wholeTensors([...a, k]), wholeTensors([...b, k]))),
        ([a, b]) => {
          const wanted = sum(mul(a, b), { axis: -1 })
          expect(vecdot(a, b).shape).toEqual(wanted.shape)
          expect(elementsOf(vecdot(a, b)).map((x) => x + 0)).toEqual(elementsOf(wanted).map((x) => x + 0))
        },
      ),
    )
    const x = tensor([[1, 2], [3, 4]]) // biome-ignore format: a matrix
    expect(toArray(vecdot(x, x, { axis: 0 }))).toEqual([10, 20])
    expect(toArray(pipe(x, vecdot(expandDims(tensor([1, 10]), 1), { axis: -2 })))).toEqual([31, 42])
    expect(toArray(vecdot(moveAxis(x, 0, 1), x))).toEqual([7, 22])
  })
})

const a = (): Tensor => zeros([2, 3])
const b = (): Tensor => zeros([4, 5])

type Refusal = readonly [name: string, args: readonly unknown[], tag: string, message: string]

const refusals: readonly Refusal[] = [
  ['dot', [a(), b()], 'ShapeError', 'axis 1 of the first has size 3, and axis 0 of the second 4'],
  ['inner', [a(), b()], 'ShapeError', 'axis 1 of the first has size 3, and axis 1 of the second 5'],
  ['dot', [zeros([2], { dtype: 'bool' }), zeros([2], { dtype: 'bool' })], 'DTypeError', 'it does not take bool'],
  ['outer', [zeros([2], { dtype: 'float32' }), b()], 'DTypeError', 'dtypes float32 and float64 differ'],
  ['kron', [a(), 'b'], 'ArgumentError', 'an operand (string) is neither a tensor nor a number'],
  ['tensordot', [a(), b(), { axes: 1 }], 'ShapeError', 'axis 1 of the first has size 3, and axis 0 of the second 4'],
  ['tensordot', [a(), b(), { axes: 3 }], 'ArgumentError', 'there are no 3 axes to sum over'],
  ['tensordot', [a(), b(), { axes: -1 }], 'ArgumentError', 'there are no -1 axes to sum over'],
  ['tensordot', [a(), b(), { axes: 0.5 }], 'ArgumentError', 'there are no 0.5 axes to sum over'],
  ['tensordot', [a(), b(), { axes: [0] }], 'ArgumentError', 'axes is [0]'],
  ['tensordot', [a(), b(), { axes: [[0, 1], 0] }], 'ArgumentError', '2 axes of the first go with 1 of the second'],
  ['tensordot', [a(), b(), { axes: [2, 0] }], 'AxisError', 'there is no axis 2'],
  ['tensordot', [a(), a(), { axes: [[0, -2], [0, 1]] }], 'AxisError', 'axis [0, -2] names an axis twice'], // biome-ignore format: a pair of lists
  ['vecdot', [a(), b()], 'ShapeError', 'axis 1 of the first has size 3, and axis 1 of the second 5'],
  ['vecdot', [a(), zeros([4, 3])], 'ShapeError', 'sizes 2 and 4 differ'],
  ['vecdot', [a(), a(), { axis: 2 }], 'AxisError', 'there is no axis 2'],
]

describe('refusals', () => {
  it.each(refusals.map(([name, args, tag, message]) => ({ name, args, tag, message })))(
    '$name: $message',
    ({ name, args, tag, message }) => {
      const failure = failureOf(() => named(name)(...args))
      expect(failure._tag).toBe(tag)
      expect(failure.message).toContain(`${name}: ${message}`)
    },
  )
})
