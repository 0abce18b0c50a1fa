import { toArray, toTypedArray } from 'cotangent'
import { type DataError, decodeImage, type ImageOptions } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { decode, encode } from 'jpeg-js'
import { describe, expect, it } from 'vitest'
import { fuzz } from '../../support/damage.js'
import { plain } from '../../support/plain.js'
import { flatJpeg, segment } from './files.js'

const right = <A>(result: E.Either<DataError, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

const problem = (bytes: Uint8Array, options?: ImageOptions): unknown => {
  const result = decodeImage(bytes, options)
  return E.isLeft(result) ? [result.left._tag, 'problem' in result.left ? result.left.problem : ''] : result.right
}

/** A picture with slopes in every channel, coded by another encoder. */
const picture = (width: number, height: number, quality: number): Uint8Array => {
  const data = Buffer.alloc(width * height * 4)
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)]
    data.set([(x * 255) / width, (y * 255) / height, ((x + y) * 255) / (width + height), 255], at * 4)
  }
  return new Uint8Array(encode({ width, height, data }, quality).data)
}

/** Where the first segment of a kind begins. */
const markerAt = (bytes: Uint8Array, marker: number): number => {
  for (let at = 2; at < bytes.length - 1; at++) if (bytes[at] === 0xff && bytes[at + 1] === marker) return at
  throw new Error(`no marker ${marker}`)
}

