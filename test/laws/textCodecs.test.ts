import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { check, dataImages, dataTables, dataTrees, jsonValues, textCodec } from '../../laws/index.js'
import { type Json, resizeImage } from '../../src/data/index.js'
import { neg } from '../../src/index.js'
import { mapTree } from '../../src/tensor/index.js'
import { csv, json, jsonTree, png } from '../support/textCodecs.js'
import { runs } from './counts.js'

describe('what is written and read again', () => {
  it.each([',', ';', '\t', ' ', '|', 'a'])('as CSV with %j is the same table', (delimiter) =>
    check(textCodec.tables(csv(delimiter)), fc.tuple(dataTables), runs(200)),
  )

  it('as JSON is the same value', () => check(textCodec.values(json), fc.tuple(jsonValues), runs(300)))

  it('as JSON is the same tree', () => check(textCodec.trees(jsonTree), fc.tuple(dataTrees), runs(300)))

  it('as PNG is the same image', () => check(textCodec.images(png), fc.tuple(dataImages), runs(100)))
})

/** What a failing check is about. */
const complaint = (check: () => void): string => {
  try {
    check()
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
  }
  return 'nothing'
}

describe('a codec that changes something is found out', () => {
  const { images, tables, trees } = textCodec
  const comma = csv(',')

  it.each([
    ['leaves out quotes', { ...comma, encode: (table) => comma.encode(table).replaceAll('"', '') }],
    ['trims', { ...comma, encode: (table) => comma.encode(table).replace(/^" | "$/gm, '') }],
    ['loses the sign of zero', { ...comma, encode: (table) => comma.encode(table).replace(/(^|,)-0(,|$)/gm, '$10$2') }],
    ['loses digits', { ...comma, encode: (table) => comma.encode(table).replace(/(\.\d{14})\d+/g, '$1') }],
  ] as const satisfies readonly (readonly [string, typeof comma])[])('CSV that %s', (_, codec) =>
    expect(complaint(() => check(tables(codec), fc.tuple(dataTables), { numRuns: 2000, seed: 1 }))).toContain(
      'tables through CSV',
    ),
  )

  it.each([
    ['loses dtypes', { ...jsonTree, encode: (tree) => jsonTree.encode(tree).replaceAll('float32', 'float64') }],
    [
      'takes empty lists for empty records',
      { ...jsonTree, encode: (tree) => jsonTree.encode(tree).replaceAll('[]', '{}') },
    ],
    [
      'changes signs',
      {
        ...jsonTree,
        decode: (text) => E.map((tree: object) => mapTree(tree, neg as never) as never)(jsonTree.decode(text, [])),
      },
    ],
  ] as const satisfies readonly (readonly [string, typeof jsonTree])[])('JSON that %s', (_, codec) =>
    expect(complaint(() => check(trees(codec), fc.tuple(dataTrees), { numRuns: 500, seed: 1 }))).toContain(
      'trees through JSON',
    ),
  )

  it('JSON that goes by the language', () => {
    const codec = { ...json, encode: (value: Json) => JSON.stringify(value) }
    expect(complaint(() => check(textCodec.values(codec), fc.tuple(jsonValues), { numRuns: 2000, seed: 1 }))).toContain(
      'values through JSON',
    )
  })

  it('PNG that mixes rows and columns up', () => {
    const codec = {
      ...png,
      encode: (image: Parameters<typeof png.encode>[0]) =>
        png.encode(resizeImage(image, [image.shape[1], image.shape[0]])),
    }
    expect(complaint(() => check(images(codec), fc.tuple(dataImages), { seed: 1 }))).toContain('images through PNG')
  })
})
