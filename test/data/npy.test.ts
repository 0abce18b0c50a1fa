import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  arange,
  broadcastTo,
  fromTypedArray,
  ShapeError,
  tensor,
  toArray,
  toTypedArray,
  transpose,
  zeros,
} from 'cotangent'
import { decodeNpy, encodeNpy, readNpy, writeNpy } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { fuzz } from '../support/damage.js'
import { numpyFile, right } from '../support/data.js'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-npy-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Bytes with a header of any text. */
const withHeader = (text: string, elements: readonly number[] = [0], version = 1): Uint8Array =>
  Uint8Array.from([
    ...[0x93, ...Buffer.from('NUMPY'), version, 0, text.length & 255, text.length >> 8],
    ...(version === 1 ? [] : [0, 0]),
    ...[...Buffer.from(text), ...elements],
  ])

describe('what NumPy wrote', () => {
  it.each([
    [
      'f8',
      'float64',
      [
        [1.5, -0],
        [Number.NaN, Number.POSITIVE_INFINITY],
      ],
    ],
    ['f4', 'float32', [Math.fround(0.1), 2]],
    ['i4', 'int32', [[-1, 2, 3]]],
    ['bool', 'bool', [true, false]],
    ['u1', 'int32', [0, 255]],
    ['i1', 'int32', [-128, 127]],
    ['u2', 'int32', [0, 65535]],
    ['i2', 'int32', [-32768, 7]],
    ['u4 small', 'int32', [1, 2 ** 31 - 1]],
    ['u4 large', 'float64', [1, 2 ** 32 - 1]],
    ['i8 small', 'int32', [-(2 ** 31), 2 ** 31 - 1]],
    ['i8 large', 'float64', [-(2 ** 53), 2 ** 60]],
    ['u8 small', 'int32', [3]],
    ['u8 large', 'float64', [2 ** 63]],
    ['f2', 'float32', [1.5, -(2 ** -24), 65504, Number.POSITIVE_INFINITY, Number.NaN, -0, 6.097555160522461e-5]],
    ['>f8', 'float64', [1.5, -2]],
    ['>i2', 'int32', [1, -2]],
    ['>f4', 'float32', [0.5]],
    ['>i8', 'int32', [5, -6]],
    ['scalar', 'float64', 2.5],
    ['empty', 'float64', []],
    ['version 2', 'float64', [0, 1, 2]],
    ['version 3', 'float64', [0, 1, 2]],
  ])('%s is %s', (name, dtype, values) => {
    const found = right(decodeNpy(numpyFile(name)))
    expect(found.dtype).toBe(dtype)
    expect(toArray(found)).toEqual(values)
  })

  it('in columns is the same tensor', () => {
    const found = right(decodeNpy(numpyFile('fortran')))
    expect([found.dtype, found.shape]).toEqual(['int32', [2, 3, 4]])
    expect([...toTypedArray(found)]).toEqual([...Array(24).keys()])
    expect(toArray(transpose(found))).toEqual(toArray(transpose(right(decodeNpy(encodeNpy(found))))))
  })

  it.each([
    'i8 inexact',
    'u8 inexact',
    'records',
    'objects',
    'text',
    'bytes',
    'complex',
    'date',
    'void',
    'long double',
  ])('%s are not read', (name) =>
    expect(decodeNpy(numpyFile(name))).toMatchObject({ left: { _tag: 'UnsupportedError', format: 'npy' } }),
  )

  it('is written by us as by NumPy, to the byte', () => {
    for (const name of ['f8', 'f4', 'i4', 'bool', 'scalar', 'empty'])
      expect(encodeNpy(right(decodeNpy(numpyFile(name)))), name).toEqual(numpyFile(name))
  })

  it('keeps the bits of NaN', () => {
    const bits = new BigUint64Array([0x7ff8000000000001n, 0xfff0000000abcdefn])
    const bytes = encodeNpy(fromTypedArray(new Float64Array(bits.buffer), [2]))
    expect(bytes.subarray(-16)).toEqual(new Uint8Array(bits.buffer))
    expect(encodeNpy(right(decodeNpy(bytes)))).toEqual(bytes)
  })
})

describe('a dtype that is asked for', () => {
  it('is had where it holds every element', () => {
    const of = (name: string, dtype: 'float64' | 'float32' | 'int32' | 'bool'): unknown => {
      const found = decodeNpy(numpyFile(name), { dtype })
      return E.isRight(found) ? [found.right.dtype, toArray(found.right)] : found.left._tag
    }
    expect(of('u1', 'float32')).toEqual(['float32', [0, 255]])
    expect(of('f4', 'float64')).toEqual(['float64', [Math.fround(0.1), 2]])
    expect(of('bool', 'int32')).toEqual(['int32', [1, 0]])
    expect(of('i8 small', 'float64')).toEqual(['float64', [-(2 ** 31), 2 ** 31 - 1]])
    for (const [name, dtype] of [
      ['f8', 'int32'],
      ['i8 small', 'float32'],
      ['u1', 'bool'],
      ['u4 large', 'int32'],
      ['f2', 'int32'],
    ] as const)
      expect(of(name, dtype), `${name} as ${dtype}`).toBe('UnsupportedError')
  })
})

