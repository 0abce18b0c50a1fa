import { describe, expect, it, vi } from 'vitest'
import { compile, structureOf, type Target } from '../../src/compile/index.js'
import { bind, link } from '../../src/engine/linked.js'
import { processMemory } from '../../src/engine/memory.js'
import type { Sharing } from '../../src/engine/threads/index.js'
import type { Graph } from '../../src/graph/index.js'
import { add, exp, mul, tanh } from '../../src/graph/primitives/arithmetic.js'
import { IndexError, take } from '../../src/index.js'
import { type Constant, rowMajor, type Tensor } from '../../src/tensor/index.js'
import { constantOf, disagreementOf, float64, graphOf, int32 } from './agreement.js'

const target = (special: Partial<Target> = {}): Target => ({
  threads: 1,
  shared: processMemory().isShared,
  ...special,
})

const programOf = (graph: Graph, special?: Partial<Target>) => compile(graph, target(special), structureOf(graph))

const numbers = (size: number, first: number): Constant => constantOf('float64', [size], (index) => first + index / 7)

describe('a program that is linked', () => {
  it.each([
    ['small', 100],
    ['large', 5000],
  ])('is bound to the %s constants of any graph of its structure', (_, size) => {
    const graphs = [1, 2].map((first) => graphOf(([x]) => [mul(add(x, numbers(size, first)), x)], float64(size)))
    const linked = link(programOf(graphs[0]))
    const runs = graphs.map((graph) => bind(linked, structureOf(graph).constants))
    // In turn, so that each finds its own again.
    for (const round of [0, 1, 2])
      graphs.forEach((graph, index) => {
        expect(disagreementOf(runs[index], graph, [[numbers(size, round)]])).toBeUndefined()
      })
  })

  it('finds large operands wherever they are', () => {
    const graph = graphOf(([x, y]) => [add(exp(x), y)], float64(3000), float64(3000))
    const run = bind(link(programOf(graph)), [])
    const [a, b, c] = [0, 1, 2].map((first) => numbers(3000, first / 10))
    const points = [
      [a, b],
      [b, a],
      [a, c],
      [c, c],
    ]
    expect(disagreementOf(run, graph, [...points, ...points])).toBeUndefined()
  })

  it('fails by the error of what it was compiled from', () => {
    type Operands = readonly [Tensor<[3]>, Tensor<[2], 'int32'>]
    const graph = graphOf((inputs) => [take(...(inputs as unknown as Operands))], float64(3), int32(2))
    const run = bind(link(programOf(graph)), [])
    const at = (index: number): Constant => constantOf('int32', [2], () => index)
    expect(() => run([numbers(3, 0), at(3)])).toThrow(IndexError)
    expect([...rowMajor(run([numbers(3, 0), at(0)])[0])]).toEqual([0, 0])
  })

  it('has its tasks shared as it is told to', () => {
    const graph = graphOf(([x]) => [tanh(exp(x))], float64(100_000))
    const backwards = vi.fn<Sharing>(({ work }, task, items, grain) => {
      for (let start = Math.floor((items - 1) / grain) * grain; start >= 0; start -= grain)
        work(task)(start, Math.min(grain, items - start), 1)
    })
    const run = bind(link(programOf(graph, { threads: 2 }), backwards), [])
    expect(disagreementOf(run, graph, [[numbers(100_000, 0)]])).toBeUndefined()
    expect(backwards).toHaveBeenCalled()
  })

  it('tells which part begins, if it is watched', () => {
    const graph = graphOf(([x]) => [mul(add(x, numbers(100, 0)), x)], float64(100))
    const mark = vi.fn()
    const program = programOf(graph, { watched: true })
    bind(link(program, undefined, mark), structureOf(graph).constants)([numbers(100, 1)])
    expect(program.parts).toHaveLength(1)
    expect(mark.mock.calls).toEqual([
      [0, 1],
      [-1, 0],
    ])
  })
})
