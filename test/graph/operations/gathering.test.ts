import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { fromRowMajor, type Tensor } from '../../../src/tensor/index.js'
import { failureOf } from '../../tensor/failures.js'
import { at, indicesOf, wholeTensors } from './generators.js'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { gather, grad, jit, mul, searchSorted, square, sum, tensor, toArray, vmap, zeros } = untyped

const int32 = (nested: unknown): Tensor => tensor(nested, { dtype: 'int32' })

describe('gather', () => {
  /** A tensor, and coordinates in its first axes, counted from either end. */
  const cases = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }).chain((shape) =>
    fc.tuple(fc.nat(shape.length), fc.array(fc.nat(3), { maxLength: 2 })).chain(([depth, places]) => {
      const count = places.reduce((product, extent) => product * extent, 1)
      const coordinates = shape.slice(0, depth).map((extent) => fc.integer({ min: -extent, max: extent - 1 }))
      return fc.tuple(
        wholeTensors(shape),
        fc
          .array(fc.tuple(...coordinates), { minLength: count, maxLength: count })
          .map((rows) => fromRowMajor('int32', [...places, depth], Int32Array.from(rows.flat()))),
      )
    }),
  )

  it('agrees with a loop', () => {
    fc.assert(
      fc.property(cases, ([x, indices]) => {
        const [places, depth] = [indices.shape.slice(0, -1), indices.shape[indices.shape.length - 1]]
        const gathered = gather(x, indices)
        expect(gathered.shape).toEqual([...places, ...x.shape.slice(depth)])
        for (const index of indicesOf(gathered.shape)) {
          const [own, rest] = [index.slice(0, places.length), index.slice(places.length)]
          const found = Array.from({ length: depth }, (_, axis) => {
            const coordinate = at(indices, [...own, axis])
            return coordinate < 0 ? coordinate + x.shape[axis] : coordinate
          })
          expect(at(gathered, index)).toBe(at(x, [...found, ...rest]))
        }
      }),
    )
  })

  it('stands in pipes, in batches and compiled programs, and takes every dtype', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(
      toArray(
        pipe(
          x,
          gather([
            [0, 0],
            [-1, -1],
          ]),
        ),
      ),
    ).toEqual([1, 6])
    const places = int32([
      [0, 2],
      [1, 0],
    ])
    expect(toArray(vmap((i: Tensor) => gather(x, i))(places))).toEqual([3, 4])
    expect(toArray(jit((i: Tensor) => gather(x, i))(places))).toEqual([3, 4])
    expect(toArray(gather(tensor([[true], [false]]), [1, 0]))).toBe(false)
    expect(gather(zeros([0, 3]), zeros([0, 2], { dtype: 'int32' })).shape).toEqual([0])
  })

  it('adds up the derivatives of what is taken several times', () => {
    const f = (x: Tensor): Tensor =>
      sum(
        mul(
          square(
            gather(x, [
              [0, 1],
              [1, 0],
              [0, 1],
            ]),
          ),
          tensor([1, 10, 100]),
        ),
      )
    expect(
      toArray(
        grad(f)(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
      ),
    ).toEqual([
      [0, 404],
      [60, 0],
    ])
  })

  it('never gives a neighbour: every coordinate is checked in its own axis, known or not', () => {
    const x = zeros([2, 3])
    for (const place of [
      [0, 3],
      [0, -4],
      [2, 0],
      [-3, 5],
    ]) {
      expect(failureOf(() => gather(x, place))._tag).toBe('IndexError')
      for (const run of [jit, vmap]) {
        const given = run === vmap ? int32([place]) : int32(place)
        expect(failureOf(() => toArray(run((i: Tensor) => gather(x, i))(given)))._tag).toBe('IndexError')
      }
    }
  })
})

describe('searchSorted', () => {
  const numbers = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(NaN, Infinity, -Infinity))
  /** Ascending, with NaN last. */
  const inOrder = (a: number, b: number): number => (Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : a - b)

  it('counts the elements that come before', () => {
    fc.assert(
      fc.property(
        fc.array(numbers, { maxLength: 20 }).map((list) => list.sort(inOrder)),
        fc.array(numbers, { maxLength: 5 }),
        (sorted, values) => {
          const precedes = (a: number, b: number): boolean => a < b || (Number.isNaN(b) && !Number.isNaN(a))
          const left = values.map((value) => sorted.filter((each) => precedes(each, value)).length)
          const right = values.map((value) => sorted.filter((each) => !precedes(value, each)).length)
          const [s, v] = [tensor(sorted), tensor(values)]
          expect(elementsOf(searchSorted(s, v))).toEqual(left)
          expect(elementsOf(searchSorted(s, v, { side: 'right' }))).toEqual(right)
          expect(elementsOf(jit(searchSorted)(s, v))).toEqual(left)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('takes int32, numbers and values of any shape, and stands in pipes', () => {
    const sorted = int32([1, 3, 3, 7])
    expect(searchSorted(sorted, int32([[3], [8]]))).toMatchObject({ shape: [2, 1], dtype: 'int32' })
    expect(toArray(searchSorted(sorted, 3))).toBe(1)
    expect(toArray(pipe(sorted, searchSorted(int32([3, 8]), { side: 'right' })))).toEqual([3, 4])
    expect(
      toArray(
        vmap((row: Tensor) => searchSorted(row, 2))(
          tensor([
            [1, 2],
            [2, 3],
          ]),
        ),
      ),
    ).toEqual([1, 0])
  })
})

const x = () => zeros([2, 3])
const refusals: readonly Refusal[] = [
  [() => gather(x(), [0, 1, 0]), 'ShapeError', 'gather: there are 3 coordinates for 2 axes'],
  [() => gather(x(), 1), 'ShapeError', 'gather: the indices have no axis along which coordinates could stand'],
  [() => gather(x(), zeros([2])), 'DTypeError', 'gather: the indices are float64, not int32'],
  [() => gather(x(), [[0, 3]]), 'IndexError', 'gather: index 3 is outside axis 1 of size 3'],
  [() => gather(x(), [[-3, 0]]), 'IndexError', 'gather: index -3 is outside axis 0 of size 2'],
  [() => searchSorted(x(), 1), 'ShapeError', 'searchSorted: it searches a vector, not a tensor of rank 2'],
  [() => searchSorted(zeros([2]), 1, { side: 'both' }), 'ArgumentError', 'searchSorted: there is no side both'],
  [() => searchSorted(zeros([2]), int32([1])), 'DTypeError', 'searchSorted: dtypes float64 and int32 differ'],
  [() => searchSorted(tensor([true]), true), 'DTypeError', 'searchSorted: it does not take bool'],
]

describe('refusals', () => refuses(refusals))
