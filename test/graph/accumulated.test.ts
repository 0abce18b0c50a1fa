import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accumulated } from '../../src/graph/accumulation.js'
import { interpret } from '../../src/graph/index.js'
import { add } from '../../src/graph/primitives/arithmetic.js'
import { reshape } from '../../src/graph/primitives/structural.js'
import { concatenate, pad } from '../../src/graph/primitives/windows.js'
import { type Constant, filled, fromRowMajor, identicalConstants, sizeOf, type Tensor } from '../../src/tensor/index.js'
import { disagreement, graphOf } from '../engine/agreement.js'

type Shape = readonly number[]

/** A cotangent as pullbacks make them, from values by their numbers: some of which are known, others inputs. */
type Build = (values: readonly Tensor[]) => Tensor

interface Drawn {
  readonly build: Build
  readonly values: readonly Constant[]
}

/** Of what values are made: zeros of both signs above all. */
const elements = [-0, -0, -0, 0, 1, 0.1]

/** A place along an axis; few, so that parts meet at one place. */
const place = (next: (below: number) => number, extent: number): number =>
  extent % 2 === 0 ? 2 * next(extent / 2 + 1) : next(extent + 1)

/** Draws from a stream of numbers: what a shape can be made of, so deep at most. */
const drawn = (next: (below: number) => number, values: Constant[], shape: Shape, depth: number): Build => {
  const axis = next(shape.length)
  const inside = (size: Shape): Build => drawn(next, values, size, depth - 1)
  switch (depth === 0 ? next(2) : 4 - next(depth === 3 ? 3 : 5)) {
    case 0: {
      const repeated = filled('float64', shape, [0, -0, 1][next(3)])
      return () => repeated
    }
    case 1: {
      const at = values.length
      const data = Float64Array.from({ length: sizeOf(shape) }, () => elements[next(elements.length)])
      values.push(fromRowMajor('float64', shape, data))
      return (given) => given[at]
    }
    case 2: {
      const low = shape.map((extent) => place(next, extent))
      const size = shape.map((extent, each) => place(next, extent - low[each]))
      const high = shape.map((extent, each) => extent - low[each] - size[each])
      const build = inside(size)
      return (given) => pad(build(given), { low, high, interior: shape.map(() => 0) })
    }
    case 3: {
      const first = place(next, shape[axis])
      const parts = [first, shape[axis] - first].map((extent) => inside(shape.with(axis, extent)))
      return (given) =>
        concatenate(
          parts.map((build) => build(given)),
          axis,
        )
    }
    default: {
      const build = inside([sizeOf(shape)])
      return (given) => reshape(build(given), shape)
    }
  }
}

const sums: fc.Arbitrary<readonly Drawn[]> = fc.infiniteStream(fc.nat(2 ** 16)).map((stream) => {
  const next = (below: number): number => (stream.next().value as number) % below
  const values: Constant[] = []
  // Along one axis parts are apart more often than along two.
  const shape = next(3) === 0 ? [2, 3] : [6]
  return Array.from({ length: 2 + next(4) }, () => ({ build: drawn(next, values, shape, 3), values }))
})

/** Two elements among four, from a place on. */
const padded = (x: Tensor, low: number): Tensor => pad(x, { low: [low], high: [2 - low], interior: [0] })

describe('cotangents that are put together', () => {
  it('are their sum to the bit, whatever of them is known beforehand', () => {
    let rows = 0
    fc.assert(
      fc.property(sums, fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }), (terms, known) => {
        const [{ values }] = terms
        const of = (given: readonly Tensor[], plus: (a: Tensor, b: Tensor) => Tensor): Tensor =>
          terms.map(({ build }) => build(given)).reduce((a, b) => plus(a, b))
        const isKnown = (_: unknown, index: number): boolean => known[index % known.length]
        const inputs = values.filter((value, index) => !isKnown(value, index))
        const graph = graphOf(
          (given) => {
            const rest = given.values()
            const all = values.map((value, index) => (isKnown(value, index) ? value : (rest.next().value as Tensor)))
            return [of(all, (a, b) => accumulated(a, b) as Tensor)]
          },
          ...inputs,
        )
        rows += graph.applies.filter(({ primitive }) => primitive.name === 'concatenate').length
        const [found] = interpret(graph, inputs) as readonly Constant[]
        expect(identicalConstants(found, of(values, add) as Constant)).toBe(true)
      }),
      { numRuns: 2000 },
    )
    expect(rows).toBeGreaterThan(100)
  })

  it.each<[string, (x: Tensor) => Tensor, (x: Tensor) => Tensor]>([
    ['-0 that is known', (x) => concatenate([filled('float64', [2], -0), x], 0), (x) => padded(x, 0)],
    ['a sum that is -0', (x) => padded(add(x, x), 0), (x) => padded(x, 2)],
    ['-0 at one place, twice', (x) => padded(x, 2), (x) => padded(x, 2)],
  ])('are so where there is %s', (_, first, second) => {
    const minusZeros = filled('float64', [2], -0)
    const graph = graphOf(([x]) => [accumulated(first(x), second(x)) as Tensor], { dtype: 'float64', shape: [2] })
    const [found] = interpret(graph, [minusZeros]) as readonly Constant[]
    expect(identicalConstants(found, add(first(minusZeros), second(minusZeros)) as Constant)).toBe(true)
  })

  it('are compiled to the same bits', () => {
    fc.assert(
      fc.property(sums, (terms) => {
        const graph = graphOf(
          (given) => [terms.map(({ build }) => build(given)).reduce((a, b) => accumulated(a, b) as Tensor)],
          ...terms[0].values,
        )
        expect(disagreement(graph, terms[0].values)).toBeUndefined()
      }),
      { numRuns: 30 },
    )
  })
})
