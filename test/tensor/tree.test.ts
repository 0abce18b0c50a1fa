import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Constant, filled } from '../../src/tensor/constant.js'
import { TreeError } from '../../src/tensor/errors.js'
import { fromNested } from '../../src/tensor/make.js'
import { soleElement } from '../../src/tensor/read.js'
import type { Tensor } from '../../src/tensor/tensor.js'
import {
  checkSameStructure,
  flatten,
  flattenTree,
  isTensor,
  leafPaths,
  mapTree,
  showStructure,
  unflatten,
  unflattenTree,
  zipTrees,
} from '../../src/tensor/tree.js'
import { failureOf, here } from './failures.js'
import { keys, trees } from './trees.js'

const scalar = (value: number): Constant<'float64'> => filled('float64', [], value)
const valueOfLeaf = (leaf: Tensor): number => soleElement(leaf as Constant) as number
const double = (leaf: Tensor): Constant => scalar(2 * valueOfLeaf(leaf))
const increment = (leaf: Tensor): Constant => scalar(valueOfLeaf(leaf) + 1)

/** A tree as plain data, to compare by. */
const plain = (tree: unknown): unknown =>
  isTensor(tree)
    ? valueOfLeaf(tree)
    : Array.isArray(tree)
      ? tree.map(plain)
      : Object.entries(tree as object)
          .map(([key, item]) => [key, plain(item)])
          .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))

describe('flatten and unflatten', () => {
  it('undo each other', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const [flat, structure] = flatten('test', tree)
        const rebuilt = unflatten(structure, flat)
        expect(plain(rebuilt)).toEqual(plain(tree))
        const [again, same] = flatten('test', rebuilt)
        expect(again).toEqual(flat)
        expect(again.every((leaf, index) => leaf === flat[index])).toBe(true)
        expect(same).toEqual(structure)
      }),
      { numRuns: 500 },
    )
  })

  it('do not depend on the order of keys', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(keys, trees), { maxLength: 5, selector: ([key]) => key }),
        fc.infiniteStream(fc.nat()),
        (entries, ranks) => {
          const shuffled = entries
            .map((entry) => ({ entry, rank: ranks.next().value as number }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ entry }) => entry)
          const [one, structure] = flatten('test', Object.fromEntries(entries))
          const [other, same] = flatten('test', Object.fromEntries(shuffled))
          expect(other.map(valueOfLeaf)).toEqual(one.map(valueOfLeaf))
          expect(same).toEqual(structure)
          expect(showStructure(same)).toBe(showStructure(structure))
        },
      ),
    )
  })

  it('take __proto__ for a key like any other', () => {
    const tree = Object.fromEntries([['__proto__', scalar(1)]])
    const mapped = mapTree(tree, double)
    expect(Object.keys(mapped)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(mapped)).toBe(Object.prototype)
    expect(plain(mapped)).toEqual([['__proto__', 2]])
  })

  it('keep lists apart from records, and empty ones apart from each other', () => {
    const structures = [[], {}, [[]], [{}], { 0: scalar(0) }, [scalar(0)], scalar(0)].map((tree) =>
      showStructure(flatten('test', tree)[1]),
    )
    expect(new Set(structures).size).toBe(structures.length)
  })

  it('take records without a prototype', () => {
    const tree = Object.assign(Object.create(null) as object, { x: scalar(1) })
    expect(flatten('test', tree)[0]).toHaveLength(1)
  })
})

describe('showStructure', () => {
  it('gives equal strings to equal structures only', () => {
    fc.assert(
      fc.property(trees, trees, (a, b) => {
        const [one, other] = [flatten('test', a)[1], flatten('test', b)[1]]
        expect(showStructure(one) === showStructure(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
    )
  })
})

describe('leafPaths', () => {
  it('names the leaves in the order of flatten', () => {
    const [flat, structure] = flatten('test', { layers: [{ weights: scalar(2), bias: scalar(1) }], rate: scalar(3) })
    expect(leafPaths(structure)).toEqual(['.layers[0].bias', '.layers[0].weights', '.rate'])
    expect(flat.map(valueOfLeaf)).toEqual([1, 2, 3])
    expect(leafPaths(flatten('test', scalar(0))[1])).toEqual([''])
  })

  it('gives one path for each leaf', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const [flat, structure] = flatten('test', tree)
        expect(leafPaths(structure)).toHaveLength(flat.length)
      }),
    )
  })
})

describe('mapTree', () => {
  it('keeps a tree under the identity', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        expect(plain(mapTree(tree, (leaf) => leaf))).toEqual(plain(tree))
      }),
    )
  })

  it('maps a composition as it maps one after the other', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const together = mapTree(tree, (leaf) => increment(double(leaf)))
        const apart = mapTree(mapTree(tree, double), increment)
        expect(plain(together)).toEqual(plain(apart))
      }),
    )
  })

  it('keeps the type of the structure', () => {
    const params = { layers: [[scalar(1), scalar(2)] as const], rate: scalar(3) }
    const shown: { readonly layers: readonly (readonly [string, string])[]; readonly rate: string } = mapTree(
      params,
      String,
    )
    expect(shown).toEqual({ layers: [['1.0', '2.0']], rate: '3.0' })
  })

  it('leaves its argument alone', () => {
    const params = Object.freeze({ weights: Object.freeze([scalar(1)]) })
    mapTree(params, double)
    expect(plain(params)).toEqual([['weights', [1]]])
  })
})

