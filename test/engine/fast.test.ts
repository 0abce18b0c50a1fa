import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, jit, matmul, mul, sub, type Tensor } from '../../src/index.js'
import { type DType, rowMajor } from '../../src/tensor/index.js'
import { constantOf, uniformNumbers } from './agreement.js'

type Matrix = Tensor<[number, number]>

const unit = { float64: 2 ** -53, float32: 2 ** -24 } as const

const drawn = (dtype: DType, rows: number, columns: number, seed: number, absolute = false): Matrix => {
  const random = uniformNumbers(seed)
  const number = (): number => 2 * random() - 1
  return constantOf(dtype, [rows, columns], () => (absolute ? Math.abs(number()) : number())) as unknown as Matrix
}

const largestShare = (a: Matrix, b: Matrix, bound: Matrix): number => {
  const [left, right, most] = [a, b, bound].map((each) => rowMajor(each as never))
  return Math.max(0, ...Array.from(left, (value, at) => Math.abs(value - right[at]) / most[at]))
}

const sizes = fc.integer({ min: 1, max: 40 })
const floats = fc.constantFrom<'float64' | 'float32'>('float64', 'float32')

describe('fast arithmetic', () => {
  it('differs from the exact product of matrices by no more than either may from the true one', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 300 }), sizes, floats, fc.nat(), (m, k, n, dtype, seed) => {
        const [a, b] = [drawn(dtype, m, k, seed), drawn(dtype, k, n, seed + 1)]
        const [sizeA, sizeB] = [drawn(dtype, m, k, seed, true), drawn(dtype, k, n, seed + 1, true)]
        const product = (x: Matrix, y: Matrix): Matrix => matmul(x as never, y as never) as Matrix
        const [exact, fast] = (['exact', 'fast'] as const).map((arithmetic) => jit(product, { arithmetic })(a, b))
        // Either sum of k rounded terms is within k u / (1 - k u) of the sum of the terms' sizes, itself summed so here.
        const share = largestShare(exact, fast, product(sizeA, sizeB))
        expect(share).toBeLessThanOrEqual((2 * k * unit[dtype]) / (1 - 2 * k * unit[dtype]))
      }),
      { numRuns: 60 },
    )
  })

  it('moves sums of products in loops by two roundings at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 70, max: 200 }), floats, fc.nat(), (length, dtype, seed) => {
        const [a, b, c] = [0, 1, 2].map((index) => drawn(dtype, 1, length, seed + index))
        const [sizeA, sizeB, sizeC] = [0, 1, 2].map((index) => drawn(dtype, 1, length, seed + index, true))
        for (const f of [
          (x: Matrix, y: Matrix, z: Matrix): Matrix => add(mul(x, y), z) as Matrix,
          (x: Matrix, y: Matrix, z: Matrix): Matrix => sub(z, mul(x, y)) as Matrix,
        ]) {
          const [exact, fast] = (['exact', 'fast'] as const).map((arithmetic) => jit(f, { arithmetic })(a, b, c))
          // u |a b| for the product that is rounded in one alone, and u (|a b| + |c|) for each of both sums.
          const bound = add(mul(sizeA, sizeB), sizeC) as Matrix
          expect(largestShare(exact, fast, bound)).toBeLessThanOrEqual(3.01 * unit[dtype])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is one of two', () =>
    expect(() => jit((x: Matrix) => x, { arithmetic: 'quick' as never })).toThrow('there is no arithmetic quick'))
})
