import { tensor } from 'cotangent'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Call, hashOf, linesOf } from '../../../src/distributed/mpi/call.js'
import { valuesOf } from '../../../src/distributed/operands.js'

const callOf = (what: string, tree: unknown): Call => {
  const [values, structure] = valuesOf('test', tree)
  return { what, structure, values }
}

const leaf = fc
  .tuple(fc.array(fc.nat(2), { maxLength: 2 }), fc.constantFrom('float64', 'float32', 'int32', 'bool' as const))
  .map(([shape, dtype]) => {
    const nested = shape.reduceRight<unknown>((inner, length) => Array.from({ length }, () => inner), 0)
    return tensor(nested as number, { dtype: dtype as 'float64' })
  })

const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'ab', '0'), tie('tree'), { maxKeys: 3 }),
  ),
}))

const call = fc.tuple(fc.constantFrom('gather', 'allReduce, sum'), tree).map(([what, each]) => callOf(what, each))

describe('the hash of a call', () => {
  it('is the same exactly where the words are', () => {
    fc.assert(
      fc.property(call, call, (one, other) => {
        const sameWords = linesOf(one).join('\n') === linesOf(other).join('\n')
        const [[a, b], [c, d]] = [hashOf(one), hashOf(other)]
        expect(a === c && b === d).toBe(sameWords)
      }),
      { numRuns: 300 },
    )
  })

  it('tells apart what is alike', () => {
    const trees = [
      [],
      {},
      [[]],
      [{}],
      { a: [] },
      tensor(1),
      [tensor(1)],
      { a: tensor(1) },
      { b: tensor(1) },
      tensor([1]),
      tensor([[1]]),
      tensor([1, 1]),
      [tensor(1), tensor(1)],
      [[tensor(1)], tensor(1)],
      [tensor(1), [tensor(1)]],
      tensor(1, { dtype: 'int32' }),
      { ab: tensor(1), c: tensor(1) },
      { a: tensor(1), bc: tensor(1) },
      [tensor([1]), tensor([1, 1])],
      [tensor([1, 1]), tensor([1])],
    ]
    const hashes = trees.map((each) => hashOf(callOf('gather', each)))
    for (const half of [0, 1]) expect(new Set(hashes.map((hash) => hash[half])).size).toBe(trees.length)
    expect(hashOf({ what: 'barrier', values: [] })).not.toEqual(hashOf({ what: 'gather', values: [] }))
  })
})
