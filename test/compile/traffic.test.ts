import { expect, it } from 'vitest'
import { compile } from '../../src/compile/index.js'
import { add, exp, fullLike, mul } from '../../src/graph/primitives/arithmetic.js'
import { matmul } from '../../src/graph/primitives/contraction.js'
import { windows } from '../../src/graph/primitives/sliding.js'
import { broadcastTo, reshape, sumTo, transpose } from '../../src/graph/primitives/structural.js'
import { slice } from '../../src/graph/primitives/windows.js'
import { iterate, take } from '../../src/index.js'
import { fromRowMajor, type Tensor, type TensorType } from '../../src/tensor/index.js'
import { float64, graphOf, int32 } from '../engine/agreement.js'

const bytes = 8
const fixed = fromRowMajor(
  'float64',
  [100],
  Float64Array.from({ length: 100 }, (_, index) => index),
)

/** Bytes that each part of a function's program moves. */
const moved = (f: (inputs: readonly Tensor[]) => readonly Tensor[], ...types: readonly TensorType[]) =>
  compile(graphOf(f, ...types), { threads: 1, shared: false, watched: true, loopsOnly: true }).parts.map(
    (part) => part.bytes,
  )

it.each<readonly [string, readonly number[], ReturnType<typeof moved>]>([
  ['operands and results', [300 * bytes], moved(([x, y]) => [add(x, y)], float64(100), float64(100))],
  ['an operand that is used twice, once', [200 * bytes], moved(([x]) => [mul(x, x)], float64(100))],
  ['no numbers that are written into the code', [200 * bytes], moved(([x]) => [mul(x, fullLike(x, 3))], float64(100))],
  ['constants', [300 * bytes], moved(([x]) => [mul(x, fixed)], float64(100))],
  ['nothing within a step but what is stored', [101 * bytes], moved(([x]) => [sumTo(exp(x), [])], float64(100))],
  ['nothing for a view', [0, 200 * bytes], moved(([x]) => [exp(transpose(x, [1, 0]))], float64(10, 10))],
  [
    'of a slice no more than that',
    [0, 8 * bytes],
    moved(([x]) => [exp(slice(x, { start: [6], size: [4], step: [1] }))], float64(100)),
  ],
  [
    'repeated elements once',
    [0, 210 * bytes],
    moved(([x, y]) => [add(broadcastTo(x, [10, 10]), y)], float64(10), float64(10, 10)),
  ],
  [
    'overlapping windows once',
    [0, (100 + 99 * 2) * bytes],
    moved(([x]) => [exp(windows(x, { axis: 0, size: 2, stride: 1, dilation: 1 }))], float64(100)),
  ],
  [
    'what is copied into another order',
    [0, 200 * bytes],
    moved(([x]) => [reshape(transpose(x, [1, 0]), [100])], float64(10, 10)),
  ],
  [
    'of what is selected from, what is selected',
    [3 * 4 + 2 * 30 * bytes],
    moved(
      ([x, at]) => [take(x as Tensor<[1000, 10]>, at as Tensor<[3], 'int32'>, { axis: 0 })],
      float64(1000, 10),
      int32(3),
    ),
  ],
  [
    'for a loop what it carries, and in each step what that moves',
    [200 * bytes, 200 * bytes],
    moved(([x]) => [iterate((y: Tensor) => exp(y), 10, x)], float64(100)),
  ],
])('a part moves %s', (_, expected, found) => expect(found).toEqual(expected))

it('a chain moves a result and a view of it once', () => {
  const [rows, features] = [20_000, 64]
  const graph = graphOf(
    ([x, w]) => {
      const y = exp(matmul(exp(x), w))
      return [matmul(transpose(y, [1, 0]), x), y]
    },
    float64(rows, features),
    float64(features, features),
  )
  const { parts } = compile(graph, { threads: 1, shared: false, watched: true })
  const chain = parts.filter(({ name }) => name.includes(' then '))
  expect(chain.map(({ bytes, results }) => [bytes, results.length])).toEqual([
    [(2 * rows * features + features * features) * bytes, 2],
  ])
})
