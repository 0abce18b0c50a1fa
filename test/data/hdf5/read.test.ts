import { readFileSync } from 'node:fs'
import { toArray, toTypedArray } from 'cotangent'
import { type Hdf5File, hdf5Strings, hdf5Tensor, readHdf5 } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { h5pyFile, realFile } from '../../support/data.js'
import { old } from './old.js'
import { boast, bytesOf, chunks, images, impossible, ladder, others } from './samples.js'

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

const valuesIn = (file: Hdf5File, path: string): unknown => toArray(right(hdf5Tensor(file, path)))

describe.each(['v108', 'latest'] as const)('a file in the %s format', (libver) => {
  it('gives images, labels, classes and attributes', async () => {
    const file = right(await readHdf5(await images(libver))())
    expect([...file.datasets.keys()].sort()).toEqual(['classes', 'images', 'labels'])
    const tensor = right(hdf5Tensor(file, 'images'))
    expect([tensor.dtype, tensor.shape]).toEqual(['int32', [2, 2, 2, 3]])
    expect(valuesIn(file, '/images')).toEqual(
      [0, 1].map((i) => [0, 1].map((j) => [0, 1].map((k) => [0, 1, 2].map((c) => 10 * (12 * i + 6 * j + 3 * k + c))))),
    )
    expect(valuesIn(file, 'labels')).toEqual([0, 1])
    expect(hdf5Strings(file, 'classes')).toEqual(E.right(['cat', 'not']))
    const attributes = file.datasets.get('images')?.attributes
    const scale = attributes?.get('scale')
    expect(scale?._tag === 'Numbers' && toArray(scale.tensor)).toEqual([1, 2, 3])
    expect(attributes?.get('unit')).toEqual({ _tag: 'Strings', shape: [], strings: ['levels'] })
    expect(file.groups.get('')?.get('title')).toEqual({ _tag: 'Strings', shape: [], strings: ['of images'] })
  })

  it('gives what is packed in chunks, by every path but those that lead nowhere, out or back', async () => {
    const file = right(await readHdf5(await chunks(libver))())
    expect([...file.datasets.keys()].sort()).toEqual(['deep/er/floats', 'deep/er/packed', 'soft'])
    expect(valuesIn(file, 'deep/er/packed')).toEqual(
      Array.from({ length: 20 }, (_, i) => Array.from({ length: 10 }, (_, j) => (10 * i + j) / 7)),
    )
    expect(valuesIn(file, 'soft')).toEqual([-0, Number.NaN, 2.5])
    expect([...file.groups.keys()].sort()).toEqual(['', 'deep', 'deep/er'])
  })

  it('gives scalars, empty tensors and strings, and says what it cannot give', async () => {
    const file = right(await readHdf5(await others(libver))())
    expect(valuesIn(file, 'scalar')).toBe(7)
    expect(right(hdf5Tensor(file, 'empty')).shape).toEqual([0, 3])
    expect(hdf5Strings(file, 'titles')).toEqual(E.right(['short', 'a longer one', '']))
    expect(right(hdf5Tensor(file, 'large')).dtype).toBe('float64')
    expect(valuesIn(file, 'large')).toEqual([2 ** 40])
    for (const path of ['huge', 'pairs', 'titles'])
      expect(hdf5Tensor(file, path), path).toMatchObject({ left: { _tag: 'UnsupportedError', format: 'hdf5' } })
    for (const path of ['scalar', 'pairs'])
      expect(hdf5Strings(file, path), path).toMatchObject({ left: { _tag: 'UnsupportedError' } })
    expect(hdf5Tensor(file, 'none')).toMatchObject({ left: { _tag: 'FormatError' } })
  })
})

describe('a file in the format of the first version', () => {
  it('gives integers of both orders, truths and doubles', async () => {
    const file = right(await readHdf5(old())())
    expect(valuesIn(file, 'little')).toEqual([
      [1, 2],
      [-1, -32768],
    ])
    expect(valuesIn(file, 'big')).toEqual([256, -2])
    const offset = file.datasets.get('big')?.attributes.get('offset')
    expect(offset?._tag === 'Numbers' && toArray(offset.tensor)).toBe(256)
    expect(valuesIn(file, 'truths')).toEqual([true, false, true])
    expect(valuesIn(file, 'doubles')).toEqual([0.1])
  })
})

