import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArgumentError, type Tensor, tensor, toArray } from 'cotangent'
import {
  type CsvOptions,
  type DataError,
  decodeCsv,
  encodeCsv,
  readCsv,
  type Table,
  tableColumn,
  tableMatrix,
  writeCsv,
} from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { fuzz } from '../../support/damage.js'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-csv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const right = <A>(result: E.Either<DataError, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

/** A table as plain values. */
const plain = (table: Table): readonly (readonly [string, unknown])[] =>
  table.columns.map((column) => [column.name, column.type === 'number' ? toArray(column.values) : column.values])

const read = (text: string, options?: CsvOptions) => plain(right(decodeCsv(text, options)))

const problem = (text: string, options?: CsvOptions): unknown => {
  const result = decodeCsv(text, options)
  return E.isLeft(result) ? [result.left._tag, 'problem' in result.left ? result.left.problem : ''] : result.right
}

describe('a CSV text', () => {
  it.each([
    [
      'numbers and text',
      'x,name\n1,a\n-2.5e3,b\n',
      {},
      [
        ['x', [1, -2500]],
        ['name', ['a', 'b']],
      ],
    ],
    ['line ends of all kinds', 'x\r\n1\n2\r3', {}, [['x', [1, 2, 3]]]],
    ['a byte order mark', '\uFEFFx\n1', {}, [['x', [1]]]],
    [
      'quotes',
      '"a ""b""","c,d"\n"1\n2",3\n',
      {},
      [
        ['a "b"', ['1\n2']],
        ['c,d', [3]],
      ],
    ],
    [
      'blank lines',
      'x,y\n\n1,2\n\n\n3,4\n\n',
      {},
      [
        ['x', [1, 3]],
        ['y', [2, 4]],
      ],
    ],
    ['an empty text in quotes', 'x\n""\na\n', {}, [['x', ['', 'a']]]],
    [
      'another delimiter',
      'x;y\n1,5;2\n',
      { delimiter: ';' },
      [
        ['x', ['1,5']],
        ['y', [2]],
      ],
    ],
    [
      'tabs',
      'x\ty\n1\t2\n',
      { delimiter: '\t' },
      [
        ['x', [1]],
        ['y', [2]],
      ],
    ],
    [
      'no header',
      '1,2\n3,4\n',
      { header: false },
      [
        ['0', [1, 3]],
        ['1', [2, 4]],
      ],
    ],
    [
      'names from elsewhere',
      '1,2\n',
      { header: ['a', 'b'] },
      [
        ['a', [1]],
        ['b', [2]],
      ],
    ],
    [
      'missing numbers',
      'x,y\n1,a\n,\nNA,c\n',
      { missing: ['', 'NA'] },
      [
        ['x', [1, NaN, NaN]],
        ['y', ['a', '', 'c']],
      ],
    ],
    ['numbers that are to be text', 'x\n007\n', { types: { x: 'text' } }, [['x', ['007']]]],
    ['infinities', 'x\ninf\n-Infinity\n+INF\n', {}, [['x', [Infinity, -Infinity, Infinity]]]],
    [
      'no rows',
      'x,y\n',
      {},
      [
        ['x', []],
        ['y', []],
      ],
    ],
    ['nothing at all, without a header', '', { header: false }, []],
    [
      'names of prototypes',
      '__proto__,constructor\n1,2\n',
      { types: { constructor: 'number' } },
      [
        ['__proto__', [1]],
        ['constructor', [2]],
      ],
    ],
  ] as const)('with %s', (_, text, options, columns) => expect(read(text, options as CsvOptions)).toEqual(columns))

  it.each(['0x10', '1e', '1 ', ' 1', '1_000', '1,', '.', '+', '--1', '1e999', 'NaN', 'nan', 'Infinit', '١', '1f', ''])(
    'does not take %j for a number',
    (cell) =>
      expect(read(`x,y\n"${cell}",a\n`)).toEqual([
        ['x', [cell]],
        ['y', ['a']],
      ]),
  )

  it.each([
    ['0', 0],
    ['-0', -0],
    ['.5', 0.5],
    ['5.', 5],
    ['+1E-3', 0.001],
    ['5e-324', 5e-324],
    ['0.1000000000000000055511151231257827021181583404541015625', 0.1],
  ])('takes %s for a number', (cell, value) => expect(read(`x\n${cell}\n`)).toEqual([['x', [value]]]))

  it.each([
    ['a record that is too short', 'x,y\n1,2\n3\n', {}, 'record 2 (counted from 0) has 1 fields where 2 are due'],
    ['a record that is too long', 'x\n1,2\n', {}, 'record 1 (counted from 0) has 2 fields where 1 are due'],
    ['a quotation without end', 'x\n"1\n', {}, /^a quotation is never closed/],
    ['a quotation inside a field', 'x\n1"2"\n', {}, /^a quotation begins inside a field on line 2/],
    ['text after a quotation', 'x\n"1"2\n', {}, /^a quotation ends inside a field/],
    ['two columns of one name', 'x,x\n1,2\n', {}, 'two columns are named "x"'],
    ['no header', '', {}, 'there is no header'],
    [
      'text for a number',
      'x\n1\na\n',
      { types: { x: 'number' } },
      'row 1 (counted from 0) of column "x" is no number: "a"',
    ],
    ['a type for no column', 'x\n1\n', { types: { y: 'number' } }, 'there is no column "y"'],
  ] as const)('refuses %s', (_, text, options, expected) =>
    expect(problem(text, options as CsvOptions)).toEqual([
      'FormatError',
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    ]),
  )

  it('has no more fields than allowed', () => {
    expect(problem('x,y\n1,2\n3,4\n', { maxCells: 3 })).toEqual(['SizeError', 'there are more than 3 fields'])
    expect(read('x,y\n1,2\n3,4\n', { maxCells: 4 })).toHaveLength(2)
  })

  it('is read no further than that, nor past a record of another length', () => {
    expect(problem('x,y\n1,2\n3,4\n"', { maxCells: 3 })).toEqual(['SizeError', 'there are more than 3 fields'])
    expect(problem('1,2\n3,4\n"', { maxCells: 3, header: false })).toEqual([
      'SizeError',
      'there are more than 3 fields',
    ])
    expect(problem('x\n1,2\n"')).toEqual(['FormatError', expect.stringContaining('has 2 fields')])
  })

  it('has no more columns than could be held', () =>
    expect(problem(`${','.repeat(2 ** 20)}\n`, { header: false })).toEqual([
      'SizeError',
      'there are more than 1048576 columns',
    ]))

  it.each([0, -1, 1.5, NaN])('has a limit that is a number of fields, not %j', (maxCells) =>
    expect(() => decodeCsv('', { maxCells })).toThrow(ArgumentError),
  )

  it.each(['', ',,', '"', '\n'])('cannot have the delimiter %j', (delimiter) => {
    expect(() => decodeCsv('', { delimiter })).toThrow(ArgumentError)
    expect(() => encodeCsv({ rows: 0, columns: [] }, { delimiter })).toThrow(ArgumentError)
  })

  it('is read in one pass: long fields, quotes and numbers take their time once', () => {
    const long = 300_000
    const texts = [
      `x\n${'1'.repeat(long)}x\n`,
      `x\n"${'""'.repeat(long)}"\n`,
      `x\n"${'a\n'.repeat(long)}`,
      `${'a,'.repeat(long)}\n`,
      `x\n${'1e'.repeat(long)}`,
    ]
    for (const text of texts) {
      const { user } = process.cpuUsage()
      decodeCsv(text)
      expect((process.cpuUsage().user - user) / 1e6).toBeLessThan(10)
    }
  })
})

describe('a table', () => {
  const table = right(decodeCsv('a,b,c\n1,2,x\n3,4,y\n'))

  it('gives its columns', () => {
    expect(right(tableColumn(table, 'c'))).toEqual({ name: 'c', type: 'text', values: ['x', 'y'] })
    expect(E.isLeft(tableColumn(table, 'toString'))).toBe(true)
  })

  it('gives matrices', () => {
    const two: Tensor<[number, 2], 'float64'> = right(tableMatrix(table, ['b', 'a']))
    // @ts-expect-error Two names are not three columns.
    const _three: Tensor<[number, 3], 'float64'> = two
    expect(toArray(two)).toEqual([
      [2, 1],
      [4, 3],
    ])
    expect(right(tableMatrix(table, [])).shape).toEqual([2, 0])
    expect(tableMatrix(table)).toMatchObject({ left: { _tag: 'FormatError', problem: 'column "c" holds text' } })
    expect(tableMatrix(table, ['d'])).toMatchObject({ left: { problem: 'there is no column "d"' } })
  })

  it('is written as it would be by hand', () => {
    const written = encodeCsv({
      rows: 2,
      columns: [
        { name: 'x', type: 'number', values: tensor([0.1, NaN]) },
        { name: 'a "b"', type: 'text', values: ['plain', ' spaced, ""'] },
      ],
    })
    expect(written).toBe('x,"a ""b"""\n0.1,plain\nNaN," spaced, """""\n')
  })

  it('has columns of one length', () =>
    expect(() => encodeCsv({ rows: 2, columns: [{ name: 'x', type: 'number', values: tensor([1]) }] })).toThrow(
      /1 rows where the table has 2/,
    ))

  it('goes through a file', async () => {
    const path = join(folder, 'table.csv')
    right(await writeCsv(path, table, { delimiter: ';' })())
    expect(plain(right(await readCsv(path, { delimiter: ';' })()))).toEqual(plain(table))
    expect(await readCsv(path, { maxBytes: 3 })()).toMatchObject({ left: { _tag: 'SizeError', path } })
    expect(await readCsv(path, { types: { z: 'text' } })()).toMatchObject({ left: { _tag: 'FormatError', path } })
    expect(await readCsv(join(folder, 'none.csv'))()).toMatchObject({ left: { _tag: 'SystemError', code: 'ENOENT' } })
  })
})

describe('damaged CSV', () => {
  const samples = [
    'x,y,name\n1,2.5,"a, ""b"""\n-3e5,,c\n',
    '"a\nb",c\r\n1,2\r\n"", \r\n',
    `n,m\n${'12.5,-7\n'.repeat(40)}`,
  ]
  const decode = (bytes: Uint8Array) => decodeCsv(Buffer.from(bytes).toString('latin1'), { missing: [''] })
  fuzz(
    'decodeCsv',
    decode,
    samples.map((text) => new Uint8Array(Buffer.from(text))),
    10_000,
    { bytesAtLeast: 2 ** 25 },
  )
})
