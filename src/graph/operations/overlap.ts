import { ArgumentError, ShapeError, type Tensor } from '../../tensor/index.js'
import { reshape } from '../primitives/structural.js'
import { flip } from '../primitives/windows.js'
import type { Overlap, OverlapOptions } from '../signatures/index.js'
import { conv1d } from './convolution.js'
import { dual } from './dual.js'
import { checkNumeric, operandsOf } from './operands.js'
import { overlapNames } from './optionNames.js'

/** Two vectors of numbers, neither of them empty. */
const vectorsOf = (operation: string, values: readonly unknown[]): readonly [a: Tensor, v: Tensor] => {
  const operands = operandsOf(operation, values)
  checkNumeric(operation, operands)
  for (const { shape } of operands)
    if (shape.length !== 1 || shape[0] === 0)
      throw new ShapeError({
        operation,
        operands,
        problem: shape.length === 1 ? 'a vector is empty' : `it needs vectors, not a tensor of rank ${shape.length}`,
        remedy: 'Of batches and channels, and over several axes, take conv',
      })
  return operands as readonly [Tensor, Tensor]
}

/** How many zeros stand before and after the longer vector, for a shorter one of n. */
const widthsOf = (operation: string, mode: unknown, n: number): readonly [before: number, after: number] => {
  if (mode === 'valid') return [0, 0]
  if (mode === 'full') return [n - 1, n - 1]
  if (mode === 'same') return [Math.floor(n / 2), n - Math.floor(n / 2) - 1]
  throw new ArgumentError({
    operation,
    problem: `there is no mode ${String(mode)}`,
    remedy: "Give 'full', 'same' or 'valid'",
  })
}

/** Sums of products of a vector with another that is no longer, which starts `before` places earlier. */
const slid = (operation: string, a: Tensor, v: Tensor, mode: unknown): Tensor => {
  const [[m], [n]] = [a.shape, v.shape]
  const y: Tensor = conv1d(reshape(a, [1, 1, m]), reshape(v, [1, 1, n]), { padding: [widthsOf(operation, mode, n)] })
  return reshape(y, y.shape.slice(2))
}

const backward = (x: Tensor): Tensor => flip(x, [0])

/**
 * NumPy's convolution of two vectors: y[k] = sum over i of a[i] v[k - i], for all k where they overlap at all ('full'), for
 * as many as the longer one has ('same'), or for those where the shorter one lies wholly inside ('valid'). Throws a
 * ShapeError where one is no vector, or empty.
 *
 * @example
 * ```ts
 * import { convolve, tensor } from 'cotangent'
 *
 * const [a, v] = [tensor([1, 2, 3]), tensor([0, 1, 0.5])]
 * convolve(a, v) // => [0.  1.  2.5 4.  1.5]
 * convolve(a, v, { mode: 'same' }) // => [1.  2.5 4. ]
 * convolve(a, v, { mode: 'valid' }) // => [2.5]
 * ```
 */
export const convolve: Overlap<'convolve', 'full'> = dual(
  'convolve',
  2,
  overlapNames,
  (x: unknown, y: unknown, { mode = 'full' }: OverlapOptions = {}): Tensor => {
    const [a, v] = vectorsOf('convolve', [x, y])
    const [long, short] = a.shape[0] < v.shape[0] ? [v, a] : [a, v]
    return slid('convolve', long, backward(short), mode)
  },
)

/**
 * NumPy's correlation of two vectors: c[k] = sum over i of a[i + k] v[i], for those k where the shorter one lies wholly
 * inside ('valid'), for as many as the longer one has ('same'), or where they overlap at all ('full'). Throws a ShapeError
 * where one is no vector, or empty.
 *
 * @example
 * ```ts
 * import { correlate, tensor } from 'cotangent'
 *
 * const [a, v] = [tensor([1, 2, 3]), tensor([0, 1, 0.5])]
 * correlate(a, v) // => [3.5]
 * correlate(a, v, { mode: 'full' }) // => [0.5 2.  3.5 3.  0. ]
 * ```
 */
export const correlate: Overlap<'correlate', 'valid'> = dual(
  'correlate',
  2,
  overlapNames,
  (x: unknown, y: unknown, { mode = 'valid' }: OverlapOptions = {}): Tensor => {
    const [a, v] = vectorsOf('correlate', [x, y])
    return a.shape[0] < v.shape[0] ? backward(slid('correlate', v, a, mode)) : slid('correlate', a, v, mode)
  },
)
