import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { expectClose, expectValues } from './slopes.js'
import { elementsOf, untyped } from './untyped.js'

const { cosineSimilarity, grad, mul, sum, tensor, tripletMargin, zeros } = untyped

const numbers = fc.integer({ min: -3000, max: 3000 }).map((x) => x / 1000)
const vectors = fc.array(fc.tuple(numbers, numbers, numbers), { minLength: 1, maxLength: 9 })
const column = (rows: readonly (readonly number[])[], index: number): readonly number[] => rows.map((row) => row[index])

const inner = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, index) => sum + x * b[index], 0)
const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((x, index) => x - b[index]))

describe('cosineSimilarity', () => {
  it('is the inner product of directions', () => {
    fc.assert(
      fc.property(vectors, (rows) => {
        const [a, b] = [column(rows, 0), column(rows, 1)]
        const lengths = [a, b].map((x) => Math.max(1e-8, Math.hypot(...x)))
        expectClose(
          elementsOf(cosineSimilarity(tensor(a), tensor(b))),
          [inner(a, b) / (lengths[0] * lengths[1])],
          4e-15,
        )
      }),
    )
  })

  it('broadcasts, and goes along any axis', () => {
    const rows = tensor([
      [3, 4],
      [0, -2],
    ])
    expectClose(elementsOf(cosineSimilarity(rows, tensor([1, 0]))), [0.6, 0])
    expectClose(elementsOf(pipe(rows, cosineSimilarity(tensor([[1], [0]]), { axis: 0 }))), [1, 4 / Math.sqrt(20)])
    expect(cosineSimilarity(zeros([0, 2]), zeros([2])).shape).toEqual([0])
    expect(elementsOf(cosineSimilarity(zeros([2, 0]), zeros([2, 0])))).toEqual([0, 0])
  })

  it('is the same for vectors of any size, with derivatives that go against it', () => {
    for (const size of [1e-300, 1e-160, 1, 1e160, 1e300]) {
      const [a, b] = [tensor([3 * size, 4 * size]), tensor([1, 0])]
      const options = { eps: Number.MIN_VALUE }
      expectClose(elementsOf(cosineSimilarity(a, b, options)), [0.6])
      const slopes = elementsOf(grad((x: unknown) => cosineSimilarity(x, b, options))(a))
      expectClose(
        slopes.map((slope) => slope * size),
        [16 / 125, -12 / 125],
      )
    }
  })

  it('of a vector of zeros is 0, with a slope as if its length were eps', () => {
    const f = (x: unknown): unknown => cosineSimilarity(x, tensor([3, 4]), { eps: 0.5 })
    expectValues(elementsOf(f(tensor([0, 0]))), [0])
    expectClose(elementsOf(grad(f)(tensor([0, 0]))), [1.2, 1.6])
    expectClose(elementsOf(grad((x: unknown) => sum(mul(grad(f)(x), x)))(tensor([0, 0]))), [1.2, 1.6])
  })
})

describe('tripletMargin', () => {
  it('is max(0, |a - p| - |a - n| + margin)', () => {
    fc.assert(
      fc.property(vectors, (rows) => {
        const [a, p, n] = [0, 1, 2].map((index) => column(rows, index))
        const want = Math.max(0, distance(a, p) - distance(a, n) + 1)
        expectClose(elementsOf(tripletMargin(tensor(a), tensor(p), tensor(n))), [want], 4e-15)
        expectClose(elementsOf(pipe(tensor(a), tripletMargin(tensor(p), tensor(n)))), [want], 4e-15)
      }),
    )
  })

  it('goes along any axis, and is reduced as other losses are', () => {
    const [a, p, n] = [
      zeros([2, 3]),
      tensor([
        [1, 2, 3],
        [0, 0, 4],
      ]),
      zeros([2, 3]),
    ]
    const options = { axis: 0, margin: 0.5 }
    expectClose(elementsOf(tripletMargin(a, p, n, { ...options, reduction: 'none' })), [1.5, 2.5, 5.5])
    expectClose(elementsOf(tripletMargin(a, p, n, { ...options, reduction: 'sum' })), [9.5])
    expectClose(elementsOf(tripletMargin(a, p, n, options)), [9.5 / 3])
  })

  it('has no slope at the margin, nor in a distance of 0', () => {
    const same = tensor([1, 2])
    const slope = (margin: number, far: unknown): readonly number[] =>
      elementsOf(grad((x: unknown) => tripletMargin(x, same, far, { margin }))(same))
    expectValues(slope(5, tensor([4, 6])), [0, 0])
    expectClose(slope(6, tensor([4, 6])), [0.6, 0.8])
    expectValues(slope(6, same), [0, 0])
  })
})

const refusals: readonly Refusal[] = [
  [
    () => cosineSimilarity(zeros([2]), 1, { eps: 0 }),
    'ArgumentError',
    'cosineSimilarity: eps is 0, not a finite number above 0',
  ],
  [() => cosineSimilarity(zeros([2]), zeros([3])), 'ShapeError', 'cosineSimilarity: sizes 2 and 3 differ'],
  [
    () => pipe(zeros([2]), cosineSimilarity(zeros([2]), { axis: 1 })),
    'AxisError',
    'cosineSimilarity: there is no axis 1',
  ],
  [() => cosineSimilarity(1, 2), 'AxisError', 'cosineSimilarity: there is no axis -1'],
  [() => cosineSimilarity(zeros([2], { dtype: 'int32' }), 1), 'DTypeError', 'cosineSimilarity: it does not take int32'],
  [
    () => tripletMargin(zeros([2]), 0, 0, { margin: 0 }),
    'ArgumentError',
    'tripletMargin: margin is 0, not a finite number above 0',
  ],
  [() => tripletMargin(zeros([2]), zeros([2]), zeros([3])), 'ShapeError', 'tripletMargin: shapes [2] and [3] differ'],
  [
    () => tripletMargin(zeros([2]), zeros([2]), zeros([2]), { axis: 1 }),
    'AxisError',
    'tripletMargin: there is no axis 1',
  ],
  [
    () => tripletMargin(zeros([2]), 0, 0, { reduction: 'x' }),
    'ArgumentError',
    'tripletMargin: there is no reduction x',
  ],
]

refuses(refusals)
