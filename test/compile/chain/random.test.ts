import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compile, structureOf } from '../../../src/compile/index.js'
import { bind, link } from '../../../src/engine/linked.js'
import { processMemory } from '../../../src/engine/memory.js'
import { applyOne, noAttributes, primitives } from '../../../src/graph/index.js'
import { add, exp, less, mul, neg, sub, tanh, where } from '../../../src/graph/primitives/arithmetic.js'
import { reduceMax } from '../../../src/graph/primitives/extrema.js'
import { logistic } from '../../../src/graph/primitives/hyperbolic.js'
import { broadcastTo, reshape, sumTo, transpose } from '../../../src/graph/primitives/structural.js'
import type { Tensor } from '../../../src/tensor/index.js'
import { constantOf, disagreementOf, graphOf, randomElement, uniformNumbers } from '../../engine/agreement.js'

type Random = () => number

const choose = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]

/** Over the last axes of a size, sums or maxima, where what is reduced stays as size 1. */
const reduced = (x: Tensor, sum: boolean, axes: readonly number[]): Tensor =>
  sum
    ? sumTo(
        x,
        x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
      )
    : reduceMax(x, axes)

/** Something that is made of matrices of the same rows, slice by slice or not. */
const grown = (random: Random, made: readonly Tensor[], weights: readonly Tensor[]): Tensor => {
  const x = choose(random, made)
  const like = made.filter(({ shape, dtype }) => dtype === x.dtype && shape.join() === x.shape.join())
  const y = choose(random, like)
  const spread = (row: Tensor): Tensor => broadcastTo(row, x.shape)
  const [rows, columns] = x.shape
  const matmul = (a: Tensor, b: Tensor): Tensor => applyOne(primitives.matmul, noAttributes, a, b)
  return choose(random, [
    () => add(x, y),
    () => mul(tanh(x), y),
    () => where(less(x, y), neg(x), exp(neg(mul(y, y)))),
    () => sub(x, spread(reduced(x, random() < 0.5, [1]))),
    () => sub(x, spread(reduced(logistic(x), random() < 0.5, [1]))),
    () => mul(x, spread(reshape(reshape(reduced(x, true, [1]), [rows]), [rows, 1]))),
    () => add(x, spread(reduced(x, random() < 0.5, [0]))),
    () =>
      matmul(
        x,
        choose(
          random,
          weights.filter(({ shape }) => shape[0] === columns),
        ),
      ),
    () =>
      matmul(
        transpose(
          choose(
            random,
            weights.filter(({ shape }) => shape[1] === columns),
          ),
          [0, 1],
        ),
        transpose(x, [1, 0]),
      ),
    () => matmul(x, matmul(transpose(x, [1, 0]), y)),
    () => transpose(add(transpose(x, [1, 0]), transpose(y, [1, 0])), [1, 0]),
  ])()
}

const programOf = (seed: number, steps: number) => {
  const random = uniformNumbers(seed)
  const size = (most: number): number => 1 + Math.floor(random() * most)
  const dtype = random() < 0.5 ? 'float32' : 'float64'
  const [rows, wide, narrow] = [16 + size(80), size(40), size(9)]
  const shapes = [
    [rows, wide],
    [rows, narrow],
    [wide, narrow],
    [narrow, wide],
    [wide, wide],
  ]
  const operands = shapes.map((shape) => constantOf(dtype, shape, () => randomElement(dtype, random)))
  const graph = graphOf(
    (inputs) => {
      const made = inputs.slice(0, 2)
      const weights = inputs.slice(2)
      for (let step = 0; step < steps; step++) {
        const result = grown(random, made, weights)
        if (result.shape[0] === rows) made.push(result)
      }
      return made.slice(2).filter((_, index) => index === made.length - 3 || random() < 0.3)
    },
    ...operands,
  )
  return { graph, operands }
}

const targets = fc.record({
  threads: fc.integer({ min: 1, max: 3 }),
  indices: fc.constantFrom(1, 3, 16),
  piece: fc.constantFrom(16, 8192),
})

it('chains of random steps over rows equal interpretation, in whatever pieces threads take them', () => {
  let chains = 0
  const programs = 300
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 2, max: 14 }), targets, (seed, steps, { threads, indices, piece }) => {
      const { graph, operands } = programOf(seed, steps)
      const random = uniformNumbers(seed)
      const structure = structureOf(graph)
      const thresholds = { shared: 0, handedOut: 0, piece, followed: 1, indices }
      const target = { threads, shared: processMemory().isShared, loopsOnly: true, watched: true, thresholds }
      const program = compile(graph, target, structure)
      chains += Number(program.parts.some(({ name }) => name.includes(' then ')))
      const linked = link(
        program,
        ({ work }, task, items, grain) => {
          const each = work(task)
          for (let start = 0; start < items; ) {
            const count = Math.min(items - start, grain * (1 + Math.floor(random() * 3)))
            each(start, count, Math.floor(random() * threads))
            start += count
          }
        },
        () => {},
      )
      expect(disagreementOf(bind(linked, structure.constants), graph, [operands])).toBeUndefined()
    }),
    { numRuns: programs },
  )
  expect(chains).toBeGreaterThan(programs / 2)
})
