import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { Tensor } from '../../../src/tensor/index.js'
import { failureOf } from '../../tensor/failures.js'
import { wholeTensors } from './generators.js'
import { elementsOf, named, untyped } from './untyped.js'

const { convolve, correlate, flip, tensor, toArray, zeros } = untyped

const vectors = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([m, n]) => fc.tuple(wholeTensors([m]), wholeTensors([n])))

/** Sums of a[i] v[k - i] for all k where there are any. */
const products = (a: Tensor, v: Tensor): readonly number[] => {
  const [x, y] = [elementsOf(a), elementsOf(v)]
  return Array.from({ length: x.length + y.length - 1 }, (_, k) =>
    x.reduce((sum, element, i) => (k - i >= 0 && k - i < y.length ? sum + element * y[k - i] : sum), 0),
  )
}

/** As NumPy has it: the middle part, half of the shorter one from the start. */
const same = (full: readonly number[], m: number, n: number): readonly number[] => {
  const start = Math.floor((Math.min(m, n) - 1) / 2)
  return full.slice(start, start + Math.max(m, n))
}

describe('convolve', () => {
  it('sums products whose places add up to one place', () => {
    fc.assert(
      fc.property(vectors, ([a, v]) => {
        const full = products(a, v)
        const [m, n] = [a.shape[0], v.shape[0]]
        expect(elementsOf(convolve(a, v))).toEqual(full)
        expect(elementsOf(convolve(a, v, { mode: 'same' }))).toEqual(same(full, m, n))
        expect(elementsOf(convolve(a, v, { mode: 'valid' }))).toEqual(full.slice(Math.min(m, n) - 1, Math.max(m, n)))
      }),
    )
  })
})

describe('correlate', () => {
  it('is the convolution with the second vector turned round', () => {
    fc.assert(
      fc.property(vectors, fc.constantFrom('full', 'valid'), ([a, v], mode) => {
        expect(elementsOf(correlate(a, v, { mode }))).toEqual(elementsOf(convolve(a, flip(v), { mode })))
      }),
    )
  })

  // The figures are those of NumPy.
  it.each([
    [
      [1, 2, 3, 4],
      [1, 10],
      [10, 21, 32, 43],
    ],
    [
      [1, 2, 3, 4],
      [1, 10, 100],
      [210, 321, 432, 43],
    ],
    [
      [1, 10],
      [1, 2, 3, 4],
      [43, 32, 21, 10],
    ],
    [
      [1, 10, 100],
      [1, 2, 3, 4],
      [43, 432, 321, 210],
    ],
  ])('of %j with %j, mode same, is %j', (a, v, wanted) => {
    expect(toArray(correlate(tensor(a), tensor(v), { mode: 'same' }))).toEqual(wanted)
  })

  it('is where the shorter one lies inside unless said otherwise, and pipes', () => {
    const [a, v] = [tensor([1, 2, 3], { dtype: 'int32' }), tensor([1, 10], { dtype: 'int32' })]
    expect(toArray(correlate(a, v))).toEqual([21, 32])
    expect(toArray(pipe(a, correlate(v)))).toEqual([21, 32])
    expect(toArray(pipe(a, convolve(v, { mode: 'valid' })))).toEqual([12, 23])
  })
})

type Refusal = readonly [name: string, args: readonly unknown[], tag: string, message: string]

const refusals: readonly Refusal[] = [
  ['convolve', [zeros([2, 2]), zeros([2])], 'ShapeError', 'it needs vectors, not a tensor of rank 2'],
  ['correlate', [zeros([2]), 3], 'ShapeError', 'it needs vectors, not a tensor of rank 0'],
  ['correlate', [zeros([0]), zeros([2])], 'ShapeError', 'a vector is empty'],
  ['convolve', [zeros([2]), zeros([2]), { mode: 'wrap' }], 'ArgumentError', 'there is no mode wrap'],
  ['convolve', [zeros([2]), zeros([2], { dtype: 'float32' })], 'DTypeError', 'dtypes float64 and float32 differ'],
  ['correlate', [zeros([2], { dtype: 'bool' }), zeros([2], { dtype: 'bool' })], 'DTypeError', 'it does not take bool'],
]

describe('refusals', () => {
  it.each(refusals.map(([name, args, tag, message]) => ({ name, args, tag, message })))(
    '$name: $message',
    ({ name, args, tag, message }) => {
      const failure = failureOf(() => named(name)(...args))
      expect(failure._tag).toBe(tag)
      expect(failure.message).toContain(`${name}: ${message}`)
    },
  )
})
