import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { ArgumentError, ShapeError, tensor, toArray, toTypedArray, zeros } from 'cotangent'
import {
  type DataError,
  decodeImage,
  encodePng,
  type Image,
  type ImageOptions,
  readImage,
  writePng,
} from 'cotangent/data'
import fc from 'fast-check'
import { decode, encode } from 'fast-png'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { fuzz } from '../../support/damage.js'
import { plain } from '../../support/plain.js'
import { chunk, coded, header, pixels, png, signature } from './files.js'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-png-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const right = <A>(result: E.Either<DataError, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

const read = (bytes: Uint8Array, options?: ImageOptions): unknown => toArray(right(decodeImage(bytes, options)))

const problem = (bytes: Uint8Array, options?: ImageOptions): unknown => {
  const result = decodeImage(bytes, options)
  return E.isLeft(result) ? [result.left._tag, 'problem' in result.left ? result.left.problem : ''] : result.right
}

/** Images whose rows and columns are of all lengths that interlacing tells apart. */
const images = fc
  .record({
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 20 }),
    channels: fc.constantFrom(1, 2, 3, 4),
  })
  .chain((size) =>
    fc.record({
      size: fc.constant(size),
      samples: fc.array(fc.integer({ min: 0, max: 65535 }), {
        minLength: size.width * size.height * size.channels,
        maxLength: size.width * size.height * size.channels,
      }),
    }),
  )

