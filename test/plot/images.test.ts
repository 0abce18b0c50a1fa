import { ArgumentError, fromTypedArray, ones, ShapeError, tensor, zeros } from 'cotangent'
import { images, type Spec, weightImages } from 'cotangent/plot'
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { count, svgOf, textsOf, valuesOf } from './support.js'

const nan = Number.NaN

const bitmapOf = ({ url }: Spec) => decode(Buffer.from(String(url).split(',')[1], 'base64'))

describe('images', () => {
  it('are those of the tensor', async () => {
    const bytes = Float64Array.from({ length: 2 * 3 * 4 }, (_, at) => at * 10)
    const figure = images(fromTypedArray(bytes, [2, 3, 4]), { labels: ['first', 'second'] })
    const [one, two] = valuesOf(figure).map(bitmapOf)
    expect(one).toMatchObject({ width: 4, height: 3, channels: 1 })
    expect(Array.from(one.data)).toEqual(Array.from(bytes.subarray(0, 12)))
    expect(Array.from(two.data)).toEqual(Array.from(bytes.subarray(12)))
    const svg = await svgOf(figure)
    expect(count(svg, /<image/g)).toBe(2)
    expect(textsOf(svg)).toEqual(['first', 'second'])
  })

  it('have an edge, and labels that do not touch', async () => {
    const label = 'a cat, taken for another animal'
    const svg = await svgOf(images(ones([2, 1, 1]), { labels: [label, label], columns: 2 }))
    expect(count(svg, /stroke="#bbbbbb"/g)).toBe(2)
    const [first, second] = [...svg.matchAll(/translate\(([\d.]+),[\d.]+\)"[^>]*>a cat/g)].map(([, x]) => Number(x))
    // DejaVu Sans: half an em for each letter at least.
    expect(second - first).toBeGreaterThan(label.length * 5.5)
  })

  it('are coloured where they have three channels, and cut off outside of their range', () => {
    const [color] = valuesOf(images(tensor([[[[0, 0.5, 1]]]]))).map(bitmapOf)
    expect(Array.from(color.data)).toEqual([0, 128, 255])
    const [grey] = valuesOf(images(tensor([[-2, -1, 0, 1, nan]]), { range: [-1, 0] })).map(bitmapOf)
    expect(Array.from(grey.data)).toEqual([0, 0, 255, 255, 0])
  })

  it('are refused otherwise', () => {
    for (const shape of [[2], [1, 2, 2, 2], [0, 2, 2], [1, 1, 1, 1, 1]])
      expect(() => images(zeros(shape))).toThrow(ShapeError)
    expect(() => images(zeros([2, 2, 2]), { labels: ['a'] })).toThrow(ShapeError)
    expect(() => images(zeros([2501, 1, 1]))).toThrow(ArgumentError)
    expect(() => images(zeros([2, 2]), { range: [1, 1] })).toThrow(ArgumentError)
    expect(() => images(zeros([2, 2]), { columns: 0 })).toThrow(ArgumentError)
  })
})

describe('weights', () => {
  it('are red above 0, blue below and white at 0, column by column', () => {
    const figure = weightImages(
      tensor([
        [1, 0],
        [-2, 0],
        [0, nan],
        [2, 0.5],
      ]),
    )
    const [one, two] = valuesOf(figure).map(bitmapOf)
    expect(one).toMatchObject({ width: 2, height: 2, channels: 3 })
    const pixel = ({ data }: typeof one, at: number) => Array.from(data.subarray(3 * at, 3 * at + 3))
    expect(pixel(one, 3)).toEqual([214, 39, 40])
    expect(pixel(one, 1)).toEqual([31, 91, 191])
    expect(pixel(one, 2)).toEqual([255, 255, 255])
    expect(pixel(two, 2)).toEqual([255, 255, 255])
    expect(pixel(one, 0)[0]).toBeGreaterThan(pixel(one, 0)[2])
  })

  it('take another shape, and refuse one that does not fit', () => {
    expect(bitmapOf(valuesOf(weightImages(ones([6, 1]), { shape: [2, 3] }))[0])).toMatchObject({ width: 3, height: 2 })
    expect(() => weightImages(ones([6, 1]))).toThrow(ShapeError)
    expect(() => weightImages(ones([4]))).toThrow(ShapeError)
    expect(() => weightImages(ones([4, 1]), { limit: 0 })).toThrow(ArgumentError)
  })
})
