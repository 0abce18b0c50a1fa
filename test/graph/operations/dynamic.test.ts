import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { fromRowMajor, type Tensor } from '../../../src/tensor/index.js'
import { at, indicesOf, wholeTensors } from './generators.js'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { add, arange, dynamicSlice, dynamicUpdateSlice, grad, jit, scan, square, sum, tensor, toArray, vmap, zeros } =
  untyped

const int32 = (nested: unknown): Tensor => tensor(nested, { dtype: 'int32' })

/** Where a part begins after it has been moved inside, as the documentation of JAX has it. */
const inside = (start: number, extent: number, size: number): number =>
  Math.min(Math.max(start < 0 ? start + extent : start, 0), extent - size)

/** A tensor, the sizes of a part of it, and where that begins, perhaps outside. */
const parts = fc
  .array(fc.nat(4), { maxLength: 3 })
  .chain((shape) =>
    fc.tuple(
      wholeTensors(shape),
      fc.tuple(...shape.map((extent) => fc.nat(extent))),
      fc.tuple(...shape.map(() => fc.integer({ min: -9, max: 9 }))),
      fc.boolean(),
    ),
  )

const startsAs = (starts: readonly number[], isVector: boolean): unknown =>
  isVector ? fromRowMajor('int32', [starts.length], Int32Array.from(starts)) : starts

describe('dynamicSlice', () => {
  it('begins where the starts say, or where it fits', () => {
    fc.assert(
      fc.property(parts, ([x, sizes, starts, isVector]) => {
        const part = dynamicSlice(x, startsAs(starts, isVector), sizes)
        expect(part.shape).toEqual(sizes)
        const origin = starts.map((start, axis) => inside(start, x.shape[axis], sizes[axis]))
        for (const index of indicesOf(sizes))
          expect(at(part, index)).toBe(
            at(
              x,
              index.map((place, axis) => place + origin[axis]),
            ),
          )
      }),
    )
  })

  it('takes starts that are not known yet, mixed with numbers, in scan, jit, vmap and pipes', () => {
    const x = arange(6)
    const at = (i: Tensor): Tensor => dynamicSlice(x, [i], [2])
    expect(toArray(vmap(at)(int32([0, 3, 5])))).toEqual([
      [0, 1],
      [3, 4],
      [4, 5],
    ])
    expect(toArray(jit(at)(int32(-3)))).toEqual([3, 4])
    expect(toArray(pipe(zeros([2, 3]), dynamicSlice([int32(1), -2], [1, 2])))).toEqual([[0, 0]])
    const [, windows] = scan((i: Tensor) => [add(i, 2), at(i)], int32(0), null, { length: 3 })
    expect(toArray(windows)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ])
  })

  it('has the derivative in the part', () => {
    const f = (x: Tensor): Tensor => sum(square(dynamicSlice(x, [int32(7)], [2])))
    expect(toArray(grad(f)(tensor([1, 2, 3])))).toEqual([0, 4, 6])
  })
})

describe('dynamicUpdateSlice', () => {
  it('replaces the part that dynamicSlice gives, and nothing else', () => {
    fc.assert(
      fc.property(
        parts.chain(([x, sizes, ...rest]) => fc.tuple(fc.constant(x), wholeTensors(sizes), ...rest.map(fc.constant))),
        ([x, update, starts, isVector]) => {
          const given = startsAs(starts as readonly number[], isVector as boolean)
          const updated = dynamicUpdateSlice(x, update, given)
          expect(updated.shape).toEqual(x.shape)
          expect(elementsOf(dynamicSlice(updated, given, update.shape))).toEqual(elementsOf(update))
          const kept = dynamicSlice(x, given, update.shape)
          expect(elementsOf(dynamicUpdateSlice(updated, kept, given))).toEqual(elementsOf(x))
        },
      ),
    )
  })

  it('fills a buffer inside a loop, with derivatives', () => {
    const filled = (x: Tensor): Tensor =>
      scan(
        ([buffer, i]: readonly Tensor[], element: Tensor) => [
          [dynamicUpdateSlice(buffer, element, [i, 0]), add(i, 1)],
          null,
        ],
        [zeros([3, 2]), int32(0)],
        x,
      )[0][0]
    const x = tensor([[[1, 2]], [[3, 4]], [[5, 6]]])
    expect(toArray(filled(x))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    expect(toArray(jit(filled)(x))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    expect(toArray(grad((y: Tensor) => sum(square(filled(y))))(x))).toEqual([[[2, 4]], [[6, 8]], [[10, 12]]])
  })

  it('keeps every dtype, and stands in pipes and batches', () => {
    expect(toArray(dynamicUpdateSlice(tensor([true, true]), tensor([false]), [1]))).toEqual([true, false])
    expect(toArray(pipe(arange(3), dynamicUpdateSlice(tensor([9]), int32([-1]))))).toEqual([0, 1, 9])
    const at = (i: Tensor): Tensor => dynamicUpdateSlice(zeros([3]), tensor([1]), [i])
    expect(toArray(vmap(at)(int32([2, 0])))).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ])
  })
})

const x = () => zeros([2, 3])
const refusals: readonly Refusal[] = [
  [() => dynamicSlice(x(), [0, 0], [3, 1]), 'ShapeError', 'dynamicSlice: [3,1] are no sizes of a part of it'],
  [() => dynamicSlice(x(), [0, 0], [1]), 'ShapeError', 'dynamicSlice: [1] are no sizes of a part of it'],
  [() => dynamicSlice(x(), [0, 0], [1, 0.5]), 'ShapeError', 'dynamicSlice: [1,0.5] are no sizes of a part of it'],
  [
    () => dynamicSlice(x(), [0], [1, 1]),
    'ShapeError',
    'dynamicSlice: the starts are 1 numbers, not one whole number for each of 2 axes',
  ],
  [() => dynamicSlice(x(), int32([0]), [1, 1]), 'ShapeError', 'dynamicSlice: the starts are of shape [1], not one'],
  [() => dynamicSlice(x(), 1, [1, 1]), 'ShapeError', 'dynamicSlice: the starts are a number, not one whole number'],
  [
    () => dynamicSlice(x(), [int32([0]), 0], [1, 1]),
    'ShapeError',
    'dynamicSlice: the starts are of shape [1] for axis 0, not one',
  ],
  [() => dynamicSlice(x(), [0, 0.5], [1, 1]), 'ArgumentError', 'dynamicSlice: starts[1] is 0.5, not a whole number'],
  [() => dynamicSlice(x(), [0, tensor(1)], [1, 1]), 'DTypeError', 'dynamicSlice: the indices are float64, not int32'],
  [
    () => dynamicUpdateSlice(x(), zeros([3, 1]), [0, 0]),
    'ShapeError',
    'dynamicUpdateSlice: an update of shape [3, 1] is no part of it (operands float64[2, 3], float64[3, 1])',
  ],
  [() => dynamicUpdateSlice(x(), zeros([1]), [0, 0]), 'ShapeError', 'dynamicUpdateSlice: an update of shape [1] is no'],
  [() => dynamicUpdateSlice(x(), int32([[1]]), [0, 0]), 'DTypeError', 'dynamicUpdateSlice: dtypes float64 and int32'],
  [() => dynamicUpdateSlice(x(), zeros([1, 1]), [0]), 'ShapeError', 'dynamicUpdateSlice: the starts are 1 numbers'],
]

describe('refusals', () => refuses(refusals))
