import { describe, expect, it, vi } from 'vitest'
import { compile, programsStart } from '../../src/compile/index.js'
import { compileGraph } from '../../src/engine/index.js'
import { type Graph, iterate } from '../../src/graph/index.js'
import { add, div, exp, fullLike, mul, neg, tanh } from '../../src/graph/primitives/arithmetic.js'
import { broadcastTo, reshape, sumTo, transpose } from '../../src/graph/primitives/structural.js'
import { slice } from '../../src/graph/primitives/windows.js'
import { type Constant, filled, layoutOf, MemoryError, rowMajor, type Tensor } from '../../src/tensor/index.js'
import { constantOf, disagreement, disagreementOf, float64, graphOf } from './agreement.js'

const bytes = 8

const chain = (length: number, size: number): Graph =>
  graphOf(
    ([x, y]) => {
      let z = x
      for (let index = 0; index < length; index++)
        z = index % 2 === 0 ? add(z, y) : mul(z, fullLike(z, 1 - 1e-6 * index))
      return [z]
    },
    float64(size),
    float64(size),
  )

/** Bytes that a graph's program works in. */
const areaOf = (graph: Graph): number => compile(graph).extent - programsStart

describe('the plan of memory', () => {
  it('uses the bytes of dead values again', () => {
    expect(areaOf(chain(1000, 512))).toBeLessThanOrEqual(4 * 512 * bytes)
  })

  it('frees the inputs after their last use, and the insides of calls and views', () => {
    const graph = graphOf(
      ([x]) => {
        let z: Tensor = x
        for (let index = 0; index < 50; index++) z = transpose(exp(transpose(z, [1, 0])), [1, 0])
        return [z]
      },
      float64(32, 32),
    )
    expect(areaOf(graph)).toBe(2 * 32 * 32 * bytes)
  })

  it('stores repeated elements once, and what is computed of them', () => {
    const graph = graphOf(([x]) => {
      const large = fullLike(filled('float64', [1000, 1000], 0), 3)
      const mixed = mul(broadcastTo(x, [1000, 1000]), exp(large))
      return [sumTo(reshape(mixed, [1_000_000]), []), mixed]
    }, float64())
    const { constants, pool } = compile(graph)
    // The sums of a thousand blocks, of which the sum is made.
    expect(areaOf(graph)).toBeLessThan(8200)
    expect(constants).toEqual([])
    expect(pool).toBeUndefined()
    expect(disagreement(graph, [filled('float64', [], 0.1)])).toBeUndefined()
  })

  it('writes scalars into the code, and tells zeros of either sign apart', () => {
    const graph = graphOf(
      ([x]) => [div(x, fullLike(x, 0)), div(x, fullLike(x, -0)), add(x, fullLike(x, 0)), add(neg(x), fullLike(x, -0))],
      float64(2),
    )
    expect(compile(graph).pool).toBeUndefined()
    expect(disagreement(graph, [filled('float64', [2], 1)], [filled('float64', [2], 0)])).toBeUndefined()
  })

  it('does not copy what a step computes where it is wanted', () => {
    const graph = graphOf(([x]) => [iterate((y: Tensor) => tanh(add(y, fullLike(y, 1))), 10, x)], float64(5000))
    const { module } = compile(graph)
    const copies = [...module.keys()].filter((at) => module[at] === 0xfc && module[at + 1] === 0x0a)
    // The initial value alone.
    expect(copies).toHaveLength(1)
  })

  it('gives results that keep no more than they show', () => {
    const x = constantOf('float64', [100, 100], (index) => index)
    const graph = graphOf(
      ([a]) => [
        slice(a, { start: [3, 3], size: [2, 2], step: [90, 90] }),
        broadcastTo(sumTo(a, []), [100]),
        transpose(a, [1, 0]),
      ],
      x,
    )
    const lengths = compileGraph(graph)([x]).map((result) => layoutOf(result).data.length)
    expect(lengths).toEqual([4, 1, 10_000])
  })
})

describe('the arena', () => {
  it('grows with programs, one after another', () => {
    for (const size of [10, 100_000, 3, 1_000_000]) {
      const x = constantOf('float64', [size], (index) => index / 3)
      const graph = graphOf(([a]) => [add(a, a)], x)
      expect(disagreement(graph, [x])).toBeUndefined()
    }
  })

  it('is shared: programs do not disturb results that have been given out', () => {
    const x = constantOf('float64', [64], (index) => index)
    const programs = [neg, exp, (a: Tensor) => mul(a, a)].map((f) => compileGraph(graphOf(([a]) => [f(a)], x)))
    const results = programs.map((run) => run([x])[0])
    const copies = results.map((result) => [...rowMajor(result)])
    for (const run of programs) run([results[0]])
    expect(results.map((result) => [...rowMajor(result)])).toEqual(copies)
  })

  it('ends at 4 GiB with a MemoryError', () => {
    const graph = graphOf(([x]) => [exp(x), neg(x)], float64(2 ** 28, 1))
    expect(() => compile(graph)).toThrow(MemoryError)
  })

  it('says so where the machine gives no more', () => {
    vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory')
    })
    const run = compileGraph(graphOf(([x]) => [neg(x)], float64(2 ** 25)))
    expect(() => run([filled('float64', [2 ** 25], 0)])).toThrow(MemoryError)
    vi.restoreAllMocks()
  })
})

describe('graphs of 100,000 applies', () => {
  const scalar = (value: number): readonly Constant[] => [filled('float64', [4], value), filled('float64', [4], 0.5)]

  it('compile and run as a chain', () => {
    const graph = chain(100_000, 4)
    expect(disagreementOf(compileGraph(graph), graph, [scalar(1)])).toBeUndefined()
  })

  it('compile and run as a tree', () => {
    const graph = graphOf(
      ([x, y]) => {
        let level: readonly Tensor[] = Array.from({ length: 2 ** 16 }, (_, index) => (index % 3 === 0 ? x : y))
        while (level.length > 1)
          level = Array.from({ length: level.length / 2 }, (_, index) => add(level[2 * index], level[2 * index + 1]))
        return level
      },
      float64(4),
      float64(4),
    )
    expect(disagreementOf(compileGraph(graph), graph, [scalar(0.1)])).toBeUndefined()
  })
})
