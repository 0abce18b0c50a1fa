import fc from 'fast-check'
import { expect, it } from 'vitest'
import { disagreement } from './agreement.js'
import { programOf } from './programs.js'

it('random programs, control flow included, equal interpretation to the bit', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), (seed, length) => {
      const { graph, operands } = programOf(seed, length)
      expect(disagreement(graph, operands)).toBeUndefined()
    }),
    { numRuns: 600 },
  )
})
