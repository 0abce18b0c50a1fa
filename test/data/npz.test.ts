import { ArgumentError, eye, fromTypedArray, full, tensor, toArray, zeros } from 'cotangent'
import { decodeNpz, encodeNpy, encodeNpz } from 'cotangent/data'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { fuzz } from '../support/damage.js'
import { numpyFile, right } from '../support/data.js'

const one = encodeNpy(tensor([1]))

/** An archive's only file is described at this place. */
const directoryIn = (archive: Uint8Array): number => Buffer.from(archive).indexOf(Buffer.from([0x50, 0x4b, 1, 2]))

/** An archive with a number at a place of the directory's only entry set to another one. */
const changed = (archive: Uint8Array, offset: number, value: number, width = 4): Uint8Array => {
  const copy = archive.slice()
  for (let index = 0; index < width; index++) copy[directoryIn(copy) + offset + index] = (value >>> (8 * index)) & 255
  return copy
}

describe('what others wrote', () => {
  it.each(['npz', 'npz packed'])('NumPy: %s', (name) => {
    const found = right(decodeNpz(numpyFile(name)))
    expect([...found].map(([each, value]) => [each, value.dtype, toArray(value)])).toEqual([
      [
        'weights',
        'float64',
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
      ],
      ['labels', 'int32', [1, 2]],
    ])
  })

  it('writers of large archives, which have a record of their own for what has no room in the end', () => {
    const small = Buffer.from(encodeNpz({ a: tensor([1]) }))
    const end = small.length - 22
    const record = Buffer.alloc(56 + 20)
    record.writeUInt32LE(0x06064b50, 0)
    record.writeBigUInt64LE(44n, 4)
    record.writeBigUInt64LE(1n, 24)
    record.writeBigUInt64LE(1n, 32)
    record.writeBigUInt64LE(BigInt(small.readUInt32LE(end + 12)), 40)
    record.writeBigUInt64LE(BigInt(small.readUInt32LE(end + 16)), 48)
    record.writeUInt32LE(0x07064b50, 56)
    record.writeBigUInt64LE(BigInt(end), 64)
    record.writeUInt32LE(1, 72)
    const last = Buffer.from(small.subarray(end))
    last.fill(255, 8, 20)
    const large = Buffer.concat([small.subarray(0, end), record, last])
    expect(toArray(right(decodeNpz(large)).get('a') ?? eye(1))).toEqual([1])
    large.writeUInt32LE(0, end)
    expect(decodeNpz(large)).toMatchObject({ left: { _tag: 'FormatError' } })
    expect(decodeNpz(last)).toMatchObject({ left: { _tag: 'FormatError' } })
  })

  it('writers whose entries have their sizes elsewhere', () => {
    const small = Buffer.from(encodeNpz({ a: tensor([1]) }))
    const entry = directoryIn(small)
    const sizes = Buffer.alloc(20)
    sizes.writeUInt16LE(1, 0)
    sizes.writeUInt16LE(16, 2)
    sizes.writeBigUInt64LE(BigInt(small.readUInt32LE(entry + 24)), 4)
    sizes.writeBigUInt64LE(BigInt(small.readUInt32LE(entry + 20)), 12)
    const behindName = entry + 46 + 'a.npy'.length
    const large = Buffer.concat([small.subarray(0, behindName), sizes, small.subarray(behindName)])
    large.fill(255, entry + 20, entry + 28)
    large.writeUInt16LE(sizes.length, entry + 30)
    large.writeUInt32LE(large.readUInt32LE(large.length - 10) + sizes.length, large.length - 10)
    expect(toArray(right(decodeNpz(large)).get('a') ?? eye(1))).toEqual([1])
  })

  it('fflate, with a comment, and with files that are none of ours', () => {
    expect(toArray(right(decodeNpz(zipSync({ 'a.npy': one }, { comment: 'x' }))).get('a') ?? eye(1))).toEqual([1])
    expect(right(decodeNpz(zipSync({}))).size).toBe(0)
    expect(decodeNpz(zipSync({ 'a.txt': one }))).toMatchObject({ left: { _tag: 'UnsupportedError' } })
  })
})

describe('what we write', () => {
  it('is read by others', () => {
    for (const packed of [true, false]) {
      const files = unzipSync(encodeNpz({ a: eye(3), 'b/c': tensor(2) }, { packed }))
      expect(Object.entries(files)).toEqual([
        ['a.npy', encodeNpy(eye(3))],
        ['b/c.npy', encodeNpy(tensor(2))],
      ])
    }
  })

  it('is the same at any time, and takes any name', () => {
    const names = ['__proto__', 'constructor', '', '2', '1', 'ä', 'a.npy', '\ufeff', '😀']
    const tensors = new Map(names.map((name, index) => [name, tensor(index)]))
    expect([...right(decodeNpz(encodeNpz(tensors))).keys()]).toEqual(names)
    expect(encodeNpz(tensors)).toEqual(encodeNpz(tensors))
    expect(Object.keys({}).length).toBe(0)
  })

  it('has names and numbers of files that an archive has room for', () => {
    const x = tensor(0)
    for (const tensors of [{ '\ud800': x }, { ['a'.repeat(2 ** 16 - 4)]: x }])
      expect(() => encodeNpz(tensors)).toThrow(ArgumentError)
    expect(right(decodeNpz(encodeNpz({ ['a'.repeat(2 ** 16 - 5)]: x }))).size).toBe(1)
    const many = new Map(Array.from({ length: 2 ** 16 - 1 }, (_, index) => [String(index), x]))
    expect(() => encodeNpz(many)).toThrow(ArgumentError)
  })

  it('has less than 4 GiB, which is seen before anything is written', () => {
    const before = process.memoryUsage().arrayBuffers
    // One number stands for all of them.
    expect(() => encodeNpz({ a: full([2 ** 29], 0) })).toThrow(ArgumentError)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
  })
})

