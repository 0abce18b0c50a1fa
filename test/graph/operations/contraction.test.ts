import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Shape, Tensor } from '../../../src/tensor/index.js'
import { broadcastableShapes, wholeTensors } from './generators.js'
import { elementsOf, untyped } from './untyped.js'

const { add, broadcastTo, matmul, mul, reshape, sum, tensor, transpose, zeros } = untyped

const extents = fc.integer({ min: 0, max: 4 })

const matrices = (rows: number, columns: number, leading: Shape = []): fc.Arbitrary<Tensor> =>
  wholeTensors([...leading, rows, columns])

/** Two stacks of matrices whose leading axes broadcast. */
const stacks: fc.Arbitrary<readonly Tensor[]> = fc
  .tuple(broadcastableShapes(2), extents, extents, extents)
  .chain(([[a, b], m, k, n]) => fc.tuple(matrices(m, k, a), matrices(k, n, b)))

/** The product by its definition: the sum over k of a[..., i, k] b[..., k, j], all broadcast first. */
const bySums = (a: Tensor, b: Tensor): Tensor => {
  const left = reshape(a, [...a.shape, 1])
  const right = reshape(b, [...b.shape.slice(0, -2), 1, ...b.shape.slice(-2)])
  return sum(mul(left, right), { axis: -2 })
}

/** The elements with -0 as 0: a sum of one element keeps its sign, a product adds it to 0. */
const unsigned = (x: Tensor): readonly number[] => elementsOf(x).map((element) => element + 0)

describe('matmul', () => {
  it('is the sum of products, its leading axes broadcast', () => {
    fc.assert(
      fc.property(stacks, ([a, b]) => {
        const [product, wanted] = [matmul(a, b), bySums(a, b)]
        expect(product.shape).toEqual(wanted.shape)
        expect(elementsOf(product)).toEqual(unsigned(wanted))
      }),
    )
  })

  it('takes one axis as a row on the left and as a column on the right', () => {
    const [row, matrix] = [tensor([1, 2]), tensor([[1, 2, 3], [4, 5, 6]])] // biome-ignore format: a matrix
    expect(elementsOf(matmul(row, matrix))).toEqual([9, 12, 15])
    expect(elementsOf(matmul(transpose(matrix), row))).toEqual([9, 12, 15])
    expect(matmul(row, row).shape).toEqual([])
    expect(elementsOf(matmul(row, row))).toEqual([5])
    expect(matmul(zeros([5, 3, 2]), row).shape).toEqual([5, 3])
    expect(matmul(row, zeros([5, 2, 3])).shape).toEqual([5, 3])
    expect(elementsOf(matmul(zeros([0]), zeros([0])))).toEqual([0])
  })

  it('is associative, distributes over add, and turns round under transpose', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(extents, extents, extents, extents)
          .chain(([m, k, l, n]) => fc.tuple(matrices(m, k), matrices(k, l), matrices(k, l), matrices(l, n))),
        ([a, b, c, d]) => {
          expect(elementsOf(matmul(matmul(a, b), d))).toEqual(elementsOf(matmul(a, matmul(b, d))))
          expect(elementsOf(matmul(a, add(b, c)))).toEqual(elementsOf(add(matmul(a, b), matmul(a, c))))
          expect(elementsOf(transpose(matmul(a, b)))).toEqual(elementsOf(matmul(transpose(b), transpose(a))))
        },
      ),
    )
  })

  it('multiplies int32, which wraps, and float32', () => {
    const large = tensor([[2 ** 30, 1]], { dtype: 'int32' })
    expect(elementsOf(matmul(large, tensor([[4], [3]], { dtype: 'int32' })))).toEqual([3])
    expect(matmul(zeros([2, 2], { dtype: 'float32' }), zeros([2, 2], { dtype: 'float32' })).dtype).toBe('float32')
  })

  it('gives one matrix for all what it gives each', () => {
    const [a, b] = [reshape(tensor([1, 2, 3, 4, 5, 6, 7, 8]), [2, 2, 2]), tensor([[0.1, 0.2], [0.3, 0.4]])] // biome-ignore format: a matrix
    expect(elementsOf(matmul(a, b))).toEqual(elementsOf(matmul(a, broadcastTo(b, [2, 2, 2]))))
  })
})