describe('what lies elsewhere', () => {
  it('is a plug-in that unpacks a dataset: the others are there', async () => {
    const file = right(await readHdf5(h5pyFile('filter'))())
    expect(hdf5Tensor(file, 'packed')).toMatchObject({
      left: { _tag: 'UnsupportedError', problem: expect.stringContaining('lzf') },
    })
    expect(valuesIn(file, 'plain')).toEqual([0, 1, 2])
  })

  it('is another file: no zeros stand for what it has', async () => {
    const file = right(await readHdf5(h5pyFile('virtual'))())
    expect(hdf5Tensor(file, 'across')).toMatchObject({ left: { _tag: 'UnsupportedError' } })
    expect([valuesIn(file, 'own'), valuesIn(file, 'within')]).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ])
  })
})

describe('what is asked for', () => {
  it('is read and nothing else', async () => {
    const bytes = await images('v108')
    const file = right(await readHdf5(bytes, { datasets: ['/images'], dtype: 'float32' })())
    expect([...file.datasets.keys()]).toEqual(['images'])
    expect(right(hdf5Tensor(file, 'images')).dtype).toBe('float32')
    expect(await readHdf5(bytes, { datasets: ['image'] })()).toMatchObject({ left: { _tag: 'FormatError' } })
  })

  it('is refused where a dtype does not have it', async () => {
    const file = right(await readHdf5(await others('v108'), { dtype: 'int32' })())
    expect(valuesIn(file, 'scalar')).toBe(7)
    expect(hdf5Tensor(file, 'large')).toMatchObject({ left: { _tag: 'UnsupportedError' } })
  })

  it('is no more than the limit', async () => {
    const before = process.memoryUsage().rss
    const bytes = await boast()
    expect(bytes.length).toBeLessThan(10_000)
    expect(await readHdf5(bytes)()).toMatchObject({ left: { _tag: 'SizeError', format: 'hdf5' } })
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28)
    expect(await readHdf5(bytes, { maxBytes: 100 })()).toMatchObject({ left: { _tag: 'SizeError' } })
    expect(await readHdf5(await chunks('latest'), { maxBytes: 20_000 })()).toMatchObject({ _tag: 'Right' })
    // 6000 bytes that become as many int32, or float64.
    const pixels = await bytesOf(6000)
    expect(await readHdf5(pixels, { maxBytes: 23_999 })()).toMatchObject({ left: { _tag: 'SizeError' } })
    expect(await readHdf5(pixels, { maxBytes: 24_000 })()).toMatchObject({ _tag: 'Right' })
    expect(await readHdf5(pixels, { maxBytes: 24_000, dtype: 'float64' })()).toMatchObject({
      left: { _tag: 'SizeError' },
    })
  })

  it('is no more than so many paths, long before all are walked', { timeout: 60_000 }, async () => {
    expect(await readHdf5(await ladder())()).toMatchObject({
      left: { _tag: 'UnsupportedError', problem: expect.stringContaining('deep in other groups') },
    })
  })

  it('has no shape that is impossible, though nothing is in it', async () => {
    expect(await readHdf5(await impossible())()).toMatchObject({ left: { _tag: 'FormatError' } })
  })

  it('is in a file', async () => {
    expect(await readHdf5('no/such.h5')()).toMatchObject({ left: { _tag: 'SystemError', path: 'no/such.h5' } })
  })
})

describe('the cat images', () => {
  const path = realFile('cats/train_catvnoncat.h5') ?? ''

  it.skipIf(path === '')('are those of the file, byte for byte, where COTANGENT_DATA has them', async () => {
    const file = right(await readHdf5(path)())
    const pixels = right(hdf5Tensor(file, 'train_set_x'))
    expect([pixels.dtype, pixels.shape]).toEqual(['int32', [209, 64, 64, 3]])
    expect(hdf5Strings(file, 'list_classes')).toEqual(E.right(['non-cat', 'cat']))
    // They lie in the file in one piece.
    const bytes = Buffer.from(Uint8Array.from(toTypedArray(pixels)))
    expect(readFileSync(path).includes(bytes)).toBe(true)
    const labels = toTypedArray(right(hdf5Tensor(file, 'train_set_y')))
    // Of the 209 images 72 are of cats (the lesson prints 65.55 % for the answer "no cat").
    expect([labels.length, labels.filter((label: number) => label === 1).length]).toEqual([209, 72])
  })
})
