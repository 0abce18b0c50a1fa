import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simplify } from '../../../src/compile/index.js'
import { allOf, isAll } from '../../../src/compile/simplify/matching.js'
import type { Simplification } from '../../../src/compile/simplify/rewriter.js'
import type { Rewrite } from '../../../src/compile/simplify/rules/forms.js'
import type { PrimitiveName } from '../../../src/graph/index.js'
import { add, fullLike, mul, neg } from '../../../src/graph/primitives/arithmetic.js'
import { equalShapes, filled, sizeOf } from '../../../src/tensor/index.js'
import { float64, graphOf } from '../../engine/agreement.js'
import { programOf } from '../../engine/programs.js'
import { fault, simplifyWith, specialPoints } from './agreement.js'

const programs = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 30 }))

describe('random programs, control flow and failures included', () => {
  it('give the same bits, or the same error, and compute no more', () => {
    fc.assert(
      fc.property(programs, ([seed, length]) => {
        const { graph, operands } = programOf(seed, length)
        expect(fault(graph, simplify(graph), operands)).toBeUndefined()
      }),
      { numRuns: 400 },
    )
  })

  it('are not simplified to something else the second time', () => {
    fc.assert(
      fc.property(programs, ([seed, length]) => {
        const { graph, operands } = programOf(seed, length)
        const once = simplify(graph)
        expect(fault(once, simplify(once), operands)).toBeUndefined()
      }),
      { numRuns: 100 },
    )
  })
})

it('graphs of 100,000 applies, in one chain, take one pass', () => {
  const graph = graphOf(
    ([x, y]) => {
      let z = x
      for (let index = 0; index < 100_000; index++)
        z = index % 2 === 0 ? neg(add(z, y)) : mul(z, fullLike(z, index + 0.5))
      return [z]
    },
    float64(2),
    float64(2),
  )
  const simplified = simplify(graph)
  // Each opposite goes into the factor after it.
  expect(simplified.applies).toHaveLength(100_000)
  expect(fault(graph, simplified, [filled('float64', [2], 1), filled('float64', [2], -0)])).toBeUndefined()
})

/** Rules that nearly hold, of primitives of one or two operands. */
const wrong: Readonly<Record<string, readonly [name: PrimitiveName, rule: Rewrite]>> = {
  'x + 0 = x': ['add', (_, x, y) => (isAll(y, 0) ? x : undefined)],
  'x = x': ['equal', (_, x, y) => (x === y ? allOf({ shape: x.shape, dtype: 'bool' }, 1) : undefined)],
  'the sum of one element is that element': [
    'sumTo',
    (rewriting, x) => (sizeOf(x.shape) === 1 ? rewriting.apply('reshape', { shape: [] }, x) : undefined),
  ],
}

describe('a wrong rule is seen', () => {
  it.each(Object.keys(wrong))('%s', (title) => {
    const [name, rewrite] = wrong[title]
    const rule: Simplification = ({ primitive, operands, results: [type] }, rewriting) => {
      const found = primitive.name === name ? rewrite(rewriting, ...operands) : undefined
      return found && equalShapes(found.shape, type.shape) ? [found] : undefined
    }
    const isSeen = Array.from({ length: 2000 }, (_, seed) => seed).some((seed) => {
      const { graph, operands } = programOf(seed, 12)
      // A zero's sign hardly ever comes up by chance where it matters.
      const points = [operands, ...specialPoints(graph).slice(0, 4)]
      return fault(graph, simplifyWith(rule, graph), ...points) !== undefined
    })
    expect(isSeen).toBe(true)
  })
})
