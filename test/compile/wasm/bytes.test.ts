import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bytes } from '../../../src/compile/wasm/bytes.js'

const written = (write: (bytes: Bytes) => unknown): readonly number[] => {
  const bytes = new Bytes()
  write(bytes)
  return [...bytes.view()]
}

/** LEB128 read back, by its definition. */
const readUnsigned = (bytes: readonly number[]): bigint =>
  bytes.reduceRight((rest, byte) => (rest << 7n) | BigInt(byte & 0x7f), 0n)

const readSigned = (bytes: readonly number[]): bigint => BigInt.asIntN(7 * bytes.length, readUnsigned(bytes))

const isMinimal = (bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => byte >= 0x80 === index < bytes.length - 1) && bytes.length <= 10

describe('LEB128', () => {
  it.each([
    [0, [0x00]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [624485, [0xe5, 0x8e, 0x26]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('unsigned %d', (value, bytes) => expect(written((b) => b.unsigned(value))).toEqual(bytes))

  it.each([
    [0, [0x00]],
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-1, [0x7f]],
    [-64, [0x40]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [2 ** 31, [0x80, 0x80, 0x80, 0x80, 0x78]],
    [-(2n ** 63n), [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f]],
  ])('signed %d', (value, bytes) => expect(written((b) => b.signed(value))).toEqual(bytes))

  it('reads back', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (u, i, big) => {
        const unsigned = written((b) => b.unsigned(u))
        expect(readUnsigned(unsigned)).toBe(BigInt(u))
        for (const value of [i, big]) {
          const signed = written((b) => b.signed(value))
          expect(readSigned(signed)).toBe(BigInt(value))
          expect(isMinimal(signed)).toBe(true)
        }
      }),
    )
  })
})

describe('bytes', () => {
  it('are floats in little-endian order', () => {
    expect(written((b) => b.float64(-2))).toEqual([0, 0, 0, 0, 0, 0, 0, 0xc0])
    expect(written((b) => b.float32(1))).toEqual([0, 0, 0x80, 0x3f])
  })

  it('may be preceded by their number', () => {
    expect(written((b) => b.prefixed('añ'))).toEqual([3, 0x61, 0xc3, 0xb1])
    expect(written((b) => b.prefixed(new Uint8Array([9, 8])))).toEqual([2, 9, 8])
  })

  it('grow without end', () => {
    const many = Array.from({ length: 1000 }, (_, index) => index % 256)
    expect(written((bytes) => many.reduce((before, byte) => before.byte(byte), bytes))).toEqual(many)
  })
})
