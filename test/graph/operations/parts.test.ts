import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { smallShapes, wholeTensors } from './generators.js'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { arange, concatenate, grad, mul, slice, split, square, stack, sum, take, tensor, toArray, unstack, zeros } =
  untyped

const same = (a: Tensor, b: Tensor): void => {
  expect(a.shape).toEqual(b.shape)
  expect(elementsOf(a)).toEqual(elementsOf(b))
}

/** A tensor and one of its axes. */
const withAxis = smallShapes
  .filter((shape) => shape.length > 0)
  .chain((shape) => fc.tuple(wholeTensors(shape), fc.nat(shape.length - 1)))

/** A range along one axis. */
const ranged = (x: Tensor, axis: number, range: readonly (number | undefined)[]): Tensor =>
  slice(
    x,
    x.shape.map((_, other) => (other === axis ? range : null)),
  )

describe('split', () => {
  it('makes equal parts, which concatenate joins', () => {
    fc.assert(
      fc.property(withAxis, fc.integer({ min: 1, max: 4 }), ([x, axis], sections) => {
        const parts: readonly Tensor[] = split(concatenate(new Array(sections).fill(x), { axis }), sections, {
          axis: axis - x.shape.length,
        })
        expect(parts).toHaveLength(sections)
        for (const part of parts) same(part, x)
      }),
    )
  })

  it("cuts at indices by Python's rules", () => {
    fc.assert(
      fc.property(withAxis, fc.array(fc.integer({ min: -6, max: 6 }), { maxLength: 3 }), ([x, axis], places) => {
        const parts: readonly Tensor[] = split(x, places, { axis })
        expect(parts).toHaveLength(places.length + 1)
        parts.forEach((part, index) => {
          same(part, ranged(x, axis, [index === 0 ? 0 : places[index - 1], places[index]]))
        })
      }),
    )
  })

  it('stands in pipes, along the first axis without options', () => {
    const parts = pipe(arange(4), split([1])) as readonly Tensor[]
    expect(parts.map(toArray)).toEqual([[0], [1, 2, 3]])
    expect(pipe(zeros([2, 4]), split(2, { axis: 1 }))).toMatchObject([{ shape: [2, 2] }, { shape: [2, 2] }])
    expect(split(tensor([true, false]), 2).map(toArray)).toEqual([[true], [false]])
  })

  it('has the derivative of each part in its place', () => {
    const f = (x: Tensor): Tensor => {
      const [a, b] = split(x, 2)
      return sum(mul(square(a), b))
    }
    expect(toArray(grad(f)(tensor([1, 2, 3, 4])))).toEqual([6, 16, 1, 4])
  })
})

describe('unstack', () => {
  it('undoes stack', () => {
    fc.assert(
      fc.property(withAxis, ([x, axis]) => {
        const parts: readonly Tensor[] = unstack(x, { axis: axis - x.shape.length })
        expect(parts).toHaveLength(x.shape[axis])
        parts.forEach((part, index) => {
          same(part, take(x, index, { axis }))
        })
        if (parts.length > 0) same(stack(parts, { axis }), x)
      }),
    )
  })

  it('stands in pipes', () => {
    expect(pipe(zeros([2, 3]), unstack as never)).toMatchObject([{ shape: [3] }, { shape: [3] }])
    expect(pipe(zeros([1, 3]), unstack({ axis: 1 }))).toMatchObject([{ shape: [1] }, { shape: [1] }, { shape: [1] }])
  })
})

const x = () => zeros([2, 3])
const refusals: readonly Refusal[] = [
  [
    () => split(x(), 2, { axis: 1 }),
    'ShapeError',
    'split: axis 1 of size 3 does not divide into 2 equal parts (operands float64[2, 3]). Give a list',
  ],
  [() => split(x(), 0), 'ArgumentError', 'split: the number of sections is 0, not a whole number from 1'],
  [() => split(x(), 0.5), 'ArgumentError', 'split: the number of sections is 0.5, not a whole number from 1'],
  [() => split(x(), [0.5]), 'ArgumentError', 'split: indices[0] is 0.5, not a whole number'],
  [() => split(x(), 1, { axis: 2 }), 'AxisError', 'split: there is no axis 2'],
  [() => split(tensor(1), 1), 'AxisError', 'split: there is no axis 0'],
  [() => unstack(tensor(1)), 'AxisError', 'unstack: there is no axis 0'],
  [() => unstack(x(), { axis: -3 }), 'AxisError', 'unstack: there is no axis -3'],
]

describe('refusals', () => refuses(refusals))
