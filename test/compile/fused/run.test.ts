import { describe, expect, it } from 'vitest'
import { compile, structureOf } from '../../../src/compile/index.js'
import { type Thresholds, thresholds as usual } from '../../../src/compile/thresholds.js'
import { bind, link } from '../../../src/engine/linked.js'
import { processMemory } from '../../../src/engine/memory.js'
import { add, exp } from '../../../src/graph/primitives/arithmetic.js'
import { reduceMax } from '../../../src/graph/primitives/extrema.js'
import { sumTo } from '../../../src/graph/primitives/structural.js'
import type { Shape, Tensor } from '../../../src/tensor/index.js'
import { constantOf, disagreementOf, float64, graphOf, uniformNumbers } from '../../engine/agreement.js'

interface Job {
  readonly items: number
  readonly grain: number
}

/** The tasks that a program for two threads hands out, having expected of it what interpretation gives. */
const jobsOf = (
  f: (x: Tensor) => Tensor,
  shape: Shape,
  special: Partial<Thresholds> = {},
  threads = 2,
): readonly Job[] => {
  const graph = graphOf(([x]) => [f(x)], float64(...shape))
  const structure = structureOf(graph)
  const target = { threads, shared: processMemory().isShared, loopsOnly: true, thresholds: { ...usual, ...special } }
  const jobs: Job[] = []
  const linked = link(compile(graph, target, structure), ({ work }, task, items, grain) => {
    jobs.push({ items, grain })
    work(task)(0, items, 0)
  })
  const operands = [constantOf('float64', shape, uniformNumbers(shape.length))]
  expect(disagreementOf(bind(linked, structure.constants), graph, [operands])).toBeUndefined()
  return jobs
}

const total = (x: Tensor): Tensor => sumTo(exp(x), [])

describe('a loop that runs', () => {
  it('is handed out in pieces of its longest outer axis where its work is worth it', () => {
    expect(jobsOf(exp, [200_000])).toEqual([{ items: 200_000, grain: 4 * 8192 }])
    expect(jobsOf((x) => add(x, exp(x)), [500, 400])).toEqual([{ items: 200_000, grain: 4 * 8192 }])
  })

  it('is not handed out on one thread, nor where it has little to do', () => {
    expect(jobsOf(exp, [200_000], {}, 1)).toEqual([])
    expect(jobsOf((x) => add(x, x), [10_000])).toEqual([])
    expect(jobsOf(exp, [1000], { shared: 0 })).toEqual([])
  })

  it('is handed out however short where that is asked for', () => {
    expect(jobsOf(exp, [1000], { shared: 0, piece: 40 })).toEqual([{ items: 1000, grain: 4 * 48 }])
    expect(jobsOf(exp, [3], { shared: 0, piece: 0 })).toEqual([{ items: 3, grain: 4 }])
  })

  it('is divided along what it keeps, where it reduces', () =>
    expect(jobsOf((x) => sumTo(exp(x), [60, 1]), [60, 50], { shared: 0, piece: 800 })).toEqual([
      { items: 60, grain: 4 * 16 },
    ]))

  it('is done by blocks of 1024 where it sums more, and these, the rest and their sums apart', () => {
    expect(jobsOf(total, [1024], { shared: 0, piece: 0 })).toEqual([])
    expect(jobsOf(total, [5000], { shared: 0, piece: 0 })).toEqual([{ items: 4, grain: 4 }])
    expect(jobsOf(total, [4096], { shared: 0, piece: 0 })).toEqual([{ items: 4, grain: 4 }])
    expect(jobsOf((x) => reduceMax(x, [0]), [5000], { shared: 0, piece: 0 })).toEqual([{ items: 4, grain: 4 }])
  })

  it('does nothing where it has no elements, but for sums of none', () => {
    expect(jobsOf(exp, [0, 4], { shared: 0, piece: 0 })).toEqual([])
    expect(() => jobsOf((x) => sumTo(x, [3, 1]), [3, 0])).not.toThrow()
  })
})