describe('a header', () => {
  const good = `{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\n`

  it.each([
    ['of NumPy', good],
    ['in another order, with other quotes and spaces', `{ "shape":(1 ,),"fortran_order" :True, 'descr':'<u1'}`],
    ['of Python 2', good.replace('1,)', '1L,)')],
  ])('%s is read', (_, text) => expect(toArray(right(decodeNpy(withHeader(text))))).toEqual([0]))

  it.each([
    ['nothing', ''],
    ['no braces', good.slice(1)],
    ['no end', good.replace('}', '')],
    ['more after the end', `${good};`],
    ['a missing entry', `{'descr': '|u1', 'shape': (1,), }`],
    ['an entry too many', good.replace('}', `'x': 'y'}`)],
    ['an entry twice', good.replace('}', `'shape': (1,), }`)],
    ['a number that is no tuple', good.replace('(1,)', '(1)')],
    ['a number without brackets', good.replace('(1,)', '1')],
    ['a negative extent', good.replace('(1,)', '(-1,)')],
    ['a product', good.replace('(1,)', '(1*1,)')],
    ['a call', good.replace('(1,)', 'open("x")')],
    ['an escape', good.replace('|u1', '\\u0075')],
    ['an extent beyond exact integers', good.replace('(1,)', '(9007199254740993, 0)')],
    ['an infinite extent', good.replace('(1,)', `(${'9'.repeat(400)},)`)],
    ['an empty shape of impossible extents', good.replace('(1,)', '(4294967296, 4294967296, 0)')],
    ['extents whose product is beyond exact integers', good.replace('(1,)', '(4294967296, 4294967296)')],
    ['keys of other things', good.replace(`'shape'`, `'__proto__'`)],
    ['order without width', good.replace('|u1', '|')],
  ])('with %s is refused', (_, text) =>
    expect(decodeNpy(withHeader(text))).toMatchObject({ left: { _tag: 'FormatError', format: 'npy' } }),
  )

  it.each(['|u2', '<u3', '<f16', '<U1', '|O', '<c16', '<M8[ns]', '<i4x'])('of the type %s is of no tensor', (descr) =>
    expect(decodeNpy(withHeader(good.replace('|u1', descr)))).toMatchObject({ left: { _tag: 'UnsupportedError' } }),
  )

  it.each([
    ['missing', withHeader(good, [])],
    ['extra', withHeader(good, [0, 0])],
    ['cut off', withHeader(good).subarray(0, 20)],
    ['of another version', withHeader(good, [0], 4)],
    ['of a wrong magic number', Uint8Array.from([0, ...withHeader(good).subarray(1)])],
  ])('before bytes that are %s is refused', (_, bytes) =>
    expect(decodeNpy(bytes)).toMatchObject({ left: { _tag: 'FormatError' } }),
  )

  it('is 64 KiB at most, and has 64 axes at most', () => {
    const long = withHeader(good.padEnd(2 ** 16 - 1))
    expect(E.isRight(decodeNpy(long))).toBe(true)
    const axes = (count: number): Uint8Array => withHeader(good.replace('(1,)', `(${'1,'.repeat(count)})`))
    expect(right(decodeNpy(axes(64))).shape.length).toBe(64)
    expect(decodeNpy(axes(65))).toMatchObject({ left: { _tag: 'UnsupportedError' } })
    expect(() => encodeNpy(zeros(Array(65).fill(1)))).toThrow(ShapeError)
  })

  it('with a size beyond the limit is refused', () => {
    const text = good.replace('(1,)', '(2000,)')
    expect(decodeNpy(withHeader(text), { maxBytes: 1999 })).toMatchObject({ left: { _tag: 'SizeError' } })
    const ten = withHeader(good.replace('(1,)', '(10,)'), Array(10).fill(1))
    expect(decodeNpy(ten, { maxBytes: 39 })).toMatchObject({ left: { _tag: 'SizeError' } })
    expect(decodeNpy(ten, { maxBytes: 40 })._tag).toBe('Right')
    expect(decodeNpy(ten, { maxBytes: 40, dtype: 'float64' })).toMatchObject({ left: { _tag: 'SizeError' } })
  })
})

describe('bytes', () => {
  it.each([0, 1, 8])('may be changed after they were decoded, and begin anywhere (%s)', (start) => {
    const bytes = new Uint8Array([...Array(start).fill(0), ...encodeNpy(tensor([1, 2, 3]))])
    const found = right(decodeNpy(bytes.subarray(start)))
    bytes.fill(0)
    expect(toArray(found)).toEqual([1, 2, 3])
  })

  it('of views are those of their elements', () => {
    expect(encodeNpy(broadcastTo(tensor([1]), [2, 2]))).toEqual(
      encodeNpy(
        tensor([
          [1, 1],
          [1, 1],
        ]),
      ),
    )
  })

  it('of a bool are 0 or 1', () => {
    const bytes = encodeNpy(tensor([true]))
    bytes[bytes.length - 1] = 2
    expect(decodeNpy(bytes)).toMatchObject({ left: { _tag: 'FormatError' } })
  })
})

describe('files', () => {
  it('take little more memory than they have bytes', async () => {
    const path = join(folder, 'large.npy')
    const bytes = 100 * 2 ** 20
    right(await writeNpy(path, arange(0, bytes / 8))())
    const before = process.memoryUsage().arrayBuffers
    const found = right(await readNpy(path)())
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1.1 * bytes)
    expect(found.shape).toEqual([bytes / 8])
  })

  it('are named in errors', async () => {
    const path = join(folder, 'broken.npy')
    writeFileSync(path, 'no')
    expect(await readNpy(path)()).toMatchObject({ left: { _tag: 'FormatError', path } })
  })
})

describe('damaged files', () => {
  const names = ['f8', 'f2', 'i8 large', 'bool', '>i2', 'fortran', 'empty', 'version 2', 'scalar']
  fuzz('npy', (bytes) => decodeNpy(bytes, { maxBytes: 2 ** 20 }), names.map(numpyFile), 10_000)
})