const withByte = (bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array => {
  const copy = bytes.slice()
  copy.set(values, at)
  return copy
}

describe('a JPEG', () => {
  it.each([
    [16, 16],
    [17, 9],
    [1, 1],
    [40, 33],
  ])('of %i x %i pixels in colour', (width, height) => {
    const file = picture(width, height, 100)
    const image = right(decodeImage(file))
    expect(image.shape).toEqual([height, width, 3])
    const rgba = decode(file, { useTArray: true }).data
    expect([...toTypedArray(image)]).toEqual([...rgba.filter((_, at) => at % 4 !== 3)])
  })

  it('is close to what was coded', () => {
    const [width, height] = [48, 32]
    const found = toTypedArray(right(decodeImage(picture(width, height, 100), { dtype: 'float64' })))
    // At the best quality every coefficient is rounded to a whole number: 64 errors of at most 1/2, of weights whose
    // squares add up to 1, are at most 4 in brightness; colours take up to 1.772 times that more.
    const bound = (4 + 1.772 * 4 + 1) / 255
    for (let at = 0; at < width * height; at++) {
      const [x, y] = [at % width, Math.floor(at / width)]
      const expected = [x / width, y / height, (x + y) / (width + height)]
      for (const channel of [0, 1, 2]) expect(Math.abs(found[3 * at + channel] - expected[channel])).toBeLessThan(bound)
    }
  })

  it.each([false, true])('in gray, coded by hand (progressive: %s)', (progressive) => {
    // Flat blocks: the first coefficient is 8 times the level, quantised by 8; levels are counted from 128.
    const file = flatJpeg({ width: 16, height: 8, progressive, differences: [5, -7] })
    const row = [...Array<number[]>(8).fill([133]), ...Array<number[]>(8).fill([126])]
    expect(toArray(right(decodeImage(file)))).toEqual(Array<number[][]>(8).fill(row))
    expect(right(decodeImage(file, { channels: 3 })).shape).toEqual([8, 16, 3])
  })

  it('with notes, previews and comments, which are passed over', () => {
    const notes = [
      ...segment(0xe0, ...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 255, 255),
      ...segment(0xe1, ...Buffer.from('Exif\0\0'), 0xff, 0xd9, 0xff, 0xc0),
      ...segment(0xfe, ...Buffer.from('a comment')),
      0xff,
      0xff,
      ...segment(0xef),
    ]
    const file = flatJpeg({ differences: [1], before: notes })
    expect(toArray(right(decodeImage(file)))).toEqual(Array<number[][]>(8).fill(Array<number[]>(8).fill([129])))
  })

  it('whose components are red, green and blue as they stand', () => {
    const file = picture(16, 16, 100)
    const adobe = (transform: number): Uint8Array =>
      new Uint8Array(
        Buffer.concat([
          file.subarray(0, 2),
          Uint8Array.from(segment(0xee, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform)),
          file.subarray(2),
        ]),
      )
    expect(plain(decodeImage(adobe(1)))).toEqual(plain(decodeImage(file)))
    const raw = decode(file, { useTArray: true, colorTransform: false, formatAsRGBA: false }).data
    expect([...toTypedArray(right(decodeImage(adobe(0))))]).toEqual([...raw])
    expect(plain(decodeImage(adobe(0)))).not.toEqual(plain(decodeImage(file)))
  })

  const file = picture(24, 24, 80)
  const frame = markerAt(file, 0xc0)
  const scan = markerAt(file, 0xda)

  it.each([
    ['cut inside the scan', file.slice(0, scan + 40), 'the file ends inside a scan'],
    ['cut before its end', file.slice(0, -2), 'the file ends inside a scan'],
    ['cut inside a segment', file.slice(0, frame + 6), /reaches past the end|ends before the image/],
    ['only a beginning', file.slice(0, 3), /the file ends before the image does|a marker is missing/],
    ['without a frame', withByte(file, frame + 1, 0xef), 'there are 0 frames, not one'],
    [
      'with two frames',
      new Uint8Array(Buffer.concat([file.subarray(0, frame), file.subarray(frame, frame + 19), file.subarray(frame)])),
      'there are 2 frames, not one',
    ],
    ['without a width', withByte(file, frame + 7, 0, 0), 'the image has no width'],
    [
      'with sampling factors that are none',
      withByte(file, frame + 11, 0x05),
      'the components of the frame are not in order',
    ],
    ['with a component twice', withByte(file, frame + 13, 1), 'the components of the frame are not in order'],
    ['with a frame of the wrong length', withByte(file, frame + 9, 4), 'the frame has the wrong length'],
    ['with a scan of other components', withByte(file, scan + 5, 9), 'a scan has a component of its own'],
    ['with a scan that lacks one', withByte(file, scan + 5, 2), 'a component of the image is missing'],
    ['with more blocks than bits', withByte(file, frame + 5, 16, 0, 16, 0), /bytes cannot hold 786432 blocks/],
    ['without tables', withByte(file, markerAt(file, 0xc4) + 1, 0xfe), /^the coded image is damaged/],
    ['with a marker inside the scan', withByte(file, scan + 30, 0xff, 0xd0), /^the coded image is damaged/],
  ])('is refused %s', (_, bytes, expected) =>
    expect(problem(bytes)).toEqual([
      'FormatError',
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    ]),
  )

  it.each([
    ['arithmetic coding', withByte(file, frame + 1, 0xc9)],
    ['no loss', withByte(file, frame + 1, 0xc3)],
    ['12 bits', withByte(file, frame + 4, 12)],
    ['its height elsewhere', withByte(file, frame + 5, 0, 0)],
  ])('with %s is not read', (_, bytes) => expect(problem(bytes)).toEqual(['UnsupportedError', expect.anything()]))

  it('takes no room for what it claims', () => {
    const before = process.memoryUsage().arrayBuffers
    expect(problem(withByte(file, frame + 5, 255, 255, 255, 255))).toEqual([
      'SizeError',
      '65535 x 65535 pixels are more than the 33554432 allowed',
    ])
    expect(problem(withByte(file, frame + 5, 16, 0, 16, 0))).toEqual(['FormatError', expect.anything()])
    expect(problem(file, { maxPixels: 575 })).toEqual(['SizeError', '24 x 24 pixels are more than the 575 allowed'])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24)
  })

  it('has no more scans than an encoder would make', () => {
    const flat = flatJpeg({ progressive: true, differences: [1] })
    const first = markerAt(flat, 0xda)
    const one = flat.subarray(first, first + 12)
    const many = Buffer.concat([
      flat.subarray(0, first),
      ...Array<Uint8Array>(101).fill(one),
      Uint8Array.of(0xff, 0xd9),
    ])
    expect(problem(many)).toEqual(['SizeError', 'there are more than 100 scans'])
  })
})

describe('a damaged JPEG', () => {
  const samples = [
    picture(9, 7, 50),
    flatJpeg({ width: 20, height: 9, progressive: true, differences: [1, 2, 3, -1, -2, -3] }),
    flatJpeg({ width: 20, height: 9, differences: [1, 2, 3, -1, -2, -3] }),
  ]
  fuzz('decodeImage', (bytes) => decodeImage(bytes), samples, 10_000, { bytesPerByte: 4096 })
})
