import fc from 'fast-check'
import type { Shape } from '../../src/tensor/index.js'

/** Shapes of rank 0 to 3, axes of size 0 and 1 among the others. */
export const shapes: fc.Arbitrary<Shape> = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 })

/** A shape that broadcasts to another: leading axes left out, other axes of size 1. */
const narrowed = (shape: Shape): fc.Arbitrary<Shape> =>
  fc
    .record({
      dropped: fc.nat({ max: shape.length }),
      ones: fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
    })
    .map(({ dropped, ones }) => shape.map((extent, axis) => (ones[axis] ? 1 : extent)).slice(dropped))

/**
 * Several shapes that broadcast together.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { broadcastable } from 'cotangent/laws'
 *
 * fc.sample(broadcastable(2), 1)[0].length // => 2
 * ```
 */
export const broadcastable = (count: number): fc.Arbitrary<readonly Shape[]> =>
  shapes.chain((shape) => fc.tuple(...Array.from({ length: count }, () => narrowed(shape))))

/**
 * Orders of some axes.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { permutations } from 'cotangent/laws'
 *
 * fc.sample(permutations(1), 1) // => [ [ 0 ] ]
 * ```
 */
export const permutations = (rank: number): fc.Arbitrary<readonly number[]> =>
  fc.shuffledSubarray([...new Array(rank).keys()], { minLength: rank, maxLength: rank })
