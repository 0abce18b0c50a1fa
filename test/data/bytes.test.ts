import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ArgumentError } from 'cotangent'
import { gunzip, readBytes } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { chunk, unsigned } from '../../src/data/bytes.js'
import { fuzz } from '../support/damage.js'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-bytes-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

describe('readBytes', () => {
  it('gives what is in the file, in memory of its own', async () => {
    const result = await readBytes(file('three', Uint8Array.of(1, 2, 3)))()
    expect(result).toEqual(E.right(Uint8Array.of(1, 2, 3)))
    expect(E.isRight(result) && result.right.byteOffset).toBe(0)
    expect(await readBytes(file('empty', new Uint8Array()))()).toEqual(E.right(new Uint8Array()))
  })

  it('takes a file of just the limit and refuses one byte more', async () => {
    const path = file('four', new Uint8Array(4))
    expect(E.isRight(await readBytes(path, { maxBytes: 4 })())).toBe(true)
    expect(await readBytes(path, { maxBytes: 3 })()).toMatchObject({ left: { _tag: 'SizeError', path } })
  })

  it('says what the system refuses', async () => {
    const path = join(folder, 'none')
    expect(await readBytes(path)()).toEqual(
      E.left({ _tag: 'SystemError', path, problem: 'there is no such file or folder', code: 'ENOENT' }),
    )
    expect(await readBytes(folder)()).toMatchObject({ left: { _tag: 'SystemError', path: folder } })
    expect(await readBytes('a\0b')()).toMatchObject({ left: { _tag: 'SystemError' } })
  })

  it.skipIf(process.platform === 'win32')('does not wait for a pipe, nor read a device without end', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(await readBytes(pipe)()).toMatchObject({ left: { _tag: 'SystemError' } })
    expect(await readBytes('/dev/zero')()).toMatchObject({ left: { _tag: 'SystemError' } })
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses %s as a limit', (maxBytes) => {
    expect(() => readBytes('x', { maxBytes })).toThrow(ArgumentError)
    expect(() => gunzip(new Uint8Array(), { maxBytes })).toThrow(ArgumentError)
  })
})

const text = Uint8Array.from({ length: 5000 }, (_, at) => (at * at) % 251)

describe('gunzip', () => {
  it('undoes gzip, of several members too', () => {
    expect(gunzip(gzipSync(text))).toEqual(E.right(text))
    expect(gunzip(Buffer.concat([gzipSync(text), gzipSync(text)]))).toEqual(
      E.right(new Uint8Array(Buffer.concat([text, text]))),
    )
    expect(gunzip(gzipSync(new Uint8Array()))).toEqual(E.right(new Uint8Array()))
  })

  it('stops at the limit, far before the bomb is unpacked', () => {
    const bomb = gzipSync(new Uint8Array(2 ** 26))
    const before = process.memoryUsage().external
    expect(gunzip(bomb, { maxBytes: 2 ** 20 })).toMatchObject({ left: { _tag: 'SizeError' } })
    expect(process.memoryUsage().external - before).toBeLessThan(2 ** 23)
    expect(E.isRight(gunzip(bomb, { maxBytes: 2 ** 26 }))).toBe(true)
  })

  it.each([
    ['nothing', () => new Uint8Array()],
    ['other bytes', () => text],
    ['a missing end', () => gzipSync(text).subarray(0, -1)],
    ['a wrong checksum', () => gzipSync(text).map((byte, at, { length }) => (at === length - 8 ? byte ^ 1 : byte))],
  ])('refuses %s', (_, bytes) =>
    expect(gunzip(bytes())).toMatchObject({ left: { _tag: 'FormatError', format: 'gzip' } }),
  )

  // Deflate packs a thousand bytes into one at most, and the sizes are held to that limit.
  fuzz(
    'gunzip',
    (bytes) => gunzip(bytes, { maxBytes: 10_000 }),
    [gzipSync(text), gzipSync(text.subarray(0, 99))],
    10_000,
  )
})

describe('fields', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 0xff)

  it('are numbers in either order', () => {
    expect(unsigned('x', bytes, 0, 4, 'big')).toEqual(E.right(0x01020304))
    expect(unsigned('x', bytes, 0, 4, 'little')).toEqual(E.right(0x04030201))
    expect(unsigned('x', bytes, 7, 1, 'little')).toEqual(E.right(255))
    expect(unsigned('x', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), 0, 8, 'little')).toEqual(E.right(1))
  })

  it('end where the bytes end, and are exact', () => {
    expect(unsigned('x', bytes, 5, 4, 'big')).toMatchObject({ left: { _tag: 'FormatError', offset: 5 } })
    expect(unsigned('x', bytes, 0, 8, 'little')).toMatchObject({ left: { _tag: 'FormatError', offset: 0 } })
    expect(chunk('x', bytes, 8, 0, 'a part')).toEqual(E.right(new Uint8Array()))
    expect(chunk('x', bytes, 2 ** 53, 1, 'a part')).toMatchObject({ left: { _tag: 'FormatError' } })
    expect(chunk('x', bytes, 1, 2 ** 53, 'a part')).toMatchObject({ left: { _tag: 'FormatError' } })
  })
})