describe('a PNG', () => {
  it.each([8, 16] as const)('of %i bits is read as another reader does, interlaced or not', (depth) =>
    fc.assert(
      fc.property(images, fc.boolean(), ({ size, samples }, interlaced) => {
        const data = depth === 8 ? Uint8Array.from(samples, (sample) => sample & 255) : Uint16Array.from(samples)
        const file = encode({ ...size, depth, data }, interlaced ? { interlace: 'Adam7' } : {})
        const image = right(decodeImage(file, { dtype: 'float64' }))
        expect(image.shape).toEqual([size.height, size.width, size.channels])
        expect([...toTypedArray(image)]).toEqual(Array.from(decode(file).data, (sample) => sample / (2 ** depth - 1)))
        expect([...toTypedArray(image)]).toEqual(Array.from(data, (sample) => sample / (2 ** depth - 1)))
      }),
      { numRuns: 50 },
    ),
  )

  it.each([1, 2, 4, 8])('of %i bits in gray, interlaced or not', (depth) =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 19 }).chain((width) =>
          fc.array(fc.array(fc.integer({ min: 0, max: 2 ** depth - 1 }), { minLength: width, maxLength: width }), {
            minLength: 1,
            maxLength: 19,
          }),
        ),
        fc.boolean(),
        (grid, interlaced) => {
          const file = png(
            header(grid[0].length, grid.length, depth, 0, Number(interlaced)),
            pixels(coded(grid, depth, interlaced)),
          )
          const expected = grid.map((row) => row.map((sample) => [(sample * 255) / (2 ** depth - 1)]))
          expect(read(file)).toEqual(expected)
        },
      ),
      { numRuns: 50 },
    ),
  )

  it('of every filter', () => {
    // The samples 10 20 30, 11 22 33, 9 18 27, 50 40 60, 7 90 255 by hand: none, left, above, average, Paeth.
    const rows = [
      [0, 10, 20, 30],
      [1, 11, 11, 11],
      [2, 254, 252, 250],
      [3, 46, 6, 27],
      [4, 213, 83, 165],
    ]
    expect(read(png(header(3, 5, 8, 0), pixels(rows.flat())))).toEqual(
      [
        [10, 20, 30],
        [11, 22, 33],
        [9, 18, 27],
        [50, 40, 60],
        [7, 90, 255],
      ].map((row) => row.map((sample) => [sample])),
    )
  })

  it('of filters mixed by an encoder of another kind of data, is read as another reader does', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 60, maxLength: 60 }), (bytes) => {
        // Any bytes are an image once the filters are lawful.
        const lawful = bytes.map((byte, at) => (at % 10 === 0 ? byte % 5 : byte))
        const file = png(header(3, 6, 8, 2), pixels(lawful))
        expect([...toTypedArray(right(decodeImage(file)))]).toEqual([...decode(file).data])
      }),
      { numRuns: 200 },
    ))

  it('with a palette, and alphas for some of it', () => {
    const palette = chunk('PLTE', Uint8Array.of(255, 0, 0, 0, 255, 0, 1, 2, 3))
    const data = pixels([0, 0b00011000])
    expect(read(png(header(3, 1, 2, 3), palette, data))).toEqual([
      [
        [255, 0, 0],
        [0, 255, 0],
        [1, 2, 3],
      ],
    ])
    const alphas = chunk('tRNS', Uint8Array.of(7, 8))
    expect(read(png(header(3, 1, 2, 3), palette, alphas, data))).toEqual([
      [
        [255, 0, 0, 7],
        [0, 255, 0, 8],
        [1, 2, 3, 255],
      ],
    ])
    expect(problem(png(header(3, 1, 2, 3), palette, pixels([0, 0b11000000])))).toEqual([
      'FormatError',
      'there is no colour 3 in a palette of 3',
    ])
  })

  it('with a transparent colour', () => {
    const gray = png(header(3, 1, 2, 0), chunk('tRNS', Uint8Array.of(0, 1)), pixels([0, 0b00011100]))
    expect(read(gray)).toEqual([
      [
        [0, 255],
        [85, 0],
        [255, 255],
      ],
    ])
    const rgb = png(header(2, 1, 8, 2), chunk('tRNS', Uint8Array.of(0, 1, 0, 2, 0, 3)), pixels([0, 1, 2, 3, 1, 2, 4]))
    expect(read(rgb)).toEqual([
      [
        [1, 2, 3, 0],
        [1, 2, 4, 255],
      ],
    ])
  })

  it('with the channels asked for', () => {
    const rgba = encodePng(
      tensor(
        [
          [
            [255, 0, 0, 9],
            [10, 20, 30, 40],
          ],
        ],
        { dtype: 'int32' },
      ),
    )
    // 0.299, 0.587 and 0.114 of 255, 0, 0 and of 10, 20, 30.
    expect(read(rgba, { channels: 1 })).toEqual([[[76], [18]]])
    expect(read(rgba, { channels: 2 })).toEqual([
      [
        [76, 9],
        [18, 40],
      ],
    ])
    expect(read(rgba, { channels: 3 })).toEqual([
      [
        [255, 0, 0],
        [10, 20, 30],
      ],
    ])
    const gray = encodePng(tensor([[[7], [200]]], { dtype: 'int32' }))
    expect(read(gray, { channels: 3 })).toEqual([
      [
        [7, 7, 7],
        [200, 200, 200],
      ],
    ])
    expect(read(gray, { channels: 4 })).toEqual([
      [
        [7, 7, 7, 255],
        [200, 200, 200, 255],
      ],
    ])
    const every = tensor([Array.from({ length: 256 }, (_, sample) => [sample, sample, sample])], { dtype: 'int32' })
    expect(read(encodePng(every), { channels: 1 })).toEqual([Array.from({ length: 256 }, (_, sample) => [sample])])
  })

  it('whose colours are grays, in the same grays, of 16 bits as well', () => {
    const grays = [0, 1, 1 / 3, 1 / 65535, 65534 / 65535]
    const image = tensor([grays.map((gray) => [gray, gray, gray])])
    const read16 = right(decodeImage(encodePng(image, { depth: 16 }), { channels: 1, dtype: 'float64' }))
    expect([...toTypedArray(read16)]).toEqual(grays.map((gray) => Math.round(gray * 65535) / 65535))
  })

  it('in its dtypes', () => {
    const deep = encodePng(tensor([[[0], [0.5], [1], [1 / 65535]]]), { depth: 16 })
    expect(read(deep)).toEqual([[[0], [128], [255], [0]]])
    expect(read(deep, { dtype: 'float64' as never })).toEqual([[[0], [32768 / 65535], [1], [1 / 65535]]])
    const single = right(decodeImage(deep, { dtype: 'float32' }))
    expect([single.dtype, toTypedArray(single)[1]]).toEqual(['float32', Math.fround(32768 / 65535)])
  })

  const good = [header(1, 1, 8, 0), pixels([0, 5])] as const
  const spoilt = (at: number): Uint8Array => {
    const bytes = png(...good)
    bytes[at] ^= 1
    return bytes
  }

  it.each([
    ['something else', new Uint8Array(100), 'this is neither a PNG nor a JPEG'],
    ['nothing', new Uint8Array(), 'this is neither a PNG nor a JPEG'],
    ['a signature alone', signature, 'the file ends before its last chunk'],
    ['no end', png(...good).slice(0, -12), 'the file ends before its last chunk'],
    ['a wrong checksum', spoilt(19), 'the checksum of chunk IHDR is wrong'],
    ['a type that is none', spoilt(37 + 4).fill(1, 37, 41), 'the type of a chunk is not four letters'],
    ['a length past the end', png(...good).fill(255, 8, 12), 'a chunk of 4294967295 bytes reaches past the end'],
    ['no header', png(good[1]), 'the header is missing'],
    ['two headers', png(good[0], ...good), 'there are two chunks IHDR'],
    ['no pixels', png(good[0]), 'there are no pixels'],
    ['no width', png(header(0, 1, 8, 0), good[1]), 'an image of 0 x 1 pixels is none'],
    ['a depth that is none', png(header(1, 1, 3, 0), good[1]), 'there is no colour 0 of 3 bits'],
    ['a depth of another colour', png(header(1, 1, 4, 2), good[1]), 'there is no colour 2 of 4 bits'],
    ['a colour that is none', png(header(1, 1, 8, 5), good[1]), 'there is no colour 5 of 8 bits'],
    ['an interlacing that is none', png(header(1, 1, 8, 0, 2), good[1]), 'a method of the header is unknown'],
    ['too few pixels', png(header(1, 2, 8, 0), good[1]), 'there are 2 bytes of pixels where 4 are due'],
    ['too many pixels', png(good[0], pixels([0, 5, 6])), 'there are more bytes of pixels than the 2 due'],
    ['a filter that is none', png(good[0], pixels([5, 5])), 'there is no filter 5'],
    ['no palette', png(header(1, 1, 8, 3), good[1]), 'the palette is missing or damaged'],
    ['a palette too late', png(...good, chunk('PLTE', Uint8Array.of(1, 2, 3))), 'the palette follows the pixels'],
    [
      'pixels interrupted',
      png(good[0], good[1], chunk('tEXt', Uint8Array.of(65, 0)), good[1]),
      'the pixels are interrupted',
    ],
    [
      'a transparent colour beside alpha',
      png(header(1, 1, 8, 4), chunk('tRNS', Uint8Array.of(0, 1)), pixels([0, 1, 2])),
      'an image with alpha has a transparent colour',
    ],
    [
      'pixels that are not packed',
      png(good[0], chunk('IDAT', Uint8Array.of(1, 2, 3))),
      expect.stringMatching(/^the pixels cannot be unpacked/),
    ],
  ])('is refused with %s', (_, bytes, expected) => expect(problem(bytes)).toEqual(['FormatError', expected]))

  it('with a chunk that must be understood is not read', () =>
    expect(problem(png(good[0], chunk('ABCD', new Uint8Array()), good[1]))).toEqual([
      'UnsupportedError',
      'chunk ABCD must be understood, and is not',
    ]))

  it('with pixels in many chunks, and others around them, is', () => {
    const packed = deflateSync(Uint8Array.of(0, 5))
    const parts = Array.from(packed, (byte) => chunk('IDAT', Uint8Array.of(byte)))
    const bomb = chunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(Buffer.alloc(2 ** 24))]))
    expect(
      read(png(good[0], bomb, chunk('tEXt', Buffer.from('a\0b')), ...parts, chunk('tIME', new Uint8Array(7)))),
    ).toEqual([[[5]]])
  })

  it('takes no room for what it claims', () => {
    const before = process.memoryUsage().arrayBuffers
    const huge = [
      header(2 ** 31 - 1, 2 ** 31 - 1, 16, 6),
      header(2 ** 25 + 1, 1, 1, 0),
      header(2 ** 12, 2 ** 12, 16, 6),
      header(2 ** 25, 1, 8, 0),
    ]
    expect(huge.map((head) => problem(png(head, good[1])))).toEqual([
      ['SizeError', '2147483647 x 2147483647 pixels are more than the 33554432 allowed'],
      ['SizeError', '33554433 x 1 pixels are more than the 33554432 allowed'],
      ['FormatError', expect.stringMatching(/bytes cannot hold the pixels$/)],
      ['FormatError', expect.stringMatching(/bytes cannot hold the pixels$/)],
    ])
    // A hundred million zeros behind one pixel.
    expect(problem(png(good[0], chunk('IDAT', deflateSync(Buffer.alloc(1e8)))))).toEqual([
      'FormatError',
      'there are more bytes of pixels than the 2 due',
    ])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1.5e8)
    expect(problem(png(...good), { maxPixels: 1 })).not.toEqual(['SizeError', expect.anything()])
    expect(problem(png(header(2, 1, 8, 0), pixels([0, 1, 2])), { maxPixels: 1 })).toEqual([
      'SizeError',
      '2 x 1 pixels are more than the 1 allowed',
    ])
  })
})

