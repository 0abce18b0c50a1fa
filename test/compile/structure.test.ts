import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { residentBytes } from '../../src/compile/residents.js'
import { structureOf } from '../../src/compile/structure.js'
import { type Graph, interpretation } from '../../src/graph/index.js'
import { add, exp, fullLike, mul, tanh } from '../../src/graph/primitives/arithmetic.js'
import { call } from '../../src/graph/primitives/control/call.js'
import { take } from '../../src/graph/primitives/indexing.js'
import { reshape, sumTo, transpose } from '../../src/graph/primitives/structural.js'
import { slice } from '../../src/graph/primitives/windows.js'
import type { Constant, Tensor } from '../../src/tensor/index.js'
import { constantOf, float64, graphOf, uniformNumbers } from '../engine/agreement.js'
import { programOf, withOtherConstants } from '../engine/programs.js'

const textOf = (graph: Graph): string => structureOf(graph).text

const random = uniformNumbers(3)

describe('graphs of one structure', () => {
  it('are the same function made anew, and the same with other elements in constants', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 20 }), (seed, length) => {
        const [{ graph }, { graph: anew }] = [programOf(seed, length), programOf(seed, length)]
        const { text, constants } = structureOf(graph)
        expect(structureOf(anew)).toMatchObject({ text, constants: constants.map(() => ({})) })
        expect(textOf(withOtherConstants(graph))).toBe(text)
      }),
      { numRuns: 100 },
    )
  })

  const size = residentBytes / 8
  const [small, other, large] = [[3], [3], [4, size / 4]].map((shape) => constantOf('float64', shape, () => random()))
  const of = (f: (x: Tensor) => Tensor | readonly Tensor[], type = float64(3)): Graph =>
    graphOf(([x]) => [f(x)].flat(), type)
  const axis = { axis: 0, batchAxes: 0 }
  const indices = (...elements: readonly number[]): Constant =>
    constantOf('int32', [elements.length], (index) => elements[index])
  const within = (graph: Graph): Graph => of((x) => call({ name: 'f', graph, execute: interpretation }, [x]))

  it.each<readonly [string, Graph, Graph]>([
    ['primitives', of(exp), of(tanh)],
    ['types', of(exp), of(exp, float64(4))],
    ['dtypes', of(exp), of(exp, { dtype: 'float32', shape: [3] })],
    ['attributes', of((x) => sumTo(x, [])), of((x) => sumTo(x, [1]))],
    ['operands', of((x) => add(exp(x), x)), of((x) => add(x, exp(x)))],
    ['outputs', of((x) => [x, exp(x)]), of((x) => [exp(x), x])],
    ['repeated numbers', of((x) => mul(x, fullLike(x, 2))), of((x) => mul(x, fullLike(x, 3)))],
    ['signs of zero', of((x) => mul(x, fullLike(x, 0))), of((x) => mul(x, fullLike(x, -0)))],
    ['uses of constants', of((x) => mul(add(x, small), small)), of((x) => mul(add(x, small), other))],
    ['indices', of((x) => take(x, indices(0, 1), axis)), of((x) => take(x, indices(1, 0), axis))],
    ['graphs within', within(of(exp)), within(of(tanh))],
    [
      'the order in which large constants lie',
      of((x) => reshape(mul(x, large), [size]), large),
      of((x) => reshape(mul(x, transpose(reshape(large, [size / 4, 4]), [1, 0])), [size]), large),
    ],
    [
      'how much a large constant shows of its storage',
      of((x) => mul(x, large), large),
      of(
        (x) =>
          mul(
            x,
            slice(constantOf('float64', [16, size / 4], random), { start: [4, 0], size: [4, size / 4], step: [1, 1] }),
          ),
        large,
      ),
    ],
  ])('differ in %s', (_, one, other) => expect(textOf(one)).not.toBe(textOf(other)))

  it('take time that grows with their size, even where a graph stands in many places', () => {
    let graph = of((x) => exp(tanh(x)))
    for (let depth = 0; depth < 60; depth++) {
      const inner = graph
      graph = of((x) =>
        call(
          { name: 'f', graph: inner, execute: interpretation },
          call({ name: 'f', graph: inner, execute: interpretation }, [x]),
        ),
      )
    }
    expect(textOf(graph).length).toBeLessThan(10_000)
  })
})