describe('hostile archives', () => {
  const bomb = zipSync({ 'a.npy': new Uint8Array(2 ** 24) })
  const archive = zipSync({ 'a.npy': one }, { level: 0 })

  it('are not unpacked past the limit', () => {
    const before = process.memoryUsage().arrayBuffers
    expect(decodeNpz(bomb, { maxBytes: 2 ** 20 })).toMatchObject({ left: { _tag: 'SizeError', format: 'npz' } })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
  })

  it('become no more than the limit in memory, all files together', () => {
    // Bytes, each of which becomes an int32.
    const bytes = Buffer.from(encodeNpy(zeros([1000], { dtype: 'bool' })))
    bytes.write('|u1', bytes.indexOf('|b1'))
    const two = zipSync({ 'a.npy': bytes, 'b.npy': bytes })
    expect(decodeNpz(two, { maxBytes: 7999 })).toMatchObject({ left: { _tag: 'SizeError' } })
    expect(right(decodeNpz(two, { maxBytes: 8000 })).get('b')?.dtype).toBe('int32')
    expect(decodeNpz(two, { maxBytes: 8000, dtype: 'float64' })).toMatchObject({ left: { _tag: 'SizeError' } })
  })

  it('are not believed where they claim too little, nor unpacked past that', () => {
    const before = process.memoryUsage().arrayBuffers
    expect(decodeNpz(changed(bomb, 24, 1000))).toMatchObject({ left: { _tag: 'FormatError' } })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
    expect(decodeNpz(changed(changed(archive, 24, 10), 20, 10))).toMatchObject({ left: { _tag: 'FormatError' } })
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['no end', archive.subarray(0, -1)],
    ['a wrong checksum', changed(archive, 16, 1)],
    ['more than deflate could make', changed(changed(archive, 10, 8, 2), 24, 2 ** 20)],
    ['data past the end', changed(archive, 20, 2 ** 20)],
    ['a header past the end', changed(archive, 42, 2 ** 20)],
    ['sizes that are elsewhere, and are not', changed(archive, 24, 2 ** 32 - 1)],
    ['a name past the end', changed(archive, 28, 60_000, 2)],
    ['no deflated data', changed(archive, 10, 8, 2)],
  ])('with %s are refused', (_, bytes) =>
    expect(decodeNpz(bytes)).toMatchObject({ left: { _tag: 'FormatError', format: 'npz' } }),
  )

  it('with one name twice are refused', () => {
    const twice = Buffer.from(zipSync({ 'a.npy': one, 'b.npy': one }))
    for (let at = twice.indexOf('b.npy'); at >= 0; at = twice.indexOf('b.npy')) twice[at] = 97
    expect(decodeNpz(twice)).toMatchObject({ left: { _tag: 'FormatError', problem: 'two files have the same name' } })
  })

  it('with one file in the bytes of another are refused', () => {
    const two = zipSync({ 'a.npy': new Uint8Array(5000), 'b.npy': new Uint8Array(5000) }, { level: 0 })
    // Both begin where the first does, and claim all bytes.
    const copy = Buffer.from(two)
    const second = copy.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    for (const entry of [directoryIn(copy), second])
      for (const field of [20, 24]) copy.writeUInt32LE(9000, entry + field)
    copy.writeUInt32LE(0, second + 42)
    expect(decodeNpz(copy)).toMatchObject({ left: { _tag: 'FormatError' } })
  })

  it.each([
    ['encrypted', changed(archive, 8, 1, 2)],
    ['packed in another way', changed(archive, 10, 12, 2)],
  ])('that are %s are not read', (_, bytes) =>
    expect(decodeNpz(bytes)).toMatchObject({ left: { _tag: 'UnsupportedError' } }),
  )

  it('say which file is wrong', () => {
    expect(decodeNpz(zipSync({ 'a.npy': Uint8Array.of(1) }))).toMatchObject({
      left: { problem: expect.stringContaining('a.npy') },
    })
  })
})

describe('arguments', () => {
  it('are checked', () => {
    expect(() => decodeNpz(one, { maxBytes: -1 })).toThrow(ArgumentError)
    expect(right(decodeNpz(encodeNpz({ e: zeros([0]) }))).get('e')?.shape).toEqual([0])
  })
})

describe('damaged archives', () => {
  const samples = [
    ...['npz', 'npz packed'].map(numpyFile),
    encodeNpz({ a: fromTypedArray(new Float32Array(20), [4, 5]) }),
    encodeNpz({ a: zeros([50]), b: tensor(true) }, { packed: true }),
  ]
  fuzz('npz', (bytes) => decodeNpz(bytes, { maxBytes: 2 ** 20 }), samples, 10_000)
})
