import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Shape, sizeOf, type Tensor } from '../../../src/tensor/index.js'
import { at, indicesOf, smallShapes, wholeTensors } from './generators.js'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { flatten, ravel, repeat, roll, tensor, tile, toArray, zeros } = untyped

const tensors = smallShapes.chain((shape) => wholeTensors(shape))

const modulo = (a: number, n: number): number => ((a % n) + n) % n

/** Every element of `result` is the one of x at the place that `source` names. */
const expectMoved = (
  result: Tensor,
  shape: Shape,
  x: Tensor,
  source: (index: readonly number[]) => readonly number[],
) => {
  expect(result.shape).toEqual(shape)
  for (const index of indicesOf(shape)) expect(at(result, index)).toBe(at(x, source(index)))
}

describe('ravel and flatten', () => {
  it('keep the elements in order', () => {
    fc.assert(
      fc.property(
        tensors.chain((x) => {
          const last = Math.max(0, x.shape.length - 1)
          return fc.tuple(fc.constant(x), fc.nat(last), fc.nat(last))
        }),
        ([x, one, other]) => {
          expect(ravel(x).shape).toEqual([sizeOf(x.shape)])
          const [startAxis, endAxis] = [Math.min(one, other), Math.max(one, other)]
          const flat = flatten(x, { startAxis, endAxis: endAxis - Math.max(1, x.shape.length) })
          const shape = x.shape.length === 0 ? [1] : x.shape
          const merged = sizeOf(shape.slice(startAxis, endAxis + 1))
          expect(flat.shape).toEqual([...shape.slice(0, startAxis), merged, ...shape.slice(endAxis + 1)])
          for (const result of [ravel(x), flat]) expect(elementsOf(result)).toEqual(elementsOf(x))
        },
      ),
    )
  })

  it('stand in pipes', () => {
    const x = zeros([2, 3, 4])
    expect(pipe(x, ravel as never)).toMatchObject({ shape: [24] })
    expect(pipe(x, flatten as never)).toMatchObject({ shape: [24] })
    expect(pipe(x, flatten({ startAxis: -2 }))).toMatchObject({ shape: [2, 12] })
    expect(ravel(tensor([[true, false]])).dtype).toBe('bool')
  })
})

describe('roll', () => {
  const shifts = fc.integer({ min: -9, max: 9 })

  it('moves along each axis by its own shift, an axis named twice twice', () => {
    fc.assert(
      fc.property(
        tensors
          .filter(({ shape }) => shape.length > 0)
          .chain((x) =>
            fc.tuple(
              fc.constant(x),
              fc.array(fc.tuple(shifts, fc.integer({ min: -x.shape.length, max: x.shape.length - 1 })), {
                maxLength: 3,
              }),
            ),
          ),
        ([x, moves]) => {
          const axis = moves.map(([, along]) => along)
          const total = x.shape.map((_, own) =>
            moves.reduce((sum, [shift, along]) => sum + (modulo(along, x.shape.length) === own ? shift : 0), 0),
          )
          const shift = moves.map(([by]) => by)
          expectMoved(roll(x, shift, { axis }), x.shape, x, (index) =>
            index.map((place, own) => modulo(place - total[own], x.shape[own])),
          )
        },
      ),
    )
  })

  it('moves in row-major order without axis, and by one shift along several', () => {
    fc.assert(
      fc.property(tensors, shifts, (x, shift) => {
        const row = elementsOf(x)
        expect(elementsOf(roll(x, shift))).toEqual(row.map((_, place) => row[modulo(place - shift, row.length)]))
        expect(elementsOf(roll(x, [shift, 1]))).toEqual(elementsOf(roll(x, shift + 1)))
      }),
    )
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(toArray(roll(x, 1, { axis: [0, 1] }))).toEqual([
      [4, 3],
      [2, 1],
    ])
    expect(toArray(pipe(x, roll(1)))).toEqual([
      [4, 1],
      [2, 3],
    ])
    expect(toArray(pipe(x, roll([1], { axis: -1 })))).toEqual([
      [2, 1],
      [4, 3],
    ])
    expect(toArray(roll(tensor([true, false]), 1))).toEqual([false, true])
  })
})