describe('a tree that has no end', () => {
  const nested = (depth: number): unknown =>
    Array.from({ length: depth }).reduce<unknown>((tree, _, level) => (level % 2 ? [tree] : { a: tree }), scalar(1))

  it('is refused as one that is too deep is, and not walked until the stack is full', () => {
    const own: { a: unknown } = { a: scalar(1) }
    own.a = [own]
    for (const tree of [own, nested(1001), nested(100_000)]) {
      const error = failureOf(() => flatten('test', tree))
      expect(error).toBeInstanceOf(TreeError)
      expect(error.message).toContain('the argument is nested more than 1000 deep, or holds itself')
    }
    const [leaves, structure] = flatten('test', nested(1000))
    expect(plain(unflatten(structure, leaves))).toEqual(plain(nested(1000)))
  })
})

describe('zipTrees', () => {
  it('zips a tree with its own images as mapping does', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const sums = zipTrees(tree, mapTree(tree, double), (a, b) => scalar(valueOfLeaf(a) + valueOfLeaf(b)))
        expect(plain(sums)).toEqual(plain(mapTree(tree, (leaf) => scalar(3 * valueOfLeaf(leaf)))))
      }),
    )
  })

  it('gives the left tree and the right one back', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const other = mapTree(tree, double)
        expect(plain(zipTrees(tree, other, (a) => a))).toEqual(plain(tree))
        expect(plain(zipTrees(tree, other, (_, b) => b))).toEqual(plain(other))
      }),
    )
  })

  it('refuses trees of different structure and shows both', () => {
    const [a, b] = [
      { x: scalar(1), y: [scalar(2)] },
      { x: scalar(1), y: scalar(2) },
    ]
    const [error, line] = [failureOf(() => zipTrees(a, b as unknown as typeof a, (left) => left)), here()]
    expect(error).toBeInstanceOf(TreeError)
    expect(error.message).toContain('zipTrees: the trees: structures {"x":*,"y":[*]} and {"x":*,"y":*} differ')
    expect(error.site).toContain(line)
  })
})

describe('checkSameStructure', () => {
  it('accepts exactly equal structures', () => {
    fc.assert(
      fc.property(trees, trees, (a, b) => {
        const [one, other] = [flatten('test', a)[1], flatten('test', b)[1]]
        const check = () => checkSameStructure('test', one, other, 'these')
        if (showStructure(one) === showStructure(other)) expect(check).not.toThrow()
        else expect(failureOf(check)).toBeInstanceOf(TreeError)
      }),
    )
  })
})

describe('a foreign leaf', () => {
  class Model {
    readonly weights = scalar(1)
  }

  it.each<[unknown, string]>([
    [3, 'the argument (3)'],
    [undefined, 'the argument (undefined)'],
    [{ a: [scalar(1), 'text'] }, 'the leaf at .a[1] (string)'],
    [[{ b: null }], 'the leaf at [0].b (null)'],
    [{ f: () => 0 }, 'the leaf at .f (function)'],
    [[new Float64Array(2)], 'the leaf at [0] (Float64Array)'],
    [{ m: new Map() }, 'the leaf at .m (Map)'],
    [new Model(), 'the argument (Model)'],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
    [[scalar(1), , scalar(2)], 'the leaf at [1] (undefined)'],
    [{ _tag: 'Constant', shape: [] }, 'the leaf at ._tag (string)'],
  ])('in %o is refused with its path', (tree, where) => {
    const [error, line] = [failureOf(() => flatten('grad', tree)), here()]
    expect(error).toBeInstanceOf(TreeError)
    expect(error.message).toContain(`grad: ${where} is not a tensor. A tree is made of`)
    expect(error.site).toContain(line)
  })
})

describe('flattenTree and unflattenTree', () => {
  const tree = { b: [fromNested('tensor', 1, 'float64')], a: fromNested('tensor', [2, 3], 'float64') }

  it('are inverse, and keep the structure in their types', () => {
    const [leaves, structure] = flattenTree(tree)
    const again: { readonly b: readonly Tensor[]; readonly a: Tensor } = unflattenTree(structure, leaves)
    expect(again.a).toBe(tree.a)
    expect(again.b[0]).toBe(tree.b[0])
  })

  it('refuse another number of leaves', () => {
    const [leaves, structure] = flattenTree(tree)
    expect(() => unflattenTree(structure, leaves.slice(1))).toThrow('the structure takes 2 leaves, not 1')
  })
})
