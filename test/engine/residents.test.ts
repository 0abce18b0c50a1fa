import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { residentBytes } from '../../src/compile/residents.js'
import { compileGraph } from '../../src/engine/index.js'
import { currentHeap, processMemory } from '../../src/engine/memory.js'
import { beginRun } from '../../src/engine/residents.js'
import type { Graph } from '../../src/graph/index.js'
import { interpretation } from '../../src/graph/index.js'
import { add, mul, neg } from '../../src/graph/primitives/arithmetic.js'
import { matmul } from '../../src/graph/primitives/contraction.js'
import { broadcastTo, sumTo, transpose } from '../../src/graph/primitives/structural.js'
import { flip, slice } from '../../src/graph/primitives/windows.js'
import {
  type Constant,
  filled,
  fromRowMajor,
  identicalConstants,
  MemoryError,
  rowMajor,
  soleElement,
  type Tensor,
  view,
} from '../../src/tensor/index.js'
import { constantOf, disagreement, float64, graphOf, uniformNumbers } from './agreement.js'

afterEach(() => {
  vi.restoreAllMocks()
})

const random = uniformNumbers(11)
const floats = (...shape: readonly number[]): Constant => constantOf('float64', shape, () => random() - 0.5)

/** Lets the memory grow no further than by a number of bytes from now on; gives how often it was refused. */
const boundMemory = (more: number): (() => number) => {
  const { memory } = processMemory()
  const bound = currentHeap().bool.length + more
  const { grow } = WebAssembly.Memory.prototype
  const growing = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation((pages: number) => {
    if (memory.buffer.byteLength + pages * 2 ** 16 > bound) throw new RangeError('Unable to grow instance memory')
    return grow.call(memory, pages)
  })
  return () => growing.mock.results.filter(({ type }) => type === 'throw').length
}

/** A large matrix has at least so many rows and columns. */
const side = Math.ceil(Math.sqrt(residentBytes / 8))

describe('a large operand', () => {
  const rows = side
  const sum = compileGraph(graphOf(([x]) => [sumTo(x, [])], float64(rows, rows)))

  /**
   * The values that runs find in a storage that changes between them, which none does outside of this test: the old
   * one where they find the copy of an earlier run.
   */
  const found = (size: number, shown: (storage: Constant, call: number) => Constant, runs = 5): readonly number[] => {
    const data = new Float64Array(size)
    const storage = fromRowMajor('float64', [size], data)
    return Array.from({ length: runs }, (_, call) => {
      data.fill(call)
      return Number(soleElement(sum([shown(storage, call)])[0])) / rows ** 2
    })
  }
  const square = (storage: Constant, offset: number): Constant => view(storage, [rows, rows], [rows, 1], offset)

  it('is copied for the first run, once more to stay, and then found', () => {
    expect(found(rows ** 2, (storage) => square(storage, 0))).toEqual([0, 1, 1, 1, 1])
  })

  it('is found in whatever views it comes', () => {
    expect(found(rows ** 2 + 7, (storage, call) => square(storage, call))).toEqual([0, 1, 1, 1, 1])
  })

  it('that is a part of something is copied until that has cost as much as the whole, which then stays', () => {
    expect(found(3 * rows ** 2, (storage, call) => square(storage, (call % 3) * rows ** 2))).toEqual([0, 1, 2, 3, 3])
  })

  it('in another order is found as it is, not by its storage', () => {
    let same: Constant | undefined
    const turned = (storage: Constant): Constant => {
      same ??= view(storage, [rows, rows], [1, rows], 0)
      return same
    }
    expect(found(rows ** 2, turned)).toEqual([0, 1, 1, 1, 1])
    expect(found(rows ** 2, (storage) => view(storage, [rows, rows], [1, rows], 0))).toEqual([0, 1, 2, 3, 4])
  })
})

/** Matrices that lie in memory in all ways. */
const matrices: Readonly<Record<string, (n: number) => Tensor>> = {
  whole: (n) => floats(n, n),
  'some rows': (n) => slice(floats(3 * n, n), { start: [n, 0], size: [n, n], step: [1, 1] }),
  'every other column': (n) => slice(floats(n, 2 * n), { start: [0, 1], size: [n, n], step: [1, 2] }),
  transposed: (n) => transpose(floats(n, n), [1, 0]),
  reversed: (n) => flip(floats(n, n), [0, 1]),
  'one row': (n) => broadcastTo(floats(1, n), [n, n]),
  'one number': (n) => filled('float64', [n, n], random()),
}
const names = Object.keys(matrices)
const matrix = (name: string, n: number): Constant => matrices[name](n) as Constant

