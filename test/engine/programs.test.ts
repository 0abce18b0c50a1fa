import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { compile, simplify, structureOf } from '../../src/compile/index.js'
import { tableFor } from '../../src/compile/lowering.js'
import { planOf } from '../../src/compile/plan/plans.js'
import type { Thresholds } from '../../src/compile/thresholds.js'
import { bind, link } from '../../src/engine/linked.js'
import { processMemory } from '../../src/engine/memory.js'
import { patience, runs } from '../laws/counts.js'
import { disagreement, disagreementOf } from './agreement.js'
import { choiceOf } from './programs/choice.js'
import { programOf, withOtherConstants } from './programs.js'
import { inTurns, onThreads, threadsReady } from './threads/dealing.js'

const threads = 3
vi.stubEnv('COTANGENT_THREADS', `${threads}`)

const ways = fc.constantFrom('inTurns', 'onThreads')

/** All that can be shared, divided or followed is; loops in pieces of single items, or of some. */
const lowest = fc
  .constantFrom(0, 1, 40)
  .map((piece): Thresholds => ({ shared: 0, handedOut: 0, piece, followed: 0, indices: 1 }))

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

  it('equal it simplified, compiled for several threads, and in loops alone', { timeout: patience }, async () => {
    await threadsReady()
    const tally = { all: 0, followed: 0, inTurns: 0, onThreads: 0 }
    fc.assert(
      fc.property(programs, fc.boolean(), lowest, ways, ([from, length], loopsOnly, thresholds, way) => {
        const { graph, operands } = programOf(from, length)
        const simple = simplify(graph)
        const structure = structureOf(simple)
        const target = { threads, shared: processMemory().isShared, loopsOnly, thresholds }
        const { below } = choiceOf(from)
        const dealing = way === 'inTurns' ? inTurns(threads, below) : onThreads(below)
        const run = bind(link(compile(simple, target, structure), dealing.sharing), structure.constants)
        expect(disagreementOf(run, graph, [operands])).toBeUndefined()
        tally.all++
        if (planOf(simple, tableFor(target)).some(({ kind }) => kind === 'chain')) tally.followed++
        if (dealing.shared() > 0) tally[way]++
      }),
      { seed, ...runs(600, 100_000) },
    )
    console.log(
      `of ${tally.all} programs ${tally.inTurns + tally.onThreads} had tasks that were shared, ${tally.followed} chains`,
    )
    expect(tally.followed).toBeGreaterThan(tally.all / 200)
    expect(tally.inTurns).toBeGreaterThan(tally.all / 25)
    // Whether another thread comes in time depends on what else the machine does.
    expect(tally.onThreads).toBeGreaterThan(0)
  })

  it('run for every graph of their structure, with the constants of that', { timeout: patience }, () => {
    fc.assert(
      fc.property(programs, ([from, length]) => {
        const { graph, operands } = programOf(from, length)
        const program = link(compile(graph, { threads: 1, shared: processMemory().isShared }))
        const { text } = structureOf(graph)
        for (const same of [graph, withOtherConstants(graph), programOf(from, length).graph]) {
          expect(structureOf(same).text).toBe(text)
          expect(disagreementOf(bind(program, structureOf(same).constants), same, [operands])).toBeUndefined()
        }
      }),
      { seed, ...runs(100) },
    )
  })
})
