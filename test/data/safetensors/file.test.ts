import { ArgumentError, fromTypedArray, tensor, toArray, zeros } from 'cotangent'
import { decodeSafetensors, encodeSafetensors } from 'cotangent/data'
import { describe, expect, it } from 'vitest'
import { fuzz } from '../../support/damage.js'
import { right } from '../../support/data.js'

/** A file after the format's description: the header's length, the header, the bytes. */
const file = (header: string | object, bytes: readonly number[] = []): Uint8Array => {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const head = Buffer.alloc(8)
  head.writeBigUInt64LE(BigInt(text.length))
  return new Uint8Array(Buffer.concat([head, text, Uint8Array.from(bytes)]))
}

const one = (dtype: string, shape: readonly number[], bytes: readonly number[]): Uint8Array =>
  file({ x: { dtype, shape, data_offsets: [0, bytes.length] } }, bytes)

const x = (bytes: Uint8Array): unknown => {
  const found = right(decodeSafetensors(bytes)).tensors.get('x')
  return found === undefined ? undefined : [found.dtype, toArray(found)]
}

describe('elements', () => {
  it.each([
    ['F64', [1], [0, 0, 0, 0, 0, 0, 0xf8, 0x3f], ['float64', [1.5]]],
    ['F32', [], [0, 0, 0xc0, 0x3f], ['float32', 1.5]],
    ['F16', [2], [0, 0x3e, 1, 0], ['float32', [1.5, 2 ** -24]]],
    ['BF16', [2], [0xc0, 0x3f, 0x80, 0xff], ['float32', [1.5, Number.NEGATIVE_INFINITY]]],
    ['I32', [1, 1], [0xfe, 0xff, 0xff, 0xff], ['int32', [[-2]]]],
    ['I64', [1], [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], ['int32', [-2]]],
    ['U64', [1], [0, 0, 0, 0, 0, 0, 0, 0x80], ['float64', [2 ** 63]]],
    ['U32', [1], [0xff, 0xff, 0xff, 0xff], ['float64', [2 ** 32 - 1]]],
    ['I16', [1], [0, 0x80], ['int32', [-32768]]],
    ['U16', [1], [0, 0x80], ['int32', [32768]]],
    ['I8', [1], [0x80], ['int32', [-128]]],
    ['U8', [0, 3], [], ['int32', []]],
    ['BOOL', [2], [1, 0], ['bool', [true, false]]],
  ])('%s', (dtype, shape, bytes, expected) => expect(x(one(dtype, shape, bytes))).toEqual(expected))

  it.each(['F8_E4M3', 'C64', '__proto__', 'f32'])('%s are not read', (dtype) =>
    expect(decodeSafetensors(one(dtype, [1], [0]))).toMatchObject({ left: { _tag: 'UnsupportedError' } }),
  )

  it('are bools that are 0 or 1, and integers that are exact', () => {
    expect(decodeSafetensors(one('BOOL', [1], [2]))).toMatchObject({
      left: { _tag: 'FormatError', format: 'safetensors', problem: expect.stringContaining('"x"') },
    })
    expect(decodeSafetensors(one('I64', [1], [1, 0, 0, 0, 0, 0, 0x20, 0]))).toMatchObject({
      left: { _tag: 'UnsupportedError' },
    })
  })
})