describe('writing', () => {
  it.each([
    ['a matrix', zeros([2, 2]), ShapeError],
    ['five channels', zeros([2, 2, 5]), ShapeError],
    ['no pixels', zeros([0, 2, 1]), ArgumentError],
    ['more than white', tensor([[[256]]], { dtype: 'int32' }), ArgumentError],
    ['less than black', tensor([[[-0.1]]]), ArgumentError],
    ['NaN', tensor([[[NaN]]]), ArgumentError],
  ])('refuses %s', (_, image, error) => expect(() => encodePng(image as unknown as Image)).toThrow(error))

  it('refuses options out of range', () => {
    expect(() => encodePng(zeros([1, 1, 1]), { depth: 4 as never })).toThrow(ArgumentError)
    expect(() => decodeImage(signature, { dtype: 'bool' as never })).toThrow(ArgumentError)
    expect(() => decodeImage(signature, { channels: 5 as never })).toThrow(ArgumentError)
    expect(() => readImage('x', { maxPixels: NaN })).toThrow(ArgumentError)
  })

  it('goes through a file', async () => {
    const path = join(folder, 'x.png')
    const image = tensor([[[1, 2, 3]]], { dtype: 'int32' })
    right(await writePng(path, image)())
    expect(plain(right(await readImage(path)()))).toEqual(plain(image))
    writeFileSync(path, 'GIF89a')
    expect(await readImage(path)()).toMatchObject({ left: { _tag: 'FormatError', path } })
    expect(await readImage(join(folder, 'none.png'))()).toMatchObject({ left: { _tag: 'SystemError' } })
  })
})