describe('tile', () => {
  it('repeats the whole', () => {
    fc.assert(
      fc.property(tensors, fc.array(fc.nat(3), { maxLength: 4 }), (x, reps) => {
        const rank = Math.max(reps.length, x.shape.length)
        const [counts, shape] = [reps, x.shape].map((list) => [...new Array(rank - list.length).fill(1), ...list])
        const sizes = shape.map((extent, axis) => extent * counts[axis])
        expectMoved(tile(x, reps), sizes, x, (index) =>
          index.map((place, axis) => place % shape[axis]).slice(rank - x.shape.length),
        )
      }),
    )
    expect(toArray(pipe(tensor([1, 2], { dtype: 'int32' }), tile(2)))).toEqual([1, 2, 1, 2])
    expect(toArray(tile(tensor([true]), [2, 1]))).toEqual([[true], [true]])
  })
})

describe('repeat', () => {
  it('repeats each element, by one count or by its own', () => {
    fc.assert(
      fc.property(
        tensors
          .filter(({ shape }) => shape.length > 0)
          .chain((x) =>
            fc
              .nat(x.shape.length - 1)
              .chain((axis) =>
                fc.tuple(
                  fc.constant(x),
                  fc.constant(axis),
                  fc.oneof(fc.nat(3), fc.array(fc.nat(3), { minLength: x.shape[axis], maxLength: x.shape[axis] })),
                ),
              ),
          ),
        ([x, axis, repeats]) => {
          const counts = typeof repeats === 'number' ? new Array<number>(x.shape[axis]).fill(repeats) : repeats
          const places = counts.flatMap((count, place) => new Array<number>(count).fill(place))
          const repeated = repeat(x, repeats, { axis: axis - x.shape.length })
          expectMoved(repeated, x.shape.with(axis, places.length), x, (index) => index.with(axis, places[index[axis]]))
          const row = elementsOf(x)
          expect(elementsOf(repeat(x, 2))).toEqual(row.flatMap((element) => [element, element]))
        },
      ),
    )
    expect(toArray(pipe(tensor([[1, 2]]), repeat([0, 2])))).toEqual([2, 2])
    expect(toArray(pipe(tensor([true, false]), repeat(2, { axis: 0 })))).toEqual([true, true, false, false])
    expect(repeat(tensor([]), []).shape).toEqual([0])
  })
})

const x = () => zeros([2, 3])
const refusals: readonly Refusal[] = [
  [() => flatten(x(), { startAxis: 2 }), 'AxisError', 'flatten: there is no axis 2'],
  [() => flatten(x(), { endAxis: -3 }), 'AxisError', 'flatten: there is no axis -3'],
  [() => flatten(x(), { startAxis: 1, endAxis: 0 }), 'AxisError', 'flatten: axis 1 comes after axis 0'],
  [() => ravel('x'), 'ArgumentError', 'ravel: an operand (string) is neither a tensor nor a number'],
  [() => roll(x(), 0.5), 'ArgumentError', 'roll: shift is 0.5, not a whole number (operands float64[2, 3])'],
  [() => roll(x(), [1, '2']), 'ArgumentError', 'roll: shift[1] is string, not a whole number'],
  [() => roll(x(), 1, { axis: 2 }), 'AxisError', 'roll: there is no axis 2'],
  [() => roll(x(), [1, 2], { axis: 0 }), 'ArgumentError', 'roll: there are 2 shifts for 1 axes'],
  [() => tile(x(), -1), 'ArgumentError', 'tile: reps is -1, not a whole number from 0'],
  [() => tile(x(), [1, 0.5]), 'ArgumentError', 'tile: reps[1] is 0.5, not a whole number from 0'],
  [() => repeat(zeros([2]), [2 ** 45, 1]), 'MemoryError', 'allocate: 35184372088833 elements of int32'],
  [() => repeat(x(), -1), 'ArgumentError', 'repeat: repeats is -1, not a whole number from 0'],
  [() => repeat(x(), [1, null]), 'ArgumentError', 'repeat: repeats[1] is null, not a whole number from 0'],
  [() => repeat(x(), 2, { axis: -3 }), 'AxisError', 'repeat: there is no axis -3'],
  [() => repeat(x(), [1, 2], { axis: 1 }), 'ShapeError', 'repeat: there are 2 repeats for 3 elements'],
]

describe('refusals', () => refuses(refusals))
