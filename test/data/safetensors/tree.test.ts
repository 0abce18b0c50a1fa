import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArgumentError, type Tensor, TreeError, tensor, toArray, zeros } from 'cotangent'
import {
  decodeSafetensors,
  decodeTree,
  encodeSafetensors,
  encodeTree,
  type FileTree,
  readTree,
  writeTree,
} from 'cotangent/data'
import { afterAll, describe, expect, expectTypeOf, it } from 'vitest'
import { fuzz } from '../../support/damage.js'
import { right } from '../../support/data.js'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-tree-'))
afterAll(() => rmSync(folder, { recursive: true }))

const model = { layers: [{ weights: zeros([2, 3]), bias: tensor([1, 2, 3]) }, []], rate: tensor(0.5) } as const

describe('a tree', () => {
  it('comes back as it was built, empty lists and records too', () => {
    const trees = [model, [], {}, tensor(1), [[], {}, [tensor(true)]], { a: {}, b: [] }]
    for (const tree of trees) expect(right(decodeTree(encodeTree(tree))).tree).toEqual(tree)
  })

  it('has leaves of names that no two share, as PyTorch has them where they are plain', () => {
    const names = (tree: unknown): readonly string[] => [...right(decodeSafetensors(encodeTree(tree))).tensors.keys()]
    const x = tensor(1)
    expect(names(model)).toEqual(['layers.0.bias', 'layers.0.weights', 'rate'])
    expect(names(x)).toEqual([''])
    expect(names([{ 0: x }, [x], { '"0"': x }])).toEqual(['0."0"', '1.0', '2."\\"0\\""'])
    expect(names({ 'a.b': x, a: { b: x }, '': x })).toEqual(['""', 'a.b', '"a.b"'])
    expect(names({ __metadata__: x, b: { __metadata__: x } })).toEqual(['"__metadata__"', 'b.__metadata__'])
  })

  it('of keys like __proto__ has them as its own', () => {
    const tree = Object.fromEntries([['__proto__', tensor([1])]])
    const found = right(decodeTree(encodeTree(tree))).tree
    expect(Object.keys(found)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype)
  })

  it('is refused where a leaf is no tensor, or leaves lie too deep', () => {
    expect(() => encodeTree({ a: 1 })).toThrow(TreeError)
    let deep: unknown = tensor(1)
    for (let depth = 0; depth < 501; depth++) deep = [deep]
    expect(() => encodeTree(deep)).toThrow(TreeError)
    expect(right(decodeTree(encodeTree((deep as readonly unknown[])[0])))).toBeDefined()
  })
})

describe('metadata', () => {
  it('comes back, but for what is kept for the library', () => {
    expect([...right(decodeTree(encodeTree([], { a: '1', __proto__x: '2' }))).metadata]).toEqual([
      ['a', '1'],
      ['__proto__x', '2'],
    ])
    expect(() => encodeTree([], { 'cotangent.structure': 'null' })).toThrow(ArgumentError)
  })
})

describe('a tree that is expected', () => {
  const bytes = encodeTree(model)

  it('gives its type', () => {
    const found = right(decodeTree(bytes, { like: model }))
    expectTypeOf(found.tree).toEqualTypeOf(model)
    expect(toArray(found.tree.rate)).toBe(0.5)
    expectTypeOf(right(decodeTree(bytes)).tree).toEqualTypeOf<FileTree>()
  })

  it.each<[string, unknown, string]>([
    ['structure', { ...model, more: tensor(1) }, 'structure'],
    ['order of lists and records', { ...model, layers: { 0: model.layers[0], 1: [] } }, 'structure'],
    ['shape', { ...model, rate: tensor([0.5]) }, 'rate is float64[], not float64[1]'],
    ['dtype', { ...model, rate: tensor(0.5, { dtype: 'float32' }) }, 'rate is float64[], not float32[]'],
  ])('is told from one of another %s', (_, like, problem) =>
    expect(decodeTree(bytes, { like })).toMatchObject({
      left: { _tag: 'FormatError', format: 'tree', problem: expect.stringContaining(problem) },
    }),
  )
})

describe('a part of a tree', () => {
  const bytes = encodeTree({ params: model, other: tensor(1) })

  it('is read alone, and checked', () => {
    const found = right(decodeTree(bytes, { part: 'params', like: model }))
    expectTypeOf(found.tree).toEqualTypeOf(model)
    expect(found.tree).toEqual(model)
    expect(decodeTree(bytes, { part: 'params', like: [] })).toMatchObject({ left: { _tag: 'FormatError' } })
  })

  it.each<[string, unknown, string]>([
    ['another key', { a: tensor(1), b: [] }, 'there is no part params; the parts are: a, b'],
    ['no keys', {}, 'there is no part params; the parts are: none'],
    ['a list', [tensor(1)], 'there is no part params; the parts are: none'],
    ['a tensor', tensor(1), 'there is no part params; the parts are: none'],
  ])('is not found in a tree with %s', (_, tree, problem) =>
    expect(decodeTree(encodeTree(tree), { part: 'params' })).toMatchObject({ left: { _tag: 'FormatError', problem } }),
  )

  it('has no name that objects have by themselves', () =>
    expect(decodeTree(bytes, { part: 'constructor' })).toMatchObject({ left: { _tag: 'FormatError' } }))
})

describe('a file of tensors', () => {
  const x = tensor([1])
  const from = (structure: string, tensors: Readonly<Record<string, Tensor>>): unknown =>
    decodeTree(encodeSafetensors(tensors, { 'cotangent.structure': structure }))

  it('without a structure is no tree', () =>
    expect(decodeTree(encodeSafetensors({ x }))).toMatchObject({ left: { _tag: 'UnsupportedError' } }))

  it.each<[string, string, Readonly<Record<string, Tensor>>]>([
    ['no JSON', 'x', { x }],
    ['numbers', '{"x":1}', { x }],
    ['a key twice', '{"x":null,"x":null}', { x }],
    ['a leaf too many', '{"x":null,"y":null}', { x }],
    ['a leaf too few', '{"x":null}', { x, y: x }],
    ['another name', '{"y":null}', { x }],
    ['depth', '['.repeat(1e5), {}],
  ])('with %s in place of the structure is refused', (_, structure, tensors) =>
    expect(from(structure, tensors)).toMatchObject({ left: { _tag: 'FormatError' } }),
  )
})

describe('files', () => {
  it('are written and read', async () => {
    const path = join(folder, 'model.safetensors')
    right(await writeTree(path, model, { note: 'x' })())
    const found = right(await readTree(path, { like: model })())
    expect(found.tree).toEqual(model)
    expect(found.metadata.get('note')).toBe('x')
    expect(await readTree(path, { like: [] })()).toMatchObject({ left: { path } })
  })
})

describe('damaged files', () => {
  const samples = [encodeTree(model), encodeTree([tensor(true), { '': [] }], { a: 'b' })]
  fuzz('trees', (bytes) => decodeTree(bytes, { maxBytes: 2 ** 20 }), samples, 10_000)
})
