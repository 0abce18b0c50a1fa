import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filled, fromRowMajor, identicalConstants, rowMajor, view } from '../../src/tensor/constant.js'
import { ShapeError } from '../../src/tensor/errors.js'
import { copyOut, nestedArray, soleElement } from '../../src/tensor/read.js'
import { failureOf, here } from './failures.js'
import { denseConstants, stridedViews } from './generators.js'

const depth = (data: unknown): number => (Array.isArray(data) ? 1 + depth(data[0]) : 0)

describe('nestedArray', () => {
  it('holds the elements in order, bools as booleans', () => {
    fc.assert(
      fc.property(stridedViews, ({ constant }) => {
        const nested = nestedArray(constant)
        const elements = Array.from(rowMajor(constant), (element) =>
          constant.dtype === 'bool' ? element === 1 : element,
        )
        expect([nested].flat(constant.shape.length + 1)).toEqual(elements)
        if (elements.length > 0) expect(depth(nested)).toBe(constant.shape.length)
      }),
    )
  })

  it('nests as the shape says, empty axes too', () => {
    const empty = (shape: number[]) => nestedArray(fromRowMajor('float64', shape, new Float64Array()))
    expect(empty([2, 0, 3])).toEqual([[], []])
    expect(empty([0, 3])).toEqual([])
    expect(nestedArray(filled('int32', [2, 1, 2], 7))).toEqual([[[7, 7]], [[7, 7]]])
    expect(nestedArray(filled('bool', [], 1))).toBe(true)
  })
})

describe('soleElement', () => {
  it('is the element of a tensor of any rank that has one', () => {
    expect(soleElement(filled('float64', [], 2.5))).toBe(2.5)
    expect(soleElement(filled('int32', [1, 1, 1], -3))).toBe(-3)
    expect(soleElement(filled('bool', [1], 0))).toBe(false)
    expect(soleElement(view(fromRowMajor('float64', [3], Float64Array.of(1, 2, 3)), [1], [7], 2))).toBe(3)
  })

  it.each([[[2]], [[0]], [[2, 3]]])('refuses shape %j', (shape) => {
    const [error, line] = [failureOf(() => soleElement(filled('float32', shape, 0))), here()]
    expect(error).toBeInstanceOf(ShapeError)
    expect(error.message).toContain(`(operands float32[${shape.join(', ')}]). Reduce it first`)
    expect(error.site).toContain(line)
  })
})

describe('copyOut', () => {
  it('hands out the elements in memory of their own, which the tensor does not see', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          denseConstants,
          stridedViews.map(({ constant }) => constant),
        ),
        (constant) => {
          const before = fromRowMajor(constant.dtype, [...constant.shape], rowMajor(constant).slice())
          const [first, second] = [copyOut(constant), copyOut(constant)]
          expect(first).toEqual(rowMajor(constant))
          first.fill(1)
          new Uint8Array(second.buffer).fill(1)
          expect(identicalConstants(constant, before)).toBe(true)
        },
      ),
    )
  })
})
