import fc from 'fast-check'
import { describe, it } from 'vitest'
import { check, fourier, tensorsBetween } from '../../laws/index.js'
import type { FloatDType, Shape, Tensor } from '../../src/tensor/index.js'
import { runs } from './counts.js'

const dtypes = fc.constantFrom<FloatDType[]>('float64', 'float32')

/** Lengths of all kinds: 1, products of small primes, primes above the limit of matrices. */
const lengths = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(64, 67, 71, 96, 101, 128, 134))

const vectors = (shape: Shape, dtype: FloatDType): fc.Arbitrary<Tensor> => tensorsBetween({ shape, dtype }, -3, 3)

const pairs = (shape: Shape, dtype: FloatDType) => fc.tuple(vectors(shape, dtype), vectors(shape, dtype))

/** A shape with an axis of some length, and which one it is. */
const shapes = fc
  .tuple(lengths, fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }), fc.nat(2))
  .map(([n, others, place]) => {
    const axis = Math.min(place, others.length)
    return [others.toSpliced(axis, 0, n), axis] as const
  })

const places = fc
  .tuple(shapes, dtypes)
  .chain(([[shape, axis], dtype]) => fc.tuple(pairs(shape, dtype), pairs(shape, dtype), fc.constant(axis)))

describe('the Fourier transform', () => {
  it('has an inverse', () =>
    check(
      fourier.inversion,
      places.map(([z, , axis]) => [z, axis] as const),
      runs(100),
    ))

  it('keeps the norm', () =>
    check(
      fourier.isometry,
      places.map(([z, , axis]) => [z, axis] as const),
      runs(100),
    ))

  it('is linear', () => check(fourier.linearity, places, runs(100)))

  it('makes convolutions products', () =>
    check(
      fourier.convolution,
      fc.tuple(lengths, dtypes).chain(([n, dtype]) => pairs([n], dtype)),
      runs(100),
    ))
})
