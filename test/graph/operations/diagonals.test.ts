import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Shape } from '../../../src/tensor/index.js'
import { at, indicesOf, wholeTensors } from './generators.js'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { diag, diagonal, grad, mul, sum, tensor, toArray, trace, tril, triu, zeros } = untyped

const offsets = fc.integer({ min: -5, max: 5 })

/** Tensors of rank at least `least`. */
const tensorsFrom = (least: number, most: number) =>
  fc
    .array(fc.integer({ min: 0, max: 4 }), { minLength: least, maxLength: most })
    .chain((shape: Shape) => wholeTensors(shape))

describe('diag', () => {
  it('puts a vector on a diagonal, and takes it from there', () => {
    fc.assert(
      fc.property(tensorsFrom(1, 1), offsets, (v, k) => {
        const n = v.shape[0] + Math.abs(k)
        const matrix = diag(v, { k })
        expect(matrix.shape).toEqual([n, n])
        for (const [i, j] of indicesOf([n, n]))
          expect(at(matrix, [i, j])).toBe(j - i === k ? at(v, [Math.min(i, j)]) : 0)
        expect(diag(matrix, { k }).shape).toEqual(v.shape)
        expect(elementsOf(diag(matrix, { k }))).toEqual(elementsOf(v))
      }),
    )
  })

  it('takes the diagonal of any matrix', () => {
    fc.assert(
      fc.property(tensorsFrom(2, 2), offsets, (x, k) => {
        const wanted = indicesOf(x.shape).filter(([i, j]) => j - i === k)
        expect(elementsOf(diag(x, { k }))).toEqual(wanted.map((index) => at(x, index)))
      }),
    )
  })

  it('stands in pipes, and takes every dtype', () => {
    expect(toArray(pipe(tensor([1, 2]), diag as never))).toEqual([
      [1, 0],
      [0, 2],
    ])
    expect(
      toArray(
        pipe(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          diag({ k: -1 }),
        ),
      ),
    ).toEqual([3])
    expect(toArray(diag(tensor([true])))).toEqual([[true]])
    expect(diag(tensor([1], { dtype: 'int32' })).dtype).toBe('int32')
  })

  it('has derivatives on the diagonal only', () => {
    expect(toArray(grad((x: unknown) => sum(diag(x, { k: 1 })))(zeros([2, 2])))).toEqual([
      [0, 1],
      [0, 0],
    ])
    expect(
      toArray(
        grad((v: unknown) =>
          sum(
            mul(
              diag(v),
              tensor([
                [2, 9],
                [9, 3],
              ]),
            ),
          ),
        )(zeros([2])),
      ),
    ).toEqual([2, 3])
  })
})

/** A tensor, two of its axes, and an offset. */
const planes = tensorsFrom(2, 4).chain((x) =>
  fc.tuple(fc.constant(x), fc.shuffledSubarray([...x.shape.keys()], { minLength: 2, maxLength: 2 }), offsets),
)

describe('diagonal and trace', () => {
  it('go over two axes', () => {
    fc.assert(
      fc.property(planes, ([x, [axis1, axis2], offset]) => {
        const others = [...x.shape.keys()].filter((axis) => axis !== axis1 && axis !== axis2)
        const pairs = indicesOf([x.shape[axis1], x.shape[axis2]]).filter(([i, j]) => j - i === offset)
        const options = { offset, axis1, axis2: axis2 - x.shape.length }
        const [diagonals, traces] = [diagonal(x, options), trace(x, options)]
        const rest = others.map((axis) => x.shape[axis])
        expect(diagonals.shape).toEqual([...rest, pairs.length])
        expect(traces.shape).toEqual(rest)
        for (const index of indicesOf(rest)) {
          const elements = pairs.map(([i, j]) => {
            const place = new Array<number>(x.shape.length)
            others.forEach((axis, which) => {
              place[axis] = index[which]
            })
            return at(x, place.with(axis1, i).with(axis2, j))
          })
          expect(pairs.map((_, which) => at(diagonals, [...index, which]))).toEqual(elements)
          expect(at(traces, index)).toBe(elements.reduce((total, element) => total + element, 0))
        }
      }),
    )
  })

  it('stand in pipes, and count truth values', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(toArray(pipe(x, diagonal as never))).toEqual([1, 4])
    expect(toArray(pipe(x, diagonal({ offset: 1 })))).toEqual([2])
    expect(toArray(pipe(x, trace as never))).toBe(5)
    expect(toArray(pipe(x, trace({ offset: -1 })))).toBe(3)
    expect(
      trace(
        tensor([
          [true, true],
          [true, true],
        ]),
      ),
    ).toMatchObject({ dtype: 'int32', shape: [] })
    expect(
      toArray(
        trace(
          tensor([
            [true, true],
            [true, true],
          ]),
        ),
      ),
    ).toBe(2)
    expect(toArray(diagonal(tensor([[true]])))).toEqual([true])
  })
})

