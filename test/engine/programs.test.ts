import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compile, structureOf } from '../../src/compile/index.js'
import { bind, link } from '../../src/engine/linked.js'
import { processMemory } from '../../src/engine/memory.js'
import { disagreement, disagreementOf } from './agreement.js'
import { programOf, withOtherConstants } from './programs.js'

it('a program runs for every graph of its structure, with the constants of that', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 20 }), (seed, length) => {
      const { graph, operands } = programOf(seed, length)
      const program = link(compile(graph, { threads: 1, shared: processMemory().isShared }))
      for (const same of [graph, withOtherConstants(graph), programOf(seed, length).graph])
        expect(disagreementOf(bind(program, structureOf(same).constants), same, [operands])).toBeUndefined()
    }),
    { numRuns: 100 },
  )
})

it('random programs, control flow included, equal interpretation to the bit', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), (seed, length) => {
      const { graph, operands } = programOf(seed, length)
      expect(disagreement(graph, operands)).toBeUndefined()
    }),
    { numRuns: 600 },
  )
})
