import fc from 'fast-check'
import { traceBranch } from '../../src/graph/index.js'
import { isFloat, sizeOf, type Tensor } from '../../src/tensor/index.js'
import type { TensorMap } from '../maps.js'
import { type Change, type Changes, changesAt } from '../precise.js'

/**
 * One to four changes of a map at a point that has a float element at least: numbers for an element of an operand.
 *
 * @example
 * ```ts
 * import fc from 'fast-check'
 * import { exp, tensor } from 'cotangent'
 * import { changesOf, precise } from 'cotangent/laws'
 *
 * const [changes] = fc.sample(changesOf(([x]) => [exp(x)], [tensor([1, 2])]), 1)
 * precise.preparation.holds(changes) // => true
 * ```
 */
export const changesOf = (map: TensorMap, point: readonly Tensor[]): fc.Arbitrary<Changes> => {
  const { graph } = traceBranch('laws', map, point)
  const places = point.flatMap(({ dtype, shape }, input) =>
    isFloat(dtype) ? Array.from({ length: sizeOf(shape) }, (_, offset) => ({ input, offset })) : [],
  )
  const change = fc
    .record({
      place: fc.constantFrom(...places),
      high: fc.integer({ min: -3000, max: 3000 }).map((whole) => whole / 1024),
      low: fc.constantFrom(0, 2 ** -70, -(2 ** -70)),
    })
    .map(({ place, high, low }): Change => ({ ...place, high, low: high === 0 ? 0 : low }))
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => changesAt(graph, point, changes))
}
