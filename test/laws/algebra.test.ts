import fc from 'fast-check'
import type { Ring } from 'fp-ts/lib/Ring.js'
import { describe, it } from 'vitest'
import { algebra, broadcastable, check, permutations, shapes, tensorsBetween } from '../../laws/index.js'
import { applyPrimitive, primitives } from '../../src/graph/index.js'
import * as cotangent from '../../src/index.js'
import { type Constant, type DType, type Shape, sizeOf, type Tensor } from '../../src/tensor/index.js'
import { runs } from './counts.js'

const dtypes = fc.constantFrom<('float64' | 'float32' | 'int32')[]>('float64', 'float32', 'int32')

/** Tensors of whole numbers, on which sums and products are exact in every dtype. */
const whole = (shape: Shape, dtype: DType = 'float64'): fc.Arbitrary<Constant> =>
  tensorsBetween({ shape, dtype: 'int32' }, -9, 9).map(
    (x) => applyPrimitive(primitives.convert, { dtype }, [x])[0] as Constant,
  )

const tensors = fc.tuple(shapes, dtypes).chain(([shape, dtype]) => whole(shape, dtype))

const withAxes = tensors.filter(({ shape }) => shape.length > 0)

describe('algebra', () => {
  it('of broadcast shapes', () => {
    check(algebra.broadcasting, fc.tuple(shapes, shapes, shapes), runs(300))
    check(
      algebra.broadcasting,
      broadcastable(3).map(([a, b, c]) => [a, b, c] as const),
      runs(300),
    )
  })

  it('of broadcast operands', () => {
    const pairs = fc
      .tuple(broadcastable(2), dtypes)
      .chain(([[a, b], dtype]) => fc.tuple(whole(a, dtype), whole(b, dtype)))
    check(algebra.broadcastOperands, pairs, runs(200))
  })

  it.each(['float64', 'float32', 'int32'] as const)('of the ring of %s tensors', (dtype) =>
    fc.assert(
      fc.property(
        shapes.chain((shape) =>
          fc.tuple(fc.constant(shape), whole(shape, dtype), whole(shape, dtype), whole(shape, dtype)),
        ),
        ([shape, a, b, c]) =>
          algebra.ring(cotangent.getTensorRing([...shape], { dtype }) as unknown as Ring<Tensor>).holds(a, b, c),
      ),
      runs(100),
    ),
  )

  it('of reshaping', () => {
    const places = tensors.chain((x) => {
      const size = sizeOf(x.shape)
      const others: readonly Shape[] = [[size], x.shape.toReversed(), [1, ...x.shape], [...x.shape, 1]]
      return fc.tuple(fc.constant(x), fc.constantFrom(...others))
    })
    check(algebra.reshaping, places, runs(200))
  })

  it('of transposing', () => {
    const places = tensors.chain((x) =>
      fc.tuple(fc.constant(x), permutations(x.shape.length), permutations(x.shape.length)),
    )
    check(algebra.transposing, places, runs(200))
  })

  const placed = withAxes.chain((x) => fc.tuple(fc.constant(x), fc.nat({ max: x.shape.length - 1 })))

  it('of flipping', () => check(algebra.flipping, placed, runs(100)))

  it('of joining', () => {
    const places = placed.chain(([a, axis]) => fc.tuple(fc.constant(a), whole(a.shape, a.dtype), fc.constant(axis)))
    check(algebra.joining, places, runs(150))
  })

  it('of padding', () => {
    const width = fc.nat({ max: 2 })
    const places = tensors.chain((x) =>
      fc.tuple(fc.constant(x), fc.tuple(...x.shape.map(() => fc.tuple(width, width)))),
    )
    check(algebra.padding, places, runs(150))
  })

  it('of matrices', () => {
    const extent = fc.nat({ max: 3 })
    const leading = fc.constantFrom<Shape[]>([], [2], [2, 1])
    const places = fc
      .tuple(extent, extent, extent, extent, leading, dtypes)
      .chain(([m, k, n, l, head, dtype]) =>
        fc.tuple(whole([...head, m, k], dtype), whole([...head, k, n], dtype), whole([...head, n, l], dtype)),
      )
    check(algebra.matrices, places, runs(100))
  })
})

const { broadcastTo, flip, pad, reshape, scatterAdd, slice, sum, take, transpose, zeros } =
  cotangent as unknown as Readonly<Record<string, (...args: readonly unknown[]) => Tensor>>

describe('adjoint pairs, exactly on whole numbers', () => {
  it.each<[string, Shape, Shape, (x: Tensor) => Tensor, (y: Tensor) => Tensor]>([
    [
      'broadcastTo and sum',
      [2, 1],
      [3, 2, 4],
      (x) => broadcastTo(x, [3, 2, 4]),
      (y) => sum(sum(y, { axis: 0 }), { axis: 1, keepdims: true }),
    ],
    ['slice and pad', [5], [2], (x) => slice(x, [[1, 3]]), (y) => pad(y, [[1, 2]])],
    [
      'take and scatterAdd',
      [3],
      [4],
      (x) => take(x, [0, 2, -1, 0], { axis: 0 }),
      (y) => scatterAdd(zeros([3]), [0, 2, -1, 0], y),
    ],
    ['flip and itself', [2, 3], [2, 3], flip, flip],
    ['transpose and its inverse', [2, 3, 1], [3, 1, 2], (x) => transpose(x, [1, 2, 0]), (y) => transpose(y, [2, 0, 1])],
    ['reshape and back', [2, 3], [6], (x) => reshape(x, [6]), (y) => reshape(y, [2, 3])],
  ])('%s', (_, from, to, f, g) =>
    check(
      algebra.adjointPair(
        ([x]) => [f(x)],
        ([y]) => [g(y)],
      ),
      fc.tuple(fc.tuple(whole(from)), fc.tuple(whole(to))),
      runs(50),
    ),
  )
})
