import { crc32 as crc32ByZlib, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { isLeft, isRight, left } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { crc32Portably, type Packing, unpack, unpackPortably } from '../../src/data/unpack.js'

const packers = { gzip: gzipSync, zlib: deflateSync, deflate: deflateRawSync } as const
const packings = Object.keys(packers) as Packing[]

const contents = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  // What packs well, and comes in more than one piece.
  fc
    .record({ seed: fc.uint8Array({ minLength: 1, maxLength: 9 }), times: fc.integer({ min: 1, max: 20_000 }) })
    .map(({ seed, times }) => Uint8Array.from({ length: seed.length * times }, (_, at) => seed[at % seed.length])),
  fc.integer({ min: 1, max: 30_000 }).map((length) => {
    return Uint8Array.from({ length }, (_, at) => (at * at * 2654435761) >>> 13)
  }),
)

/** Whether an array came out, and is another one; told faster than by `toEqual`. */
const same = (found: ReturnType<typeof unpack>, content: Uint8Array): boolean =>
  isRight(found) && Buffer.compare(found.right, content) === 0

describe.each(packings)('%s without zlib', (packing) => {
  it('gives what zlib gives', () =>
    fc.assert(
      fc.property(contents, (content) => {
        const packed = Uint8Array.from(packers[packing](content))
        for (const run of [unpack, unpackPortably])
          expect(same(run(packing, packed, content.length + 1), content)).toBe(true)
      }),
      { numRuns: 40 },
    ))

  it('stops where more comes out than is allowed', () => {
    const packed = Uint8Array.from(packers[packing](new Uint8Array(5_000_000)))
    for (const run of [unpack, unpackPortably]) {
      expect(run(packing, packed, 4_999_999)).toEqual(left({ _tag: 'More' }))
      expect(isRight(run(packing, packed, 5_000_000))).toBe(true)
    }
  })

  it('refuses what ends before its end', () => {
    const packed = Uint8Array.from(packers[packing](Uint8Array.from({ length: 400 }, (_, at) => (at * at) & 255)))
    for (let length = 0; length < packed.length - 8; length += 7)
      for (const run of [unpack, unpackPortably])
        expect(run(packing, packed.subarray(0, length), 1000)).toMatchObject({ left: { _tag: 'Broken' } })
  })
})

describe('gzip without zlib', () => {
  const [one, two] = [Uint8Array.from({ length: 9000 }, (_, at) => at * 7), Uint8Array.of(1, 2, 3)]

  it('may have several members', () => {
    const packed = Uint8Array.from([...gzipSync(one), ...gzipSync(two), ...gzipSync(new Uint8Array(0))])
    expect(unpackPortably('gzip', packed, 10_000)).toSatisfy((found) => same(found, Uint8Array.from([...one, ...two])))
  })

  it('is refused where a byte of what it holds, or of a checksum, is another', () => {
    const packed = Uint8Array.from([...gzipSync(one), ...gzipSync(two)])
    // The header's own bytes, of which most say nothing, aside.
    const refused = Array.from({ length: packed.length - 10 }, (_, index) => {
      const damaged = packed.slice()
      damaged[index + 10] ^= 1
      const found = unpackPortably('gzip', damaged, 10_000)
      return isLeft(found) || same(found, Uint8Array.from([...one, ...two]))
    })
    expect(refused.every((each) => each)).toBe(true)
  })
})

it('the checksum is that of zlib', () =>
  fc.assert(fc.property(fc.uint8Array(), (bytes) => crc32Portably(bytes) === crc32ByZlib(bytes))))
