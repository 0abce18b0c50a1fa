import fc from 'fast-check'
import { allocate, type Constant, type DType, fromRowMajor, sizeOf, type TensorType } from '../../src/tensor/index.js'

/** The points of a grid are whole multiples of this, so that steps of 2^-26 in float64 and 2^-12 in float32 are exact. */
const grain = 2 ** -10

const lines = 1000

/** Where operations are apt to be special. */
const landmarks = [0, 1, -1, 0.5, -0.5, 2, -2]

/**
 * Numbers of an interval, from a grid of some thousand points and the landmarks among them. (fast-check's own doubles
 * are mostly tiny, where a wrong derivative of a smooth function may look right.)
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { gridPoints } from 'cotangent/laws'
 *
 * fc.sample(gridPoints(0.5, 2), 100).every((x) => x >= 0.5 && x <= 2) // => true
 * ```
 */
export const gridPoints = (low: number, high: number): fc.Arbitrary<number> => {
  const onGrid = (line: number): number => {
    const point = Math.round((low + ((high - low) * line) / lines) / grain) * grain
    return Math.min(high, Math.max(low, point)) + 0
  }
  const special = [low, high, ...landmarks].filter((point) => low <= point && point <= high)
  return fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: lines }).map(onGrid) },
    { weight: 1, arbitrary: fc.constantFrom(...special) },
  )
}

/** Directions and weights: eighths between -2 and 2, so that products with grid points are exact; seldom 0. */
export const directions: fc.Arbitrary<number> = fc.integer({ min: -16, max: 16 }).map((eighths) => eighths / 8 + 0)

const smallestNormals: Readonly<Record<'float64' | 'float32', number>> = { float64: 2 ** -1022, float32: 2 ** -126 }

/**
 * Any number of a dtype, special values often: for what must hold to the bit.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { wildElements } from 'cotangent/laws'
 *
 * fc.sample(wildElements('float64'), 500).some(Number.isNaN) // => true
 * ```
 */
export const wildElements = (dtype: DType): fc.Arbitrary<number> => {
  if (dtype === 'bool') return fc.constantFrom(0, 1)
  if (dtype === 'int32')
    return fc.oneof(
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.constantFrom(-(2 ** 31), 2 ** 31 - 1),
    )
  const tiny = smallestNormals[dtype]
  const special = [0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  return fc.oneof(
    { weight: 4, arbitrary: gridPoints(-4, 4) },
    { weight: 1, arbitrary: fc.constantFrom(...special, tiny, tiny / 2, -tiny / 8, 1 / tiny) },
    { weight: 1, arbitrary: dtype === 'float64' ? fc.double() : fc.float() },
  )
}

/** A tensor of a type whose elements are drawn one by one. */
export const tensorOf = ({ dtype, shape }: TensorType, elements: fc.Arbitrary<number>): fc.Arbitrary<Constant> => {
  const size = sizeOf(shape)
  return fc.array(elements, { minLength: size, maxLength: size }).map((drawn) => {
    const data = allocate(dtype, size)
    data.set(drawn)
    return fromRowMajor(dtype, [...shape], data)
  })
}

/**
 * A tensor of a type with elements of an interval: from the grid for floats, whole numbers for int32, 0 or 1 for bool.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { tensorsBetween } from 'cotangent/laws'
 *
 * fc.sample(tensorsBetween({ shape: [2, 3], dtype: 'float64' }, -1, 1), 1)[0].shape // => [ 2, 3 ]
 * ```
 */
export const tensorsBetween = (type: TensorType, low: number, high: number): fc.Arbitrary<Constant> =>
  tensorOf(
    type,
    type.dtype === 'int32' || type.dtype === 'bool' ? fc.integer({ min: low, max: high }) : gridPoints(low, high),
  )

/**
 * A tangent or cotangent of a type: eighths between -2 and 2.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { differentialsOf } from 'cotangent/laws'
 *
 * fc.sample(differentialsOf({ shape: [2], dtype: 'float64' }), 1)[0].shape // => [ 2 ]
 * ```
 */
export const differentialsOf = (type: TensorType): fc.Arbitrary<Constant> => tensorOf(type, directions)

/** One draw from each of several arbitraries. */
export const eachOf = <T>(arbitraries: readonly fc.Arbitrary<T>[]): fc.Arbitrary<readonly T[]> =>
  fc.tuple(...arbitraries)
