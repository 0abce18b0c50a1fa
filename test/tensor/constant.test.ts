import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  Constant,
  filled,
  fromRowMajor,
  identicalConstants,
  isRowMajor,
  isUniform,
  layoutOf,
  rowMajor,
  view,
} from '../../src/tensor/constant.js'
import { rowMajorStrides, type Shape, sizeOf } from '../../src/tensor/shape.js'
import { denseConstants, shapes, stridedViews } from './generators.js'

/** Every index of a shape, in row-major order. */
const indicesOf = (shape: Shape): readonly (readonly number[])[] =>
  shape.reduce<readonly (readonly number[])[]>(
    (indices, extent) => indices.flatMap((index) => Array.from({ length: extent }, (_, next) => [...index, next])),
    [[]],
  )

describe('a constant', () => {
  it('has a tag, a dtype and a shape', () => {
    const constant = fromRowMajor('float32', [2, 1], Float32Array.of(1, 2))
    expect([constant._tag, constant.dtype, constant.shape]).toEqual(['Constant', 'float32', [2, 1]])
  })

  it('refuses every change', () => {
    fc.assert(
      fc.property(denseConstants, (constant) => {
        expect(Object.isFrozen(constant.shape)).toBe(true)
        expect(() => (constant.shape as number[]).push(1)).toThrow(TypeError)
        for (const name of ['shape', 'dtype', '_tag'] as const)
          expect(() => Object.assign(constant, { [name]: constant[name] })).toThrow(TypeError)
      }),
    )
  })

  it('shows no way to its buffer', () => {
    const constant = fromRowMajor('float64', [1], Float64Array.of(1))
    const reachable: unknown[] = []
    for (let holder: object | null = constant; holder !== null; holder = Object.getPrototypeOf(holder))
      for (const key of Reflect.ownKeys(holder)) if (key !== '__proto__') reachable.push(Reflect.get(constant, key))
    for (const key of Reflect.ownKeys(Constant)) reachable.push(Reflect.get(Constant, key))
    expect(reachable.filter((value) => ArrayBuffer.isView(value))).toEqual([])
    expect(reachable).not.toContain(layoutOf)
  })
})

describe('rowMajor', () => {
  it('reads a view index by index', () => {
    fc.assert(
      fc.property(stridedViews, ({ constant, data, strides, offset }) => {
        const expected = indicesOf(constant.shape).map(
          (index) => data[index.reduce((at, step, axis) => at + step * strides[axis], offset)],
        )
        expect(Array.from(rowMajor(constant))).toEqual(expected)
        expect(rowMajor(constant).constructor).toBe(data.constructor)
      }),
      { numRuns: 500 },
    )
  })

  it('copies nothing where the elements already lie in order', () => {
    fc.assert(
      fc.property(denseConstants, (constant) => {
        fc.pre(sizeOf(constant.shape) > 0)
        expect(rowMajor(constant).buffer).toBe(layoutOf(constant).data.buffer)
      }),
    )
    const rows = view(fromRowMajor('int32', [3, 2], Int32Array.of(0, 1, 2, 3, 4, 5)), [2], [1], 2)
    expect(Array.from(rowMajor(rows))).toEqual([2, 3])
    expect(rowMajor(rows).buffer).toBe(layoutOf(rows).data.buffer)
  })
})

describe('view', () => {
  const source = fromRowMajor('float32', [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6))

  it.each<[string, Shape, number[], number, number[]]>([
    ['transposed', [3, 2], [1, 3], 0, [1, 4, 2, 5, 3, 6]],
    ['flipped', [2, 3], [-3, -1], 5, [6, 5, 4, 3, 2, 1]],
    ['every other column', [2, 2], [3, 2], 0, [1, 3, 4, 6]],
    ['one element', [], [], 4, [5]],
    ['broadcast', [2, 3], [0, 1], 3, [4, 5, 6, 4, 5, 6]],
    ['the diagonal', [2], [4], 0, [1, 5]],
    ['nothing', [0, 3], [3, 1], 0, []],
  ])('%s', (_, shape, strides, offset, expected) => {
    const seen = view(source, shape, strides, offset)
    expect(Array.from(rowMajor(seen))).toEqual(expected)
    expect(seen.shape).toEqual(shape)
    expect(layoutOf(seen).data).toBe(layoutOf(source).data)
  })
})

describe('isRowMajor', () => {
  it('knows the strides of a row-major buffer, whatever those of axes of size 1', () => {
    fc.assert(
      fc.property(shapes, fc.integer(), (shape, any) => {
        const strides = rowMajorStrides(shape)
        expect(isRowMajor(shape, strides)).toBe(true)
        expect(
          isRowMajor(
            shape,
            strides.map((stride, axis) => (shape[axis] === 1 ? any : stride)),
          ),
        ).toBe(true)
      }),
    )
    expect(isRowMajor([2, 3], [1, 2])).toBe(false)
    expect(isRowMajor([2, 3], [6, 1])).toBe(false)
  })
})

describe('filled', () => {
  it('stores one number, however many it stands for', () => {
    fc.assert(
      fc.property(shapes, fc.double(), (shape, value) => {
        const constant = filled('float64', shape, value)
        expect(layoutOf(constant).data.length).toBe(1)
        expect(isUniform(constant)).toBe(true)
        expect(Array.from(rowMajor(constant))).toEqual(new Array(sizeOf(shape)).fill(value))
      }),
    )
    expect(layoutOf(filled('float64', [60_000, 60_000], 0)).data.length).toBe(1)
  })

  it('is told from constants that store more', () => {
    expect(isUniform(fromRowMajor('float64', [], Float64Array.of(3)))).toBe(true)
    expect(isUniform(fromRowMajor('float64', [1, 1], Float64Array.of(3)))).toBe(true)
    expect(isUniform(fromRowMajor('float64', [2], Float64Array.of(3, 3)))).toBe(false)
  })
})

describe('identicalConstants', () => {
  it('compares elements, not how they are laid out', () => {
    fc.assert(
      fc.property(stridedViews, ({ constant }) => {
        const copy = fromRowMajor(constant.dtype, [...constant.shape], rowMajor(constant).slice())
        expect(identicalConstants(constant, copy)).toBe(true)
      }),
    )
  })

  it('tells the zeros apart, but not one NaN from another', () => {
    const scalar = (value: number) => filled('float64', [], value)
    expect(identicalConstants(scalar(0), scalar(-0))).toBe(false)
    expect(identicalConstants(scalar(Number.NaN), scalar(-Number.NaN))).toBe(true)
    expect(identicalConstants(scalar(1), filled('float32', [], 1))).toBe(false)
    expect(identicalConstants(scalar(1), filled('float64', [1], 1))).toBe(false)
    expect(identicalConstants(scalar(1), scalar(1 + Number.EPSILON))).toBe(false)
  })
})
