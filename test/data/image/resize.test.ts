import { ArgumentError, grad, ShapeError, sum, type Tensor, tensor, toArray, zeros } from 'cotangent'
import { type Image, resizeImage } from 'cotangent/data'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** Gray images of small whole numbers, and a size. */
const images = fc
  .record({ height: fc.integer({ min: 1, max: 7 }), width: fc.integer({ min: 1, max: 7 }) })
  .chain(({ height, width }) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  )
const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))

type Rows = readonly (readonly number[])[]

const imageOf = (rows: Rows, dtype: 'float64' | 'int32' = 'float64'): Image<'float64'> =>
  tensor(
    rows.map((row) => row.map((sample) => [sample])),
    { dtype },
  ) as unknown as Image<'float64'>

const rowsOf = (image: Image<'float64'>): Rows =>
  (toArray(image) as readonly (readonly number[][])[]).map((row) => row.map(([sample]) => sample))

const clamp = (value: number, top: number): number => Math.min(Math.max(value, 0), top)

/** The definition: the value, at the new centre's place, of the surface through the old centres. */
const surface = (rows: Rows, y: number, x: number): number => {
  const at = (row: number, column: number): number =>
    rows[clamp(row, rows.length - 1)][clamp(column, rows[0].length - 1)]
  const [top, left] = [Math.floor(y), Math.floor(x)]
  const [v, u] = [y - top, x - left]
  return (
    (1 - v) * ((1 - u) * at(top, left) + u * at(top, left + 1)) +
    v * ((1 - u) * at(top + 1, left) + u * at(top + 1, left + 1))
  )
}

/** The definition: the average over so many small squares that each lies in one old and one new pixel. */
const average = (rows: Rows, [height, width]: readonly [number, number], i: number, j: number): number => {
  let total = 0
  for (let y = i * rows.length; y < (i + 1) * rows.length; y++)
    for (let x = j * rows[0].length; x < (j + 1) * rows[0].length; x++)
      total += rows[Math.floor(y / height)][Math.floor(x / width)]
  return total / (rows.length * rows[0].length)
}

/** Weights of at most 1 in sums of at most 9 x 9 terms of at most 255, each rounded a few times: (81 + 8) u 255. */
const tolerance = 89 * 2 ** -53 * 255 * 4

const expectClose = (found: Rows, expected: (i: number, j: number) => number): void =>
  found.forEach((row, i) => {
    row.forEach((sample, j) => {
      expect(Math.abs(sample - expected(i, j))).toBeLessThanOrEqual(tolerance)
    })
  })

describe('resizing', () => {
  it('is bilinear by its definition', () =>
    fc.assert(
      fc.property(images, sizes, (rows, size) =>
        expectClose(rowsOf(resizeImage(imageOf(rows), size)), (i, j) =>
          surface(rows, ((i + 0.5) * rows.length) / size[0] - 0.5, ((j + 0.5) * rows[0].length) / size[1] - 0.5),
        ),
      ),
      { numRuns: 100 },
    ))

  it('averages areas by its definition', () =>
    fc.assert(
      fc.property(images, sizes, (rows, size) =>
        expectClose(rowsOf(resizeImage(imageOf(rows), size, { method: 'area' })), (i, j) => average(rows, size, i, j)),
      ),
      { numRuns: 100 },
    ))

  it.each(['bilinear', 'area'] as const)('to the same size changes nothing (%s)', (method) =>
    fc.assert(
      fc.property(images, (rows) => {
        expect(rowsOf(resizeImage(imageOf(rows), [rows.length, rows[0].length], { method }))).toEqual(rows)
      }),
      { numRuns: 50 },
    ),
  )

  it('keeps channels apart, and int32 whole', () => {
    const image = tensor(
      [
        [
          [0, 255],
          [1, 254],
        ],
      ],
      { dtype: 'int32' },
    )
    const half = resizeImage(image as unknown as Image, [1, 1], { method: 'area' })
    // 0.5 and 254.5, halves to even.
    expect([half.dtype, toArray(half)]).toEqual(['int32', [[[0, 254]]]])
    expect(toArray(resizeImage(image as unknown as Image, [2, 4]))).toEqual(
      Array(2).fill([
        [0, 255],
        [0, 255],
        [1, 254],
        [1, 254],
      ]),
    )
  })

  it('has a derivative: what each old pixel weighs in the new ones', () => {
    const gradient = grad((image: Tensor<[number, number, number], 'float64'>) =>
      sum(resizeImage(image, [1, 1], { method: 'area' })),
    )(zeros([2, 4, 1]) as unknown as Image<'float64'>)
    expect(toArray(gradient)).toEqual(Array(2).fill(Array(4).fill([1 / 8])))
  })

  it.each([[[0, 1]], [[1.5, 1]], [[1]], [[NaN, 1]]])('to %j is refused', (size) =>
    expect(() => resizeImage(zeros([2, 2, 1]) as unknown as Image, size as never)).toThrow(ArgumentError),
  )

  it('of what is no image is refused', () => {
    expect(() => resizeImage(zeros([2, 2]) as never, [1, 1])).toThrow(ShapeError)
    expect(() => resizeImage(zeros([0, 2, 1]) as unknown as Image, [1, 1])).toThrow(ShapeError)
    expect(() => resizeImage(zeros([2, 2, 1]) as unknown as Image, [1, 1], { method: 'cubic' as never })).toThrow(
      ArgumentError,
    )
  })
})
