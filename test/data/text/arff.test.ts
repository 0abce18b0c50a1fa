import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ArgumentError, toArray, toTypedArray } from 'cotangent'
import { type ArffDType, type ArffOptions, type DataError, decodeArff, mnist784, readArff } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { fuzz } from '../../support/damage.js'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-arff-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const right = <A>(result: E.Either<DataError, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

const head = '@relation r\n@attribute x numeric\n@attribute c {a,b}\n@data\n'
const rows = (text: string, options?: ArffOptions): unknown => toArray(right(decodeArff(text, options)).data)
const problem = (text: string | Uint8Array, options?: ArffOptions<ArffDType>): unknown => {
  const result = decodeArff(text, options)
  return E.isLeft(result) ? [result.left._tag, 'problem' in result.left ? result.left.problem : ''] : result.right
}

describe('an ARFF text', () => {
  it('declares its attributes', () => {
    const text = [
      '% a comment',
      `@RELATION 'two words'`,
      '',
      '  @Attribute "the size" REAL  ',
      '@attribute n integer\r',
      `@attribute kind {plain, 'in quotes', "it's", 'a\\'b\\\\', '', '?'}`,
      '@DATA',
      `1.5, -2,'a\\'b\\\\'`,
      '% another',
      `?,?,?`,
      `.5e1\t,7 , "it's"`,
      "0,0,''",
      "0,0,'?'",
    ].join('\n')
    const read = right(decodeArff(text))
    expect(read.relation).toBe('two words')
    expect(read.attributes).toEqual([
      { name: 'the size', type: 'numeric' },
      { name: 'n', type: 'numeric' },
      { name: 'kind', type: 'nominal', values: ['plain', 'in quotes', "it's", "a'b\\", '', '?'] },
    ])
    expect(toArray(read.data)).toEqual([
      [1.5, -2, 3],
      [NaN, NaN, NaN],
      [5, 7, 2],
      [0, 0, 4],
      [0, 0, 5],
    ])
  })

  it.each([
    [
      'sparse rows',
      `${head}{0 2.5, 1 b}\n{}\n{ 1 b }\n{0 ?}\n`,
      [
        [2.5, 1],
        [0, 0],
        [0, 1],
        [NaN, 0],
      ],
    ],
    ['no rows', head, []],
    ['no end of the last line', `${head}1,a`, [[1, 0]]],
    [
      'digits of all lengths',
      `${head}123456789,a\n1234567890,a\n007,b\n-0,a\n`,
      [
        [123456789, 0],
        [1234567890, 0],
        [7, 1],
        [-0, 0],
      ],
    ],
    [
      'blanks',
      `${head} 1 , b \t\r\n\t12\t,\ta\n`,
      [
        [1, 1],
        [12, 0],
      ],
    ],
  ])('with %s', (_, text, expected) => expect(rows(text)).toEqual(expected))

  it('in UTF-8, names and values included', () => {
    const text =
      '@relation Größe\n@attribute длина numeric\n@attribute 色 {赤,"青 "}\n@data\n1,赤\n2,"青 "\n{1 "青 "}\n'
    const read = right(decodeArff(text))
    expect([read.relation, ...read.attributes.map(({ name }) => name)]).toEqual(['Größe', 'длина', '色'])
    expect(toArray(read.data)).toEqual([
      [1, 0],
      [2, 1],
      [0, 1],
    ])
    expect(problem(Buffer.concat([Buffer.from(head), Buffer.from([0x31, 0x2c, 0xff])]))).toEqual([
      'FormatError',
      'there is text that is no UTF-8 on line 5',
    ])
  })

  it('as other dtypes', () => {
    expect(right(decodeArff(`${head}3,b\n`, { dtype: 'int32' })).data.dtype).toBe('int32')
    expect(toArray(right(decodeArff(`${head}0.1,b\n`, { dtype: 'float32' })).data)).toEqual([[Math.fround(0.1), 1]])
    const whole = { dtype: 'int32' } as const
    expect(problem(`${head}0.5,b\n`, whole)).toEqual(['FormatError', 'attribute "x" is no int32 on line 5'])
    expect(problem(`${head}3000000000,b\n`, whole)).toEqual(['FormatError', 'attribute "x" is no int32 on line 5'])
    expect(problem(`${head}?,b\n`, whole)).toEqual(['FormatError', expect.stringMatching(/^attribute "x" is missing/)])
    expect(() => decodeArff(head, { dtype: 'bool' as never })).toThrow(ArgumentError)
  })

  it('with an attribute apart', () => {
    const text = '@relation r\n@attribute x real\n@attribute c {a,b}\n@attribute y real\n@data\n1,b,2\n3,a,4\n'
    const read = right(decodeArff(text, { target: 'c' }))
    expect(read.attributes.map(({ name }) => name)).toEqual(['x', 'y'])
    expect(toArray(read.data)).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(read.target?.attribute.name).toBe('c')
    expect(toArray(read.target?.data ?? read.data)).toEqual([1, 0])
    expect(problem(text, { target: 'constructor' })).toEqual(['FormatError', 'there is no attribute "constructor"'])
  })

  it.each([
    ['an empty text', '', 'the file ends before the data begin'],
    ['something else', 'hello\n', 'there is no declaration "hello" on line 1'],
    ['a declaration of its own', '@relation r\n@made up\n', 'there is no declaration "@made" on line 2'],
    ['no relation', '@attribute x real\n', 'an attribute stands before the relation on line 1'],
    ['two relations', '@relation r\n@relation s\n', 'the relation is named twice on line 2'],
    ['no attributes', '@relation r\n@data\n', 'the data begin before an attribute is declared on line 2'],
    [
      'two attributes of one name',
      '@relation r\n@attribute x real\n@attribute x real\n',
      'two attributes are named "x" on line 3',
    ],
    ['an attribute without a name', '@relation r\n@attribute\n', 'an attribute has no name on line 2'],
    ['an attribute without a type', '@relation r\n@attribute x\n', 'there is no type "" on line 2'],
    ['a value twice', '@relation r\n@attribute x {a,b,a}\n', 'the value "a" is declared twice on line 2'],
    ['no values', '@relation r\n@attribute x {}\n', 'a value is missing on line 2'],
    ['braces without end', '@relation r\n@attribute x {a,b\n', 'the values are not a list in braces on line 2'],
    ['a quotation without end', "@relation 'r\n", 'a quotation is never closed on line 1'],
    ['a value not declared', `${head}1,c\n`, 'attribute "c" does not have the value "c" on line 5'],
    ['a value of the prototype', `${head}1,toString\n`, 'attribute "c" does not have the value "toString" on line 5'],
    ['text for a number', `${head}1x,a\n`, 'attribute "x" is no number: "1x" on line 5'],
    ['a number in quotes', `${head}'1',a\n`, 'attribute "x" is no number: "1" on line 5'],
    ['a hexadecimal', `${head}0x1,a\n`, 'attribute "x" is no number: "0x1" on line 5'],
    ['a value too few', `${head}1\n`, 'there are not 2 values set apart by commas on line 5'],
    ['a value too many', `${head}1,a,b\n`, 'there are not 2 values set apart by commas on line 5'],
    [
      'a number too many',
      '@relation r\n@attribute x real\n@data\n1,2\n',
      'there are not 1 values set apart by commas on line 4',
    ],
    ['a value left out', `${head},a\n`, 'the value of attribute 0 (from 0) is missing on line 5'],
    ['a comma at the end', `${head}1,\n`, 'the value of attribute 1 (from 0) is missing on line 5'],
    ['an index too large', `${head}{2 a}\n`, '"2" is no index of an attribute after the one before on line 5'],
    ['indices in disorder', `${head}{1 a, 0 1}\n`, '"0" is no index of an attribute after the one before on line 5'],
    ['an index twice', `${head}{0 1, 0 2}\n`, '"0" is no index of an attribute after the one before on line 5'],
    ['a sparse row without end', `${head}{0 1\n`, 'the values are not set apart by commas on line 5'],
    ['a weight', `${head}{0 1}, {5}\n`, 'something follows the closing brace on line 5'],
  ])('refuses %s', (_, text, expected) => expect(problem(text)).toEqual(['FormatError', expected]))

  it.each(['string', 'date "yyyy"', 'relational'])('does not read attributes of type %s', (type) =>
    expect(problem(`@relation r\n@attribute x ${type}\n`)).toEqual([
      'UnsupportedError',
      expect.stringContaining('line 2'),
    ]),
  )

  it('declares no more than could be held', () => {
    const values = (first: number): string =>
      `{${Array.from({ length: 2 ** 20 }, (_, index) => (first + index).toString(36)).join()}}`
    const text = `@relation r\n@attribute x ${values(0)}\n@attribute y ${values(2 ** 20)}\n`
    expect(problem(text)).toEqual(['SizeError', 'more than 2097152 attributes and values are declared'])
  })

  it.each([0, 2.5, NaN])('has a limit that is a number of values, not %j', (maxCells) => {
    expect(() => decodeArff('', { maxCells })).toThrow(ArgumentError)
    expect(() => readArff('x', { maxCells })).toThrow(ArgumentError)
  })

  it('has no more values than allowed', () => {
    expect(problem(`${head}{}\n{}\n`, { maxCells: 3 })).toEqual(['SizeError', 'there are more than 3 values'])
    expect(rows(`${head}{}\n{}\n`, { maxCells: 4 })).toEqual([
      [0, 0],
      [0, 0],
    ])
  })
})

describe('an ARFF file', () => {
  const text = `${head}${Array.from({ length: 40_000 }, (_, row) => `${row},${'ab'[row % 2]}\n`).join('')}`

  it.each([
    ['plain', Buffer.from(text)],
    ['packed', gzipSync(text)],
  ])('is read in pieces: %s', async (_, bytes) => {
    const path = join(folder, 'x.arff')
    writeFileSync(path, bytes)
    const data = toTypedArray(right(await readArff(path)()).data)
    expect(data).toHaveLength(80_000)
    expect(data.every((value: number, at: number) => value === (at % 2 === 0 ? at / 2 : ((at - 1) / 2) % 2))).toBe(true)
    expect(await readArff(path, { maxBytes: text.length - 1 })()).toMatchObject({ left: { _tag: 'SizeError', path } })
    writeFileSync(path, bytes.subarray(0, bytes.length - 1000))
    if (bytes.length < text.length)
      expect(await readArff(path)()).toMatchObject({ left: { _tag: 'FormatError', path } })
  })

  it('of one endless line is given up', async () => {
    const path = join(folder, 'line.arff.gz')
    writeFileSync(path, gzipSync(Buffer.alloc(2 ** 24 + 2 ** 20, 'x')))
    expect(await readArff(path)()).toMatchObject({
      left: { _tag: 'SizeError', problem: expect.stringContaining('line') },
    })
  })

  it('is a file that is there', async () => {
    expect(await readArff(join(folder, 'none'))()).toMatchObject({ left: { _tag: 'SystemError', code: 'ENOENT' } })
    expect(await readArff(folder)()).toMatchObject({ left: { _tag: 'SystemError', path: folder } })
    expect(() => readArff('x', { maxBytes: 0 })).toThrow(ArgumentError)
  })
})

describe('the OpenML cache', () => {
  const attributes = Array.from({ length: 784 }, (_, at) => `@ATTRIBUTE pixel${at + 1} real\n`).join('')
  const row = (label: number): string =>
    `${Array.from({ length: 784 }, (_, at) => (at * label) % 256).join(',')},${label}\n`
  const file = (classes = '{0,1,2,3,4,5,6,7,8,9}', body = row(5) + row(0) + row(4)): Buffer =>
    gzipSync(`@RELATION mnist_784\n\n${attributes}@ATTRIBUTE class ${classes}\n\n@DATA\n${body}`)

  it.each(['52667.gz', '52667/mnist_784.arff.gz'])('has the digits in %s', async (place) => {
    const dataHome = mkdtempSync(join(folder, 'home-'))
    const path = join(dataHome, 'openml/openml.org/data/v1/download', place)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, file())
    const { images, labels } = right(await mnist784({ dataHome })())
    expect([images.shape, images.dtype, labels.dtype]).toEqual([[3, 784], 'int32', 'int32'])
    expect(toArray(labels)).toEqual([5, 0, 4])
    expect(toTypedArray(images).slice(0, 784)).toEqual(Int32Array.from({ length: 784 }, (_, at) => (at * 5) % 256))
    expect(right(await mnist784({ path, dtype: 'float32' })()).images.dtype).toBe('float32')
  })

  it('is missing', async () =>
    expect(await mnist784({ dataHome: folder })()).toMatchObject({
      left: { _tag: 'SystemError', code: 'ENOENT', path: join(folder, 'openml/openml.org/data/v1/download') },
    }))

  it.each([
    ['a class that is no digit', file('{0,4,five}', row(0))],
    ['a class that is missing', file(undefined, row(5).replace(/,5\n/, ',?\n'))],
    ['another number of pixels', gzipSync(`@relation r\n@attribute x real\n@attribute class {0}\n@data\n1,0\n`)],
  ])('is refused with %s', async (_, bytes) => {
    const path = join(folder, 'other.arff.gz')
    writeFileSync(path, bytes)
    expect(await mnist784({ path, dtype: 'float32' })()).toMatchObject({ left: { _tag: 'FormatError', path } })
  })
})

describe('damaged ARFF', () => {
  const samples = [
    `% c\n@relation 'r s'\n@attribute "x y" numeric\n@attribute c {a,'b c'}\n@data\n1.5,'b c'\n{0 2, 1 a}\n?,?\n-3e2,a\n`,
    `${head}${'12,a\n'.repeat(50)}`,
  ]
  fuzz(
    'decodeArff',
    (bytes) => decodeArff(bytes),
    samples.map((text) => new Uint8Array(Buffer.from(text))),
    10_000,
  )
})
