import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { tolerance } from '../../../laws/index.js'
import type { FloatDType, Tensor } from '../../../src/tensor/index.js'
import { unitRoundoff } from '../../../src/tensor/index.js'
import { discreteFourier } from '../../support/bigfloatFourier.js'
import { failureOf } from '../../tensor/failures.js'
import { elementsOf, named, untyped } from './untyped.js'

const { fft, fftn, ifft, ifftn, irfft, jit, reshape, rfft, tensor, toArray, transpose, zeros } = untyped

type Pair = readonly [Tensor, Tensor]

/** Numbers between -1 and 1 that float32 has as well. */
const numbers = (count: number, seed: number): readonly number[] => {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return Math.fround(state / 2 ** 30 - 1)
  })
}

const arraysOf = (pair: readonly Tensor[]): readonly (readonly number[])[] => pair.map(elementsOf)

const norm = (parts: readonly (readonly number[])[]): number => Math.hypot(...parts.flat())

/** The distance from what is exact, relative to it, in unit roundoffs. */
const errorOf = (found: readonly Tensor[], exact: readonly (readonly number[])[], dtype: FloatDType): number =>
  norm(arraysOf(found).map((part, index) => part.map((x, k) => x - exact[index][k]))) /
  norm(exact) /
  unitRoundoff(dtype)

describe('fft', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 25, 30, 49, 61, 64, 67, 100, 128, 134, 211])(
    'of length %i is as near to the exact transform as log n stages leave it',
    (n) => {
      const [x, y] = [numbers(n, 1), numbers(n, 2)]
      const exact = discreteFourier(x, y)
      for (const dtype of ['float64', 'float32'] as const) {
        const error = errorOf(fft([tensor(x, { dtype }), tensor(y, { dtype })]), exact, dtype)
        expect(error).toBeLessThanOrEqual(tolerance.fourierTolerance(n, 1))
        // Roundings go either way, so that it is far less: of lengths up to 4096 at most half of this was seen.
        expect(error).toBeLessThan(Math.log2(2 * n))
      }
    },
  )

  it('goes along any axis, as for each row alone', () => {
    const [x, y] = [1, 2].map((seed) => reshape(tensor(numbers(24, seed)), [2, 4, 3]))
    const turned = (z: Tensor): Tensor => transpose(z, [0, 2, 1])
    const wanted = fft([turned(x), turned(y)]).map(turned)
    for (const axis of [1, -2]) expect(fft([x, y], { axis }).map(toArray)).toEqual(wanted.map(toArray))
    expect(fft([x, y])[0].shape).toEqual([2, 4, 3])
    expect(fft([zeros([0, 4]), zeros([0, 4])])[1].shape).toEqual([0, 4])
  })

  it('puts its factor where norm says', () => {
    const z: Pair = [tensor([1, 2, 3, 4]), tensor([0, 1, 0, -1])]
    const plain = arraysOf(fft(z))
    const scaled = (parts: readonly (readonly number[])[], by: number) => parts.map((part) => part.map((x) => x * by))
    expect(arraysOf(fft(z, { norm: 'forward' }))).toEqual(scaled(plain, 0.25))
    expect(arraysOf(fft(z, { norm: 'ortho' }))).toEqual(scaled(plain, 0.5))
    const inverse = arraysOf(ifft(z))
    expect(arraysOf(ifft(z, { norm: 'forward' }))).toEqual(scaled(inverse, 4))
    expect(arraysOf(ifft(z, { norm: 'ortho' }))).toEqual(scaled(inverse, 2))
  })

  it('pipes, with its options and without', () => {
    const z: Pair = [tensor([[1, 2], [3, 4]]), tensor([[0, 1], [0, -1]])] // biome-ignore format: matrices
    const read = (parts: readonly Tensor[]) => parts.map(toArray)
    expect(pipe(z, fft, ifft, read)).toEqual(read(z))
    expect(pipe(z, fft({ axis: 0 }), ifft({ axis: 0 }), read)).toEqual(read(z))
    expect(pipe(z[0], rfft, irfft, toArray)).toEqual(toArray(z[0]))
  })

  it('is exact where all roots are: for lengths 2 and 4', () => {
    expect(fft([tensor([0.1, 0.2]), tensor([1, 2])]).map(toArray)).toEqual([[0.1 + 0.2, 0.1 - 0.2], [3, -1]]) // biome-ignore format: a pair
    expect(fft([tensor([1, 2, 3, 5]), tensor([0, 0, 0, 0])]).map(toArray)).toEqual([[11, -2, -3, -2], [0, 3, 0, -3]]) // biome-ignore format: a pair
  })

  it('has the same bits when it is compiled, of primes above the limit too', () => {
    for (const n of [12, 67]) {
      const z = [1, 2].map((seed) => tensor(numbers(n, seed)))
      expect(jit((x: Tensor, y: Tensor) => fft([x, y]))(...z).map(toArray)).toEqual(fft(z).map(toArray))
    }
  })
})

