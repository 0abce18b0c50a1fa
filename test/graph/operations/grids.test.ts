import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { at, broadcastableShapes, indicesOf, wholeTensors } from './generators.js'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { add, broadcastArrays, grad, meshgrid, mul, sum, tensor, toArray, zeros } = untyped

describe('broadcastArrays', () => {
  it('gives each the shape that they add up in', () => {
    fc.assert(
      fc.property(
        broadcastableShapes(3).chain((shapes) => fc.tuple(...shapes.map((shape) => wholeTensors(shape)))),
        (operands) => {
          const together = operands.reduce((a, b) => add(a, b))
          broadcastArrays(operands).forEach((repeated: Tensor, index: number) => {
            expect(repeated.shape).toEqual(together.shape)
            expect(elementsOf(repeated)).toEqual(elementsOf(add(operands[index], zeros(together.shape))))
          })
        },
      ),
    )
  })

  it('keeps dtypes, takes numbers and nothing, and stands in pipes', () => {
    const [flags, x, one] = broadcastArrays([tensor([true, false]), zeros([2, 1], { dtype: 'float32' }), 1])
    expect([flags, x, one]).toMatchObject([
      { dtype: 'bool', shape: [2, 2] },
      { dtype: 'float32', shape: [2, 2] },
      { dtype: 'float64', shape: [2, 2] },
    ])
    expect(broadcastArrays([])).toEqual([])
    expect(pipe([zeros([2]), zeros([1])], broadcastArrays as never)).toMatchObject([{ shape: [2] }, { shape: [2] }])
  })
})

describe('meshgrid', () => {
  it('has the coordinates of every point of the grid', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { maxLength: 4 }).chain((sizes) => fc.tuple(...sizes.map((n) => wholeTensors([n])))),
        fc.constantFrom('ij', 'xy', undefined),
        (vectors, indexing) => {
          const grids: readonly Tensor[] = meshgrid(vectors, { indexing })
          const axes = vectors.map((_, index) => index)
          if (indexing !== 'ij' && axes.length > 1) [axes[0], axes[1]] = [1, 0]
          const shape = vectors.map((_, axis) => vectors[axes[axis]].shape[0])
          expect(grids).toHaveLength(vectors.length)
          grids.forEach((grid, which) => {
            expect(grid.shape).toEqual(shape)
            for (const index of indicesOf(shape)) expect(at(grid, index)).toBe(at(vectors[which], [index[axes[which]]]))
          })
        },
      ),
      { numRuns: 50 },
    )
  })

  it('takes scalars and several dtypes, and stands in pipes', () => {
    const [x, y] = meshgrid([tensor([true, false]), 5])
    expect([toArray(x), toArray(y)]).toEqual([[[true, false]], [[5, 5]]])
    expect(pipe([zeros([2]), zeros([3])], meshgrid as never)).toMatchObject([{ shape: [3, 2] }, { shape: [3, 2] }])
    expect(pipe([zeros([2]), zeros([3])], meshgrid({ indexing: 'ij' }))).toMatchObject([{ shape: [2, 3] }, {}])
  })

  it('has derivatives that add up over the grid', () => {
    const f = (x: Tensor): Tensor => {
      const [a, b] = meshgrid([x, tensor([1, 2, 4])])
      return sum(mul(a, b))
    }
    expect(toArray(grad(f)(zeros([2])))).toEqual([7, 7])
  })
})

const refusals: readonly Refusal[] = [
  [() => meshgrid(zeros([2])), 'ArgumentError', 'meshgrid: it takes a list of tensors, not one tensor'],
  [() => meshgrid([zeros([2, 2])]), 'ShapeError', 'meshgrid: it takes vectors, not a tensor of rank 2'],
  [() => meshgrid(['x']), 'ArgumentError', 'meshgrid: an operand (string) is neither a tensor nor a number'],
  [
    () => meshgrid([zeros([2])], { indexing: 'yx' }),
    'ArgumentError',
    "meshgrid: there is no indexing yx. Use 'xy', 'ij'",
  ],
  [() => broadcastArrays(zeros([2])), 'ArgumentError', 'broadcastArrays: it takes a list of tensors, not one tensor'],
  [
    () => broadcastArrays([zeros([2]), zeros([3])]),
    'ShapeError',
    'broadcastArrays: sizes 2 and 3 differ at axis -1 and cannot be broadcast',
  ],
]

describe('refusals', () => refuses(refusals))
