import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArgumentError, eye, type Tensor, TreeError, tensor, toArray, zeros } from 'cotangent'
import {
  type DataError,
  type DataTree,
  decodeJson,
  decodeJsonTree,
  encodeJson,
  encodeJsonTree,
  type Json,
  readJson,
  readJsonTree,
  writeJson,
  writeJsonTree,
} from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { fuzz } from '../../support/damage.js'
import { plain } from '../../support/plain.js'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-json-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const right = <A>(result: E.Either<DataError, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

const fault = (result: E.Either<DataError, unknown>): unknown =>
  E.isLeft(result) ? [result.left._tag, 'problem' in result.left ? result.left.problem : ''] : result.right

const nest = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

describe('JSON', () => {
  it.each(['', '{', '[1,]', "{'a':1}", '1 2', '[NaN]', 'undefined', '{"a":1', '"\n"', '01', nest(3).slice(1)])(
    'is not %j',
    (text) => expect(fault(decodeJson(text))).toEqual(['FormatError', expect.stringMatching(/^this is no JSON/)]),
  )

  it('is nested no deeper than allowed, brackets in texts aside', () => {
    expect(E.isRight(decodeJson(nest(100)))).toBe(true)
    expect(fault(decodeJson(nest(101)))).toEqual(['SizeError', 'it is nested deeper than 100 levels'])
    expect(fault(decodeJson(`${'{"a":'.repeat(4)}1${'}'.repeat(4)}`, { maxDepth: 3 }))).toEqual([
      'SizeError',
      'it is nested deeper than 3 levels',
    ])
    expect(right(decodeJson(`"${'['.repeat(200)}\\"${'['.repeat(200)}"`))).toHaveLength(401)
    expect(fault(decodeJson('['.repeat(5_000_000)))).toEqual(['SizeError', 'it is nested deeper than 100 levels'])
  })

  it('has no more values than allowed, which are counted before they are made', () => {
    expect(right(decodeJson('[1, {"a": "[,,"}]', { maxValues: 4 }))).toEqual([1, { a: '[,,' }])
    expect(fault(decodeJson('[1, {"a": 2}]', { maxValues: 3 }))).toEqual(['SizeError', 'there are more than 3 values'])
    expect(fault(decodeJson('[1,2,3', { maxValues: 3 }))).toEqual(['SizeError', 'there are more than 3 values'])
  })

  it.each([{ maxDepth: 0 }, { maxDepth: 1001 }, { maxDepth: NaN }, { maxValues: 0.5 }])(
    'has limits: not %j',
    (limits) => expect(() => decodeJson('[]', limits)).toThrow(ArgumentError),
  )

  it('may be as deep as any limit allows', () => {
    expect(E.isRight(decodeJson(nest(1000), { maxDepth: 1000 }))).toBe(true)
    expect(E.isRight(decodeJsonTree(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`, { maxDepth: 1000 }))).toBe(true)
  })

  it('has no infinite numbers', () => {
    expect(fault(decodeJson('[1, 1e999]'))).toEqual(['FormatError', 'a number is beyond the range of float64'])
    expect(encodeJson([Infinity, NaN, -Infinity])).toBe('[null,null,null]')
  })

  it('keeps keys that mean something elsewhere as data', () => {
    const text = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
    const value = right(decodeJson(text)) as { readonly [key: string]: Json }
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(({} as { readonly polluted?: boolean }).polluted).toBeUndefined()
    expect(encodeJson(value)).toBe(text)
  })

  it('goes through a file', async () => {
    const path = join(folder, 'value.json')
    right(await writeJson(path, { a: [-0, 'ü\u2028'], b: null })())
    expect(right(await readJson(path)())).toEqual({ a: [-0, 'ü\u2028'], b: null })
    writeFileSync(path, Buffer.from([0x22, 0xff, 0x22]))
    expect(await readJson(path)()).toMatchObject({
      left: { _tag: 'FormatError', problem: 'this is no UTF-8 text', path },
    })
  })
})

/** A tree with its tensors as lists. */
const lists = (tree: DataTree): unknown =>
  'dtype' in tree
    ? toArray(tree as Tensor)
    : Array.isArray(tree)
      ? tree.map(lists)
      : Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, lists(item)]))

describe('a tree as JSON', () => {
  it.each([
    ['a number', '1.5', tensor(1.5)],
    ['a boolean', 'true', tensor(true)],
    [
      'a nested list',
      '[[1, 2], [3, 4]]',
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ],
    ['a list of booleans', '[true, false]', tensor([true, false])],
    ['a record', '{"w": [[1]], "b": {"c": 2}}', { b: { c: tensor(2) }, w: tensor([[1]]) }],
    ['a list of records', '[{"w": 1}, {"w": [2]}]', [{ w: tensor(1) }, { w: tensor([2]) }]],
    ['an empty list', '{"layers": []}', { layers: [] }],
    ['lists of nothing', '[[], []]', [[], []]],
    ['what is written', '{"dtype":"int32","shape":[2,1],"data":[1,-2]}', tensor([[1], [-2]], { dtype: 'int32' })],
    ['no elements', '{"dtype":"bool","shape":[0,3],"data":[]}', zeros([0, 3], { dtype: 'bool' })],
  ])('reads %s', (_, text, tree) => expect(plain(right(decodeJsonTree(text)))).toEqual(plain(tree)))

  it('writes dtypes, shapes and every bit', () => {
    const tree = {
      a: tensor([NaN, -0, Infinity, -Infinity, 5e-324]),
      b: [tensor([[0.1]], { dtype: 'float32' }), eye(2)],
    }
    const read = right(decodeJsonTree(encodeJsonTree(tree)))
    expect(plain(read)).toEqual(plain(tree))
    expect(Object.is((toArray((read as typeof tree).a) as number[])[1], -0)).toBe(true)
  })

  it.each([
    ['a ragged list', '{"w": [[1, 2], [3]]}', 'at .w, the lists of one depth have different lengths'],
    ['lists of different depth', '[1, [2]]', 'the lists of one depth have different lengths'],
    ['numbers among booleans', '[true, 1]', 'an element is no boolean'],
    ['a text', '{"w": ["1"]}', 'at .w[0], a text is neither a tensor nor made of tensors'],
    ['null', '[{"w": null}]', 'at [0].w, null is neither a tensor nor made of tensors'],
    ['an unknown dtype', '{"dtype":"int64","shape":[],"data":[1]}', 'there is no dtype "int64"'],
    ['a dtype of the prototype', '{"dtype":"constructor","shape":[],"data":[1]}', 'there is no dtype "constructor"'],
    ['no int32', '{"dtype":"int32","shape":[1],"data":[1.5]}', 'an element is no int32'],
    ['a NaN for int32', '{"dtype":"int32","shape":[1],"data":["NaN"]}', 'an element is no int32'],
    ['a number for a bool', '{"dtype":"bool","shape":[1],"data":[1]}', 'an element is no boolean'],
    ['too few elements', '{"dtype":"bool","shape":[2],"data":[true]}', 'the shape [2] takes 2 elements, not 1'],
    [
      'a huge shape',
      '{"dtype":"bool","shape":[9007199254740991,9007199254740991],"data":[]}',
      /takes 8.1.*e\+31 elements/,
    ],
    ['a negative extent', '{"dtype":"bool","shape":[-1],"data":[]}', 'the shape is no list of lengths'],
    ['no shape', '{"dtype":"bool","data":[]}', 'the shape is no list of lengths'],
    ['no elements', '{"dtype":"bool","shape":[]}', 'the elements are no list'],
    [
      'something besides',
      '{"dtype":"bool","shape":[],"data":[true],"x":1}',
      'a tensor has no more than dtype, shape and data',
    ],
  ])('refuses %s', (_, text, expected) =>
    expect(fault(decodeJsonTree(text))).toEqual([
      'FormatError',
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    ]),
  )

  it('has no more axes than an array can have', () => {
    expect(fault(decodeJsonTree('['.repeat(65) + ']'.repeat(65).replace(']', '1]')))).toEqual([
      'UnsupportedError',
      '65 axes are more than 64',
    ])
    const ones = Array<number>(65).fill(1)
    expect(fault(decodeJsonTree(JSON.stringify({ dtype: 'bool', shape: ones, data: [true] })))).toEqual([
      'UnsupportedError',
      '65 axes are more than 64',
    ])
  })

  it('has no more tensors than could be held', () =>
    expect(fault(decodeJsonTree(`[${'{},'.repeat(2 ** 20)}1]`))).toEqual([
      'SizeError',
      'there are more than 1048576 tensors, lists and records',
    ]))

  it('is gone through once, however deep its lists lie in others', () => {
    const text = `${'[[1],'.repeat(60)}[[2],3,{"a":[[5,6]],"b":[4]}]${',[7]]'.repeat(60)}`
    expect(JSON.stringify(lists(right(decodeJsonTree(text))))).toBe(text)
    // Numbers in a list that is no tensor only because of the text at its end: at any depth it takes the same time.
    const seconds = (depth: number): number => {
      const ragged = `${'['.repeat(depth)}[${'1,'.repeat(2_000_000)}1],"x"${']'.repeat(depth)}`
      const times = [0, 1, 2].map(() => {
        const { user } = process.cpuUsage()
        expect(E.isLeft(decodeJsonTree(ragged))).toBe(true)
        return (process.cpuUsage().user - user) / 1e6
      })
      return Math.min(...times)
    }
    expect(seconds(97)).toBeLessThan(1.7 * seconds(1))
  })

  it('keeps keys that mean something elsewhere as data', () => {
    const tree = right(decodeJsonTree('{"__proto__": [1], "constructor": {"prototype": 2}}')) as Record<string, unknown>
    expect(Object.keys(tree)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(tree)).toBe(Object.prototype)
    expect(plain(right(decodeJsonTree(encodeJsonTree(tree as never))))).toEqual(plain(tree))
  })

  it('has tensors for leaves', () => expect(() => encodeJsonTree({ a: 1 } as never)).toThrow(TreeError))

  it('goes through a file', async () => {
    const path = join(folder, 'tree.json')
    const tree = { w: [tensor([1, 2]), tensor(3)] }
    right(await writeJsonTree(path, tree)())
    expect(plain(right(await readJsonTree(path)()))).toEqual(plain(tree))
    expect(await readJsonTree(path, { maxDepth: 2 })()).toMatchObject({ left: { _tag: 'SizeError', path } })
  })
})

describe('damaged JSON', () => {
  const samples = [
    encodeJsonTree({
      w: tensor([
        [1.5, -2],
        [3, NaN],
      ]),
      b: [tensor([1], { dtype: 'int32' }), tensor([true])],
    }),
    '{"a": [[1, 2], [3, 4]], "b": [{"c": 1e5}, []], "d": true}',
  ]
  const decode = (bytes: Uint8Array) => decodeJsonTree(Buffer.from(bytes).toString('latin1'))
  fuzz(
    'decodeJsonTree',
    decode,
    samples.map((text) => new Uint8Array(Buffer.from(text))),
    10_000,
  )
})
