import fc from 'fast-check'
import { fromRowMajor, type Shape, sizeOf, type Tensor } from '../../../src/tensor/index.js'
import { elementsOf } from './untyped.js'

/** Float64 tensors of whole numbers, on which arithmetic is exact. */
export const wholeTensors = (shape: Shape, low = -9, high = 9): fc.Arbitrary<Tensor> =>
  fc
    .array(fc.integer({ min: low, max: high }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
    .map((elements) => fromRowMajor('float64', [...shape], Float64Array.from(elements)))

/** Shapes of rank 0 to 3 with axes of size 0 to 4. */
export const smallShapes: fc.Arbitrary<Shape> = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 })

/** Shapes that broadcast to one another: each leaves leading axes out and has size 1 in some places. */
export const broadcastableShapes = (count: number): fc.Arbitrary<readonly Shape[]> =>
  smallShapes.chain((full) =>
    fc.array(
      fc
        .tuple(fc.nat({ max: full.length }), fc.array(fc.boolean(), { minLength: full.length, maxLength: full.length }))
        .map(([dropped, ones]) => full.map((extent, axis) => (ones[axis] ? 1 : extent)).slice(dropped)),
      { minLength: count, maxLength: count },
    ),
  )

/** Every index of a shape, in row-major order. */
export const indicesOf = (shape: Shape): readonly (readonly number[])[] =>
  shape.reduce<readonly (readonly number[])[]>(
    (indices, extent) => indices.flatMap((index) => Array.from({ length: extent }, (_, at) => [...index, at])),
    [[]],
  )

/** The element of a tensor at an index. */
export const at = (x: Tensor, index: readonly number[]): number =>
  elementsOf(x)[x.shape.reduce((position, extent, axis) => position * extent + index[axis], 0)]

/** Int32 tensors of indices into an axis, counted from either end. */
export const indexTensors = (shape: Shape, extent: number): fc.Arbitrary<Tensor> =>
  fc
    .array(fc.integer({ min: -extent, max: extent - 1 }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
    .map((elements) => fromRowMajor('int32', [...shape], Int32Array.from(elements)))
