import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add } from '../../../src/graph/primitives/arithmetic.js'
import { pad } from '../../../src/graph/primitives/windows.js'
import { constantOf, disagreement, graphOf, randomElement, uniformNumbers } from '../../engine/agreement.js'

const widths = fc.tuple(...Array.from({ length: 3 }, () => fc.constantFrom(0, 0, 1, 3)))
const shapes = fc.tuple(...Array.from({ length: 3 }, () => fc.constantFrom(0, 1, 1, 1, 2, 5, 16)))
const dtypes = fc.constantFrom('float64' as const, 'float32' as const)

describe('padding', () => {
  it('has zeros around, whatever was there before', () => {
    fc.assert(
      fc.property(shapes, widths, widths, widths, dtypes, fc.nat(), (shape, low, high, interior, dtype, seed) => {
        const random = uniformNumbers(seed)
        const operand = constantOf(dtype, shape, () => randomElement(dtype, random))
        // What is padded is added to something first, whose room the second padding takes where it can.
        const graph = graphOf(
          ([x]) => {
            const once = pad(add(x, x), { low, high, interior })
            const there = add(once, once)
            return [pad(there, { low, high, interior }), there]
          },
          { shape, dtype },
        )
        expect(disagreement(graph, [operand])).toBeUndefined()
      }),
      { numRuns: 200 },
    )
  })
})