describe('a damaged PNG', () => {
  const grid = Array.from({ length: 9 }, (_, y) => Array.from({ length: 11 }, (_, x) => (x * y) % 4))
  const samples = [
    encode(
      { width: 6, height: 5, channels: 3, depth: 16, data: Uint16Array.from({ length: 90 }, (_, at) => at * 700) },
      { interlace: 'Adam7' },
    ),
    png(
      header(11, 9, 2, 3, 1),
      chunk('PLTE', new Uint8Array(12)),
      chunk('tRNS', Uint8Array.of(1)),
      pixels(coded(grid, 2, true)),
    ),
    png(header(11, 9, 2, 0), chunk('tRNS', Uint8Array.of(0, 1)), pixels(coded(grid, 2, false))),
  ]
  fuzz('decodeImage', (bytes) => decodeImage(bytes), samples, 10_000)

  // The checksums mended, so that damage reaches what they guard.
  const mended = (bytes: Uint8Array): Uint8Array => {
    const inner = bytes.subarray(0, 26)
    const packed = bytes.subarray(26)
    return png(chunk('IHDR', inner.subarray(0, 13)), chunk('PLTE', inner.subarray(13, 25)), chunk('IDAT', packed))
  }
  const raw = (
    width: number,
    height: number,
    depth: number,
    colour: number,
    interlace: number,
    data: readonly number[],
  ) =>
    new Uint8Array(
      Buffer.concat([
        header(width, height, depth, colour, interlace).subarray(8, 21),
        new Uint8Array(13),
        deflateSync(Uint8Array.from(data), { level: 0 }),
      ]),
    )
  const inside = [raw(11, 9, 2, 3, 1, coded(grid, 2, true)), raw(11, 9, 8, 0, 0, coded(grid, 8, false))]
  fuzz('decodeImage with checksums mended', (bytes) => decodeImage(mended(bytes)), inside, 10_000)
})