describe('fftn', () => {
  it('goes over several axes, one after another', () => {
    const z = [1, 2].map((seed) => reshape(tensor(numbers(24, seed)), [2, 4, 3]))
    const both = fft(fft(z, { axis: 2 }), { axis: 0 })
    expect(fftn(z, { axis: [0, -1] }).map(toArray)).toEqual(both.map(toArray))
    expect(fftn(z).map(toArray)).toEqual(fft(fft(fft(z), { axis: 1 }), { axis: 0 }).map(toArray))
    const near = ifftn(fftn(z)).map(elementsOf)
    expect(
      norm(near.map((part: readonly number[], i: number) => part.map((x, k) => x - elementsOf(z[i])[k]))),
    ).toBeLessThan(1e-14)
    const read = (parts: readonly Tensor[]) => parts.map(toArray)
    expect(pipe(z, fftn({ axis: 1 }), read)).toEqual(read(fft(z, { axis: 1 })))
  })
})

describe('rfft and irfft', () => {
  it.each([1, 2, 3, 4, 5, 8, 9, 67])('keep what is not a conjugate, and give it back: length %i', (n) => {
    const x = tensor(numbers(n, 3))
    const half = Math.floor(n / 2) + 1
    const wanted = fft([x, zeros([n])]).map((part: Tensor) => elementsOf(part).slice(0, half))
    expect(rfft(x).map(elementsOf)).toEqual(wanted)
    const back = elementsOf(irfft(rfft(x), { n }))
    expect(norm([back.map((element, k) => element - elementsOf(x)[k])])).toBeLessThan(1e-14)
  })

  it('take no imaginary parts where there are none', () => {
    expect(toArray(irfft([tensor([4, 0, 0]), tensor([7, 0, 7])]))).toEqual([1, 1, 1, 1])
    expect(toArray(irfft([tensor([[4], [0]]), zeros([2, 1])], { axis: 0, norm: 'forward' }))).toEqual([[4], [4]])
    expect(rfft(zeros([3, 5]), { axis: 0 })[0].shape).toEqual([2, 5])
    expect(toArray(rfft(tensor([1, 3]), { norm: 'forward' })[0])).toEqual([2, -1])
  })
})

const z = (): readonly Tensor[] => [zeros([2, 3]), zeros([2, 3])]

type Refusal = readonly [name: string, args: readonly unknown[], tag: string, message: string]

const refusals: readonly Refusal[] = [
  ['fft', [zeros([3])], 'ArgumentError', 'complex numbers (Constant) are no pair'],
  ['fft', [[zeros([3])]], 'ArgumentError', 'complex numbers (a list of 1) are no pair'],
  ['fft', [[zeros([3]), zeros([2])]], 'ShapeError', 'the real parts have shape [3], and the imaginary parts [2]'],
  ['fft', [[zeros([3]), 0]], 'ShapeError', 'the real parts have shape [3], and the imaginary parts []'],
  ['fft', [[zeros([3]), zeros([3], { dtype: 'float32' })]], 'DTypeError', 'dtypes float64 and float32 differ'],
  ['ifft', [[1, 2].map(() => zeros([3], { dtype: 'int32' }))], 'DTypeError', 'it does not take int32'],
  ['fft', [z(), { axis: 2 }], 'AxisError', 'there is no axis 2'],
  ['fft', [[zeros([]), zeros([])]], 'AxisError', 'there is no axis -1'],
  ['fft', [z(), { norm: 'unitary' }], 'ArgumentError', 'there is no norm unitary'],
  ['ifft', [[zeros([0]), zeros([0])]], 'ShapeError', 'axis 0 is empty'],
  ['fftn', [z(), { axis: [0, 0] }], 'AxisError', 'axis [0, 0] names an axis twice'],
  ['fftn', [z(), { axis: [0, 5] }], 'AxisError', 'there is no axis 5'],
  ['rfft', [zeros([3], { dtype: 'bool' })], 'DTypeError', 'it does not take bool'],
  ['rfft', [z()], 'ArgumentError', 'an operand (Array) is neither a tensor nor a number'],
  ['rfft', [zeros([2, 0])], 'ShapeError', 'axis 1 is empty'],
  ['irfft', [z(), { n: 6 }], 'ArgumentError', '6 numbers do not have 3 frequencies'],
  ['irfft', [z(), { n: 4.5 }], 'ArgumentError', '4.5 numbers do not have 3 frequencies'],
  ['irfft', [[zeros([1]), zeros([1])]], 'ArgumentError', '0 numbers do not have 1 frequencies'],
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
