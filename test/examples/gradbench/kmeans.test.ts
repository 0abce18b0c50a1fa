import { expandDims, grad, gradcheckOpaque, min, square, sub, sum, type Tensor, tensor } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type KmeansInput, loops } from '../../bench/gradbench/loops/kmeans.js'
import { drawsFrom } from '../../bench/random.js'
import { deviationOf } from './deviation.js'
import { play } from './driver.js'
import { precisely } from './precisely.js'
import { inProcess } from './tools.js'

type Matrix = Tensor<[number, number], 'float64'>
type Rows = readonly (readonly number[])[]

type Input = { readonly points: Rows; readonly centroids: Rows }

/** Points, uniform in [0, 1), of which the last ones are the centroids. */
const inputOf = (k: number, n: number, d: number): Input => {
  const { uniform } = drawsFrom(100 * d + 10 * k + n)
  const points = Array.from({ length: n }, () => Array.from({ length: d }, uniform))
  return { points, centroids: points.slice(n - k) }
}

const numbersOf = ({ points, centroids }: Input): KmeansInput => ({
  n: points.length,
  k: centroids.length,
  d: centroids[0].length,
  points: Float64Array.from(points.flat()),
  centroids: Float64Array.from(centroids.flat()),
})

const rowsOf = (numbers: Float64Array, d: number): number[][] =>
  Array.from({ length: numbers.length / d }, (_, row) => [...numbers.slice(row * d, (row + 1) * d)])

const matrix = (rows: Rows): Matrix => tensor(rows as number[][]) as Matrix

/** The cost as it is defined, by the least of all distances. */
const cost =
  (points: Matrix) =>
  (centroids: Matrix): Tensor<[], 'float64'> =>
    sum(min(sum(square(sub(expandDims(points, 1), expandDims(centroids, 0))), { axis: 2 }), { axis: 1 }))

/** Each of n terms is rounded once where it is added, and each of d squares; their differences and products once more. */
const boundFor = ({ points }: Input): number => (points.length + points[0].length + 8) * 2 ** -53

/** Of directions, which are means of differences of numbers up to 1, and may be smaller than these. */
const directionBound = (input: Input, expected: Rows): number =>
  boundFor(input) / Math.max(...expected.flat().map(Math.abs))

describe.each([
  ['one centroid', 1, 4, 2],
  ['two centroids on a line', 2, 6, 1],
  ['three centroids in four dimensions', 3, 20, 4],
  ['enough centroids to be compared side by side', 34, 50, 2],
])('%s', (_, k, n, d) => {
  const input = inputOf(k, n, d)
  const f = cost(matrix(input.points))
  const value = precisely(f, matrix(input.centroids))
  const gradient = precisely(grad(f), matrix(input.centroids))
  // Differences of numbers of 31 digits, of the cost and of its gradient.
  const slopes = value.slopes().map(([slope]) => slope)
  const curvatures = gradient.slopes().map((row, index) => row[index])
  const want = rowsOf(
    Float64Array.from(slopes, (slope, index) => slope / curvatures[index]),
    d,
  )

  it('has the cost of 31 digits, and the direction of its slopes', async () => {
    const workloads = [{ function: 'cost', input, expected: value.values[0] }]
    const directions = [{ function: 'dir', input: { ...input, min_runs: 2, min_seconds: 0 }, expected: want }]
    expect(await play(inProcess(), 'kmeans', workloads, boundFor(input))).toMatchObject([{ _tag: 'Success' }])
    const bound = directionBound(input, want)
    expect(bound).toBeLessThan(1e-12)
    expect(await play(inProcess(), 'kmeans', directions, bound)).toMatchObject([{ _tag: 'Success' }])
  })

  it('by hand is the same', () => {
    const numbers = numbersOf(input)
    expect(deviationOf(loops.cost(numbers), value.values[0])).toBeLessThanOrEqual(boundFor(input))
    expect(deviationOf(rowsOf(loops.dir(numbers), d), want)).toBeLessThanOrEqual(directionBound(input, want))
  })
})

describe('the points of the benchmark', () => {
  it('agree with the loops by hand', async () => {
    const input = inputOf(100, 1000, 8)
    const numbers = numbersOf(input)
    const expected = rowsOf(loops.dir(numbers), 8)
    const workloads = [
      { function: 'cost', input, expected: loops.cost(numbers) },
      { function: 'dir', input, expected },
    ]
    const outcomes = await play(inProcess(), 'kmeans', workloads, directionBound(input, expected))
    expect(outcomes).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('cost nothing where each is a centroid, and none moves: exactly', async () => {
    const input = inputOf(40, 40, 8)
    const workloads = [
      { function: 'cost', input, expected: 0 },
      { function: 'dir', input, expected: input.centroids.map((row) => row.map(() => 0)) },
    ]
    expect(await play(inProcess(), 'kmeans', workloads, 0)).toMatchObject([{ _tag: 'Success' }, { _tag: 'Success' }])
  })

  it('have a direction that differences of the loops by hand confirm', () => {
    const fixed = numbersOf(inputOf(3, 30, 2))
    const counts = new Float64Array(3)
    for (let i = 0; i < fixed.n; i++) {
      const squares = [0, 1, 2].map((j) =>
        [0, 1].reduce((all, l) => all + (fixed.centroids[2 * j + l] - fixed.points[2 * i + l]) ** 2, 0),
      )
      counts[squares.indexOf(Math.min(...squares))] += 1
    }
    const checked = gradcheckOpaque(
      {
        value: (centroids: Float64Array) => loops.cost({ ...fixed, centroids }),
        gradient: (centroids: Float64Array) =>
          loops.dir({ ...fixed, centroids }).map((step, index) => 2 * counts[index >> 1] * step),
      },
      fixed.centroids,
    )
    expect(E.isRight(checked)).toBe(true)
  })
})

describe('inputs that are none', () => {
  it.each([
    ['no centroids', { points: [[1, 2]] }, /input has no centroids/],
    ['centroids of another dimension', { points: [[1, 2]], centroids: [[1]] }, /matmul/],
  ])('%s', async (_, input, problem) => {
    const [outcome] = await play(inProcess(), 'kmeans', [{ function: 'cost', input, expected: null }], 0)
    expect(outcome).toMatchObject({ _tag: 'Failure', error: expect.stringMatching(problem) })
  })
})
