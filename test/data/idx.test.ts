import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { ArgumentError, fromTypedArray, ShapeError, sum, tensor, toArray, toTypedArray, zeros } from 'cotangent'
import { decodeIdx, encodeIdx, readIdx, writeIdx } from 'cotangent/data'
import { afterAll, describe, expect, expectTypeOf, it } from 'vitest'
import { fuzz } from '../support/damage.js'
import { realFile, right } from '../support/data.js'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-idx-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A file after the format's description: 0, 0, the type, the axes, each extent and each element big-endian. */
const file = (type: number, shape: readonly number[], elements: readonly number[]): Uint8Array =>
  Uint8Array.from([0, 0, type, shape.length, ...shape.flatMap((extent) => [0, 0, 0, extent]), ...elements])

describe('elements', () => {
  it.each([
    [0x08, [2], [0, 255], 'int32', [0, 255]],
    [0x09, [2], [0x80, 0x7f], 'int32', [-128, 127]],
    [0x0b, [2], [0xff, 0xfe, 0x01, 0x00], 'int32', [-2, 256]],
    [0x0c, [1, 1], [0xff, 0xff, 0xff, 0xfe], 'int32', [[-2]]],
    [0x0d, [1], [0x3f, 0xc0, 0, 0], 'float32', [1.5]],
    [0x0e, [], [0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 'float64', 1.5],
    [0x08, [0, 2], [], 'int32', []],
  ])('of type %s', (type, shape, elements, dtype, values) => {
    const bytes = file(type, shape, elements)
    for (const packed of [bytes, gzipSync(bytes)]) {
      const found = right(decodeIdx(packed))
      expect([found.dtype, toArray(found)]).toEqual([dtype, values])
    }
  })

  it('become what is asked for, in the type too', () => {
    const found = right(decodeIdx(file(8, [2], [0, 255]), { dtype: 'float32' }))
    expectTypeOf(found.dtype).toEqualTypeOf<'float32'>()
    expect([found.dtype, toArray(found)]).toEqual(['float32', [0, 255]])
    expect(decodeIdx(file(8, [2], [0, 255]), { dtype: 'bool' })).toMatchObject({ left: { _tag: 'UnsupportedError' } })
  })
})

describe('a file that is none', () => {
  const good = file(8, [2, 2], [1, 2, 3, 4])
  it.each([
    ['nothing', new Uint8Array()],
    ['a wrong first byte', Uint8Array.from([1, ...good.subarray(1)])],
    ['an unknown type', file(0x0a, [1], [0])],
    ['no extents', good.subarray(0, 6)],
    ['a missing byte', good.subarray(0, -1)],
    ['an extra byte', Uint8Array.from([...good, 0])],
    ['extents far beyond the bytes', Uint8Array.from([0, 0, 8, 3, ...Array(12).fill(255), 0])],
    ['a packed file without an end', gzipSync(good).subarray(0, -3)],
    ['a packed file in a packed file', gzipSync(gzipSync(good))],
  ])('with %s is refused', (_, bytes) => expect(decodeIdx(bytes)).toMatchObject({ left: { _tag: 'FormatError' } }))

  it('of too many axes or bytes is refused', () => {
    expect(decodeIdx(Uint8Array.from([0, 0, 8, 65, ...Array(65).fill([0, 0, 0, 1]).flat(), 1]))).toMatchObject({
      left: { _tag: 'UnsupportedError' },
    })
    expect(decodeIdx(file(8, [3], [1, 2, 3]), { maxBytes: 2 })).toMatchObject({ left: { _tag: 'SizeError' } })
    expect(decodeIdx(gzipSync(new Uint8Array(2 ** 20)), { maxBytes: 1000 })).toMatchObject({
      left: { _tag: 'SizeError' },
    })
  })
})

describe('what we write', () => {
  it('is of the type asked for, where that holds every element', () => {
    const numbers = tensor([1, 200], { dtype: 'int32' })
    expect([...encodeIdx(numbers, { elements: 'uint8' })]).toEqual([...file(8, [2], [1, 200])])
    expect([...encodeIdx(numbers, { elements: 'int16' })]).toEqual([...file(0x0b, [2], [0, 1, 0, 200])])
    expect([...encodeIdx(tensor([true]))]).toEqual([...file(8, [1], [1])])
    for (const elements of ['int8'] as const) expect(() => encodeIdx(numbers, { elements })).toThrow(ArgumentError)
    expect(() => encodeIdx(tensor([0.5]), { elements: 'int32' })).toThrow(ArgumentError)
    expect(() => encodeIdx(tensor([0.1]), { elements: 'float32' })).toThrow(ArgumentError)
    // @ts-expect-error: no such type
    expect(() => encodeIdx(numbers, { elements: 'int64' })).toThrow(ArgumentError)
    expect(() => encodeIdx(zeros(Array(65).fill(1)))).toThrow(ShapeError)
  })

  it('is read from a file, whatever its name', async () => {
    const path = join(folder, 'x')
    right(await writeIdx(path, tensor([[1.5]]))())
    expect(toArray(right(await readIdx(path)()))).toEqual([[1.5]])
    writeFileSync(path, gzipSync(readFileSync(path)))
    expect(toArray(right(await readIdx(path)()))).toEqual([[1.5]])
    writeFileSync(path, 'no')
    expect(await readIdx(path)()).toMatchObject({ left: { _tag: 'FormatError', path } })
  })
})

describe('the digits', () => {
  const [images, labels] = ['images-idx3', 'labels-idx1'].map((name) => realFile(`mnist/t10k-${name}-ubyte.gz`) ?? '')

  it.skipIf(images === '' || labels === '')('are those of the files, where COTANGENT_DATA has them', async () => {
    const pixels = right(await readIdx(images)())
    expect([pixels.dtype, pixels.shape]).toEqual(['int32', [10_000, 28, 28]])
    const bytes = gunzipSync(readFileSync(images)).subarray(16)
    expect(Buffer.compare(bytes, Uint8Array.from(toTypedArray(pixels)))).toBe(0)
    const digits = right(await readIdx(labels, { dtype: 'float64' })())
    // The digits on the first page of every tutorial, and the number of ones.
    expect([...toTypedArray(digits).subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
    expect([...toTypedArray(digits)].filter((digit) => digit === 1).length).toBe(1135)
  })
})

describe('damaged files', () => {
  const samples = [
    file(8, [2, 3], [1, 2, 3, 4, 5, 6]),
    gzipSync(file(0x0e, [2], Array(16).fill(1))),
    encodeIdx(fromTypedArray(new Float32Array(50), [5, 10])),
    gzipSync(encodeIdx(sum(zeros([3])))),
  ]
  fuzz('idx', (bytes) => decodeIdx(bytes, { maxBytes: 2 ** 20 }), samples, 10_000)
})
