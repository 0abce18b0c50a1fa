import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { getTensorRing, tensor, tensorEq, tensorShow, zeros } from '../../src/index.js'
import { copyOut, fromRowMajor, type Tensor } from '../../src/tensor/index.js'
import { stridedViews } from '../tensor/generators.js'

const equal = (a: Tensor, b: Tensor): void => expect(tensorEq.equals(a, b)).toBe(true)

const wholeNumbers = (dtype: 'float64' | 'float32' | 'int32'): fc.Arbitrary<Tensor<[2, 2], typeof dtype>> =>
  fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 4, maxLength: 4 }).map((elements) => {
    const data = dtype === 'int32' ? Int32Array : dtype === 'float32' ? Float32Array : Float64Array
    return fromRowMajor(dtype, [2, 2], data.from(elements) as never) as unknown as Tensor<[2, 2], typeof dtype>
  })

describe('equality', () => {
  it('is reflexive, NaN included, and sees elements rather than memory', () => {
    fc.assert(
      fc.property(stridedViews, ({ constant }) => {
        equal(constant, fromRowMajor(constant.dtype, [...constant.shape], copyOut(constant)))
      }),
    )
    equal(tensor([NaN, 0]), tensor([NaN, -0]))
  })

  it('tells shapes, dtypes and elements apart', () => {
    expect(tensorEq.equals(zeros([2]), zeros([1, 2]))).toBe(false)
    expect(tensorEq.equals(zeros([2]), zeros([2], { dtype: 'float32' }))).toBe(false)
    expect(tensorEq.equals(zeros([2]), tensor([0, 1]))).toBe(false)
  })
})

describe('printing', () => {
  it('is that of NumPy', () => expect(tensorShow.show(tensor([1, 2.5]))).toBe('[1.  2.5]'))
})

describe.each(['float64', 'float32', 'int32'] as const)('the ring of %s', (dtype) => {
  const ring = getTensorRing([2, 2], { dtype })
  const elements = wholeNumbers(dtype)
  const law = (property: (a: never, b: never, c: never) => void): void =>
    fc.assert(fc.property(elements, elements, elements, property as never))
  type Element = Parameters<typeof ring.add>[0]

  it('adds associatively and commutatively, with a zero and negatives', () =>
    law((a: Element, b: Element, c: Element) => {
      equal(ring.add(ring.add(a, b), c), ring.add(a, ring.add(b, c)))
      equal(ring.add(a, b), ring.add(b, a))
      equal(ring.add(a, ring.zero), a)
      equal(ring.add(a, ring.sub(ring.zero, a)), ring.zero)
      equal(ring.sub(a, b), ring.add(a, ring.sub(ring.zero, b)))
    }))

  it('multiplies associatively and commutatively, with a one', () =>
    law((a: Element, b: Element, c: Element) => {
      equal(ring.mul(ring.mul(a, b), c), ring.mul(a, ring.mul(b, c)))
      equal(ring.mul(a, b), ring.mul(b, a))
      equal(ring.mul(a, ring.one), a)
      equal(ring.mul(a, ring.zero), ring.zero)
    }))

  it('distributes', () =>
    law((a: Element, b: Element, c: Element) => {
      equal(ring.mul(a, ring.add(b, c)), ring.add(ring.mul(a, b), ring.mul(a, c)))
    }))
})

describe('a ring of truth values', () => {
  it('is refused', () =>
    expect(() => getTensorRing([2], { dtype: 'bool' as never })).toThrow(/getTensorRing: truth values/))
})