describe('a header', () => {
  const entry = { dtype: 'U8', shape: [1], data_offsets: [0, 1] }
  const text = JSON.stringify(entry)

  it('has names that are names and nothing else, and metadata', () => {
    const names = ['__proto__', 'constructor', '', 'ä', '\ud800', '"']
    const entries = names.map((name, at) => `${JSON.stringify(name)}:${text.replace('[0,1]', `[${at},${at + 1}]`)}`)
    const found = right(
      decodeSafetensors(file(`{${entries.join()},"__metadata__":{"__proto__":"a","b":"c"}} `, [1, 2, 3, 4, 5, 6])),
    )
    expect([...found.tensors].map(([name, value]) => [name, toArray(value)])).toEqual(
      names.map((name, at) => [name, [at + 1]]),
    )
    expect([...found.metadata]).toEqual([
      ['__proto__', 'a'],
      ['b', 'c'],
    ])
    expect(right(decodeSafetensors(file('{}'))).tensors.size).toBe(0)
  })

  it.each<[string, string | object, readonly number[]]>([
    ['nothing', '', []],
    ['a space first', ` {"x":${text}}`, [0]],
    ['a byte order mark', `\ufeff{"x":${text}}`, [0]],
    ['another value', `[]`, []],
    ['a key twice', `{"x":${text},"x":${text}}`, [0]],
    ['a key twice, written in two ways', `{"x":${text},"\\u0078":${text}}`, [0]],
    ['a key twice within', `{"x":${text.replace('}', ',"dtype":"U8"}')}}`, [0]],
    ['metadata twice', `{"__metadata__":{},"__metadata__":{}}`, []],
    ['metadata that are no strings', { __metadata__: { a: 1 } }, []],
    ['metadata that are no object', { __metadata__: 'a' }, []],
    ['no end', `{"x":${text}`, [0]],
    ['more after the end', `{"x":${text}}}`, [0]],
    ['a trailing comma', `{"x":${text},}`, [0]],
    ['a comment', `{/**/"x":${text}}`, [0]],
    ['deep nesting', `{"x":${'['.repeat(100_000)}`, []],
    ['no description', { x: 1 }, [0]],
    ['a list as description', { x: [] }, [0]],
    ['a missing entry', { x: { dtype: 'U8', shape: [1] } }, [0]],
    ['an entry too many', { x: { ...entry, more: 1 } }, [0]],
    ['a shape that is no list', { x: { ...entry, shape: 1 } }, [0]],
    ['a fractional extent', { x: { ...entry, shape: [1.5] } }, [0]],
    ['a negative extent', { x: { ...entry, shape: [-1] } }, [0]],
    ['an inexact extent', `{"x":${text.replace('[1]', '[9007199254740993]')}}`, [0]],
    ['extents whose product is inexact', { x: { ...entry, shape: [2 ** 40, 2 ** 40] } }, [0]],
    ['one offset', { x: { ...entry, data_offsets: [1] } }, [0]],
    ['a shape of another size', { x: { ...entry, shape: [2] } }, [0]],
    ['offsets the wrong way round', { x: { ...entry, data_offsets: [1, 0] } }, [0]],
    ['an offset past the end', { x: { ...entry, data_offsets: [1, 2] } }, [0]],
    ['bytes that are missing', { x: entry }, []],
    ['bytes of no tensor at the end', { x: entry }, [0, 0]],
    ['a gap before', { x: { ...entry, data_offsets: [1, 2] } }, [0, 0]],
    ['a gap between', { x: entry, y: { ...entry, data_offsets: [2, 3] } }, [0, 0, 0]],
    ['shared bytes', { x: entry, y: entry }, [0]],
    ['overlap', { x: { ...entry, shape: [2], data_offsets: [0, 2] }, y: { ...entry, data_offsets: [1, 2] } }, [0, 0]],
  ])('with %s is refused', (_, header, bytes) =>
    expect(decodeSafetensors(file(header, bytes))).toMatchObject({
      left: { _tag: 'FormatError', format: 'safetensors' },
    }),
  )

  it('that is no UTF-8, or longer than the file or than any, is refused', () => {
    const bytes = file({ x: entry }, [0])
    for (const length of [1n, 2n ** 20n, 100_000_001n, 2n ** 53n, 2n ** 64n - 1n]) {
      new DataView(bytes.buffer).setBigUint64(0, length, true)
      expect(decodeSafetensors(bytes)).toMatchObject({ left: { _tag: 'FormatError' } })
    }
    const latin = file({ é: entry }, [0])
    latin[10] = 0xe9
    expect(decodeSafetensors(latin)).toMatchObject({ left: { _tag: 'FormatError' } })
  })

  it('may claim no more than the limit, in memory too, and all tensors together', () => {
    const three = one('U8', [3], [1, 2, 3])
    expect(decodeSafetensors(three, { maxBytes: 2 })).toMatchObject({ left: { _tag: 'SizeError' } })
    // Three bytes become three int32.
    expect(decodeSafetensors(three, { maxBytes: 11 })).toMatchObject({ left: { _tag: 'SizeError' } })
    expect(decodeSafetensors(three, { maxBytes: 12 })._tag).toBe('Right')
    expect(decodeSafetensors(three, { maxBytes: 23, dtype: 'float64' })).toMatchObject({ left: { _tag: 'SizeError' } })
    const two = file({ x: entry, y: { ...entry, data_offsets: [1, 2] } }, [1, 2])
    expect(decodeSafetensors(two, { maxBytes: 7 })).toMatchObject({ left: { _tag: 'SizeError' } })
    expect(decodeSafetensors(two, { maxBytes: 8 })._tag).toBe('Right')
  })

  it('of millions of values is refused before they take memory', () => {
    const before = process.memoryUsage().heapUsed
    for (const value of ['{}', '[]', '""'])
      expect(decodeSafetensors(file(`{"x":[${`${value},`.repeat(2 ** 21)}${value}]}`))).toMatchObject({
        left: { _tag: 'FormatError', problem: expect.stringContaining('values') },
      })
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(2 ** 27)
  })

  it('that no reader would take is not written', () => {
    expect(() => encodeSafetensors({}, { note: 'x'.repeat(100_000_000) })).toThrow(ArgumentError)
    // What is in quotation marks is one value.
    const commas = { note: ','.repeat(2 ** 21) }
    expect(right(decodeSafetensors(encodeSafetensors({}, commas))).metadata.get('note')).toBe(commas.note)
  })
})

describe('what we write', () => {
  it('has every tensor at a place for its elements, the header as long as a multiple of 8', () => {
    const bytes = encodeSafetensors({
      b: tensor([true, false, true]),
      f: fromTypedArray(Float32Array.of(1, 2, 3), [3]),
      d: tensor([1, 2]),
      i: tensor([7], { dtype: 'int32' }),
    })
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    expect(length % 8).toBe(0)
    const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString())
    expect(header).toEqual({
      b: { dtype: 'BOOL', shape: [3], data_offsets: [32, 35] },
      f: { dtype: 'F32', shape: [3], data_offsets: [16, 28] },
      d: { dtype: 'F64', shape: [2], data_offsets: [0, 16] },
      i: { dtype: 'I32', shape: [1], data_offsets: [28, 32] },
    })
    expect([...right(decodeSafetensors(bytes)).tensors.keys()]).toEqual(['b', 'f', 'd', 'i'])
  })

  it('is no tensor of a name that the format has, and no metadata but strings', () => {
    expect(() => encodeSafetensors({ __metadata__: zeros([1]) })).toThrow(ArgumentError)
    // @ts-expect-error: a number
    expect(() => encodeSafetensors({}, { epoch: 3 })).toThrow(ArgumentError)
  })
})

describe('damaged files', () => {
  const samples = [
    encodeSafetensors({ a: tensor([1, 2]), b: tensor([true]), c: zeros([0]) }, { note: 'of a few' }),
    one('F16', [4], [0, 1, 2, 3, 4, 5, 6, 7]),
    one('I64', [2], [1, ...Array(14).fill(0), 1]),
    encodeSafetensors({}),
  ]
  fuzz('safetensors', (bytes) => decodeSafetensors(bytes, { maxBytes: 2 ** 20 }), samples, 10_000)
})
