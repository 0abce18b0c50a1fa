import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filled } from '../../src/tensor/constant.js'
import { leavesIfLike } from '../../src/tensor/matching.js'
import type { Tensor } from '../../src/tensor/tensor.js'
import { flatten, showStructure } from '../../src/tensor/tree.js'
import { denseConstants } from './generators.js'
import { trees } from './trees.js'

const [a, b] = [filled('float64', [2], 1), filled('float64', [3], 1)]

/** What `leavesIfLike` says of another tree. */
const match = (tree: unknown, other: unknown): readonly Tensor[] | undefined => {
  const [leaves, structure] = flatten('test', tree)
  return leavesIfLike(structure, leaves, other)
}

describe('leavesIfLike', () => {
  it('finds what flatten finds in trees of the same structure and types, and nothing in others', () => {
    fc.assert(
      fc.property(trees, trees, (tree, other) => {
        const [structure, same] = [tree, other].map((each) => showStructure(flatten('test', each)[1]))
        expect(match(tree, other)).toEqual(structure === same ? flatten('test', other)[0] : undefined)
        expect(match(tree, tree)).toEqual(flatten('test', tree)[0])
      }),
      { numRuns: 500 },
    )
  })

  it('tells types apart', () => {
    fc.assert(
      fc.property(denseConstants, denseConstants, (x, y) => {
        const alike = x.dtype === y.dtype && x.shape.join() === y.shape.join()
        expect(match([x], [y])).toEqual(alike ? [y] : undefined)
      }),
    )
  })

  it('takes keys in any order', () => {
    expect(match({ a, b }, { b, a })).toEqual([a, b])
  })

  class Pair {
    readonly a = a
    readonly b = b
  }
  const hidden = Object.defineProperty({ a, c: b }, 'b', { value: b, enumerable: false })

  it.each<readonly [string, unknown]>([
    ['an instance of a class', new Pair()],
    ['a list', [a, b]],
    ['another key', { a, c: b }],
    ['a key too many', { a, b, c: b }],
    ['a key that is not enumerable', hidden],
    ['no tree', null],
    ['a number in it', { a, b: 3 }],
  ])('knows %s from a record', (_, other) => expect(match({ a, b }, other)).toBeUndefined())

  it('knows a list with a hole, or one longer, from a list', () => {
    for (const other of [Array(1), [a, a], { 0: a }, []]) expect(match([a], other)).toBeUndefined()
  })
})