/** A program that uses a large constant. */
const using = (constant: Constant): Graph =>
  graphOf(([x, y]) => [add(mul(x, constant), y), sumTo(mul(y, constant), [])], constant, constant)

describe('programs on large operands and constants', () => {
  it.each(names)('%s: equal interpretation, time and again', (name) => {
    const x = matrix(name, side)
    const points = [1, 2, 3, 4].map(() => [x, floats(side, side)])
    expect(disagreement(using(matrix(name, side)), ...points, ...points.map(([a, b]) => [b, a]))).toBeUndefined()
  })

  it('in any order, while memory is short', () => {
    const n = 8 * side
    const graphs = names.map((name) => using(matrix(name, n)))
    const programs = graphs.map((graph) => compileGraph(graph))
    const operands = names.map((name) => matrix(name, n))
    const refusals = boundMemory(6 * n * n * 8)
    const index = fc.nat({ max: names.length - 1 })
    fc.assert(
      fc.property(fc.array(fc.tuple(index, index, index), { maxLength: 20 }), (calls) => {
        for (const [program, x, y] of calls) {
          const found = programs[program]([operands[x], operands[y]])
          const due = interpretation(graphs[program], [operands[x], operands[y]])
          expect(found.map((each, which) => identicalConstants(each, due[which]))).toEqual([true, true])
        }
      }),
      { numRuns: 20 },
    )
    expect(refusals()).toBeGreaterThan(0)
  })

  it('once more where room was left in pieces by what had been found before', () => {
    const n = 8 * side
    const parts = [0, 1, 2, 3].map(() => floats(n, n))
    const large = floats(3 * n, n)
    const total = compileGraph(graphOf(([x]) => [sumTo(x, [])], large))
    const sums = compileGraph(graphOf((xs) => xs.map((x) => sumTo(x, [])), ...parts))
    boundMemory(5 * n * n * 8)
    for (let times = 0; times < 3; times++) {
      sums(parts)
      expect(identicalConstants(total([large])[0], sumTo(large, []) as Constant)).toBe(true)
    }
  })

  it('and larger ones than before, which take room from what was kept', () => {
    const [x, y] = [floats(side, side), floats(side, side)]
    const program = compileGraph(using(x))
    const due = program([x, y]).map(rowMajor)
    for (const length of [2 ** 18, 2 ** 20]) {
      const chain = graphOf(([a]) => [add(mul(a, a), neg(a))], float64(length))
      expect(disagreement(chain, [floats(length)])).toBeUndefined()
      for (let times = 0; times < 3; times++) expect(program([x, y]).map(rowMajor)).toEqual(due)
    }
  })

  it('give a MemoryError where there is not room for all of them at once', () => {
    const parts = [1, 2, 3].map((value) => constantOf('float64', [2 ** 22], () => value))
    const run = compileGraph(graphOf((xs) => xs.map((x) => sumTo(x, [])), ...parts))
    boundMemory(0)
    expect(() => run(parts)).toThrow(MemoryError)
    vi.restoreAllMocks()
    expect(run(parts).map(soleElement)).toEqual([1, 2, 3].map((value) => value * 2 ** 22))
  })

  it('give a MemoryError past what WebAssembly addresses', () => {
    const x = filled('float64', [2 ** 29 + 1], 1)
    const run = compileGraph(graphOf(([a]) => [sumTo(slice(a, { start: [0], size: [8], step: [1] }), [])], x))
    expect(() => run([x])).toThrow(/needs 4\.00 GiB at once, more than the 4 GiB that WebAssembly addresses/)
  })

  it('lie above 2 GiB as well', () => {
    const [x, y] = [floats(8 * side, 8 * side), floats(8 * side, 8 * side)]
    const graph = using(x)
    // As after a program of that size: the memory is there, but nobody has written to it.
    beginRun(2.5 * 2 ** 30)
    expect(disagreement(graph, [x, y], [y, x], [x, y])).toBeUndefined()
    const product = graphOf(([a, b]) => [matmul(a, b)], x, y)
    expect(disagreement(product, [x, y], [y, x])).toBeUndefined()
  })
})
