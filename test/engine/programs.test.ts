import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, simplify, structureOf } from '../../src/compile/index.js'
import { bind, link } from '../../src/engine/linked.js'
import { processMemory } from '../../src/engine/memory.js'
import { patience, runs } from '../laws/counts.js'
import { disagreement, disagreementOf } from './agreement.js'
import { programOf, withOtherConstants } from './programs.js'

/** Another one at every run, and told, so that a failure can be had again. */
const seed = Number(process.env.COTANGENT_SEED ?? Math.floor(Math.random() * 2 ** 31))

const programs = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 30 }))

describe(`random programs, control flow included (COTANGENT_SEED=${seed})`, () => {
  it('equal interpretation to the bit', { timeout: patience }, () => {
    fc.assert(
      fc.property(programs, ([from, length]) => {
        const { graph, operands } = programOf(from, length)
        expect(disagreement(graph, operands)).toBeUndefined()
      }),
      { seed, ...runs(600, 100_000) },
    )
  })

  it('equal it simplified, compiled for several threads, and in loops alone', { timeout: patience }, () => {
    fc.assert(
      fc.property(programs, fc.boolean(), ([from, length], loopsOnly) => {
        const { graph, operands } = programOf(from, length)
        const simple = simplify(graph)
        const structure = structureOf(simple)
        const target = { threads: 3, shared: processMemory().isShared, loopsOnly }
        const program = compile(simple, target, structure)
        expect(disagreementOf(bind(link(program), structure.constants), graph, [operands])).toBeUndefined()
      }),
      { seed, ...runs(600, 100_000) },
    )
  })

  it('run for every graph of their structure, with the constants of that', { timeout: patience }, () => {
    fc.assert(
      fc.property(programs, ([from, length]) => {
        const { graph, operands } = programOf(from, length)
        const program = link(compile(graph, { threads: 1, shared: processMemory().isShared }))
        for (const same of [graph, withOtherConstants(graph), programOf(from, length).graph])
          expect(disagreementOf(bind(program, structureOf(same).constants), same, [operands])).toBeUndefined()
      }),
      { seed, ...runs(100) },
    )
  })
})