describe('triangles', () => {
  it('keep what is on one side of a diagonal', () => {
    fc.assert(
      fc.property(tensorsFrom(2, 3), offsets, (x, k) => {
        const [below, above] = [tril(x, { k }), triu(x, { k })]
        expect([below.shape, above.shape]).toEqual([x.shape, x.shape])
        for (const index of indicesOf(x.shape)) {
          const [i, j] = index.slice(-2)
          expect(at(below, index)).toBe(j - i <= k ? at(x, index) : 0)
          expect(at(above, index)).toBe(j - i >= k ? at(x, index) : 0)
        }
      }),
    )
  })

  it('stand in pipes, take every dtype, and hide what they replace from the derivative too', () => {
    const x = tensor([
      [1, NaN],
      [3, 4],
    ])
    expect(toArray(pipe(x, tril as never))).toEqual([
      [1, 0],
      [3, 4],
    ])
    expect(toArray(pipe(x, triu({ k: 2 })))).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(
      toArray(
        triu(
          tensor([
            [true, true],
            [true, true],
          ]),
        ),
      ),
    ).toEqual([
      [true, true],
      [false, true],
    ])
    const f = (y: unknown): unknown => sum(mul(tril(y), tril(y)))
    expect(toArray(grad(f)(x))).toEqual([
      [2, 0],
      [6, 8],
    ])
  })
})

const cube = () => zeros([2, 3, 4])
const refusals: readonly Refusal[] = [
  [() => diag(cube()), 'ShapeError', 'diag: it takes a vector or a matrix, not a tensor of rank 3'],
  [() => diag(tensor(1)), 'ShapeError', 'diag: it takes a vector or a matrix, not a tensor of rank 0'],
  [() => diag(zeros([2]), { k: 0.5 }), 'ArgumentError', 'diag: k is 0.5, not a whole number'],
  [() => diagonal(zeros([2])), 'ShapeError', 'diagonal: it takes at least two axes, and here are 1'],
  [() => diagonal(cube(), { axis1: 3 }), 'AxisError', 'diagonal: there is no axis 3'],
  [() => diagonal(cube(), { axis2: -4 }), 'AxisError', 'diagonal: there is no axis -4'],
  [() => diagonal(cube(), { axis1: -2 }), 'AxisError', 'diagonal: axis1 -2 and axis2 1 are the same axis'],
  [() => diagonal(cube(), { offset: '1' }), 'ArgumentError', 'diagonal: offset is string, not a whole number'],
  [() => trace(tensor(1)), 'ShapeError', 'trace: it takes at least two axes, and here are 0'],
  [() => trace(cube(), { axis1: 1 }), 'AxisError', 'trace: axis1 1 and axis2 1 are the same axis'],
  [() => trace(cube(), { offset: NaN }), 'ArgumentError', 'trace: offset is NaN, not a whole number'],
  [() => tril(zeros([3])), 'ShapeError', 'tril: it takes matrices, not a tensor of rank 1'],
  [() => triu(zeros([3, 3]), { k: 1.5 }), 'ArgumentError', 'triu: k is 1.5, not a whole number'],
]

describe('refusals', () => refuses(refusals))
