import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { type Refusal, refuses } from './refusals.js'
import { elementsOf, untyped } from './untyped.js'

const { grad, median, quantile, sum, tensor, zeros } = untyped

/** NumPy's default: linear between the neighbours of (n - 1) q. */
const naive = (elements: readonly number[], q: number): number => {
  const sorted = [...elements].sort((a, b) => a - b)
  const place = (sorted.length - 1) * q
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return low + (place - Math.floor(place)) * (high - low)
}

const lists = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 })

describe('quantile', () => {
  it('is linear between neighbours in order', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 0, max: 16 }), (elements, n) => {
        const [got] = elementsOf(quantile(tensor(elements), n / 16))
        expect(Math.abs(got - naive(elements, n / 16))).toBeLessThanOrEqual(1e-14)
        expect(elementsOf(pipe(tensor(elements), quantile(n / 16)))).toEqual([got])
      }),
    )
  })

  it('goes over any axes, and has an axis in front for several shares', () => {
    const x = tensor([
      [
        [7, 1],
        [3, 2],
      ],
      [
        [0, 5],
        [4, 6],
      ],
    ])
    expect(elementsOf(quantile(x, 0.5, { axis: [0, 2] }))).toEqual([3, 3.5])
    expect(quantile(x, 0.5, { axis: -1, keepdims: true }).shape).toEqual([2, 2, 1])
    const several = quantile(x, [0, 1], { axis: [0, 1] })
    expect([several.shape, elementsOf(several)]).toEqual([
      [2, 2],
      [0, 1, 7, 6],
    ])
    expect(quantile(x, [0.5], { axis: 0, keepdims: true }).shape).toEqual([1, 1, 2, 2])
    expect(quantile(tensor([1, 2], { dtype: 'float32' }), 0.5).dtype).toBe('float32')
  })

  it('of equal elements is that element, also of infinities', () => {
    for (const each of [0.1, 3, Infinity, -Infinity])
      expect(elementsOf(quantile(tensor([each, each, each]), [0, 0.3, 0.7, 1]))).toEqual([each, each, each, each])
    expect(elementsOf(quantile(tensor([-Infinity, 1, Infinity]), [0, 0.5, 1]))).toEqual([-Infinity, 1, Infinity])
  })

  it('is NaN where there is one, and of nothing', () => {
    expect(
      elementsOf(
        quantile(
          tensor([
            [1, NaN, 2],
            [1, 2, 3],
          ]),
          0,
          { axis: 1 },
        ),
      ),
    ).toEqual([NaN, 1])
    expect(elementsOf(quantile(zeros([2, 0]), 0.5, { axis: 1 }))).toEqual([NaN, NaN])
    expect(quantile(zeros([0, 2]), [0, 1], { axis: 0 }).shape).toEqual([2, 2])
  })

  it('has the derivative of the elements it is made of', () => {
    const slopes = (q: number) => elementsOf(grad((x: unknown) => quantile(x, q))(tensor([3, 1, 2, 8])))
    expect(slopes(0)).toEqual([0, 1, 0, 0])
    expect(slopes(0.75)).toEqual([0.75, 0, 0, 0.25])
    expect(elementsOf(grad((x: unknown) => sum(quantile(x, [0, 1])))(tensor([3, 1, 2])))).toEqual([1, 1, 0])
  })

  const refusals: readonly Refusal[] = [
    [() => quantile(zeros([2]), 1.5), 'ArgumentError', 'quantile: q is 1.5, not between 0 and 1'],
    [() => quantile(zeros([2]), [0.5, NaN]), 'ArgumentError', 'quantile: q is NaN, not between 0 and 1'],
    [() => quantile(zeros([2]), [undefined]), 'ArgumentError', 'quantile: q is undefined, not between 0 and 1'],
    [() => quantile(zeros([2]), '0.5'), 'ArgumentError', 'quantile: q is string, not between 0 and 1'],
    [() => quantile(zeros([2]), []), 'ArgumentError', 'quantile: there is no q'],
    [() => quantile(zeros([2]), 0.5, { axis: 1 }), 'AxisError', 'quantile: there is no axis 1'],
    [() => quantile(zeros([2]), 0.5, { keepdims: 1 }), 'ArgumentError', 'quantile: keepdims is 1, not true or false'],
    [() => quantile(zeros([2], { dtype: 'int32' }), 0.5), 'DTypeError', 'quantile: it does not take int32'],
    [() => median(zeros([2], { dtype: 'bool' })), 'DTypeError', 'median: it does not take bool'],
    [() => median(zeros([2]), { axis: [0, 0] }), 'AxisError', 'median: axis [0, 0] names an axis twice'],
  ]
  refuses(refusals)
})

describe('median', () => {
  it('is the middle one, or the mean of two', () => {
    fc.assert(
      fc.property(lists, (elements) => {
        expect(elementsOf(median(tensor(elements)))).toEqual([naive(elements, 0.5)])
      }),
    )
    expect(elementsOf(pipe(tensor([[7, 1, 3]]), median({ axis: 1 }) as never))).toEqual([3])
  })
})
