import {
  ArgumentError,
  filled,
  fromRowMajor,
  type PadWidth,
  ShapeError,
  type Tensor,
  written,
} from '../../tensor/index.js'
import { where } from '../primitives/arithmetic.js'
import { take } from '../primitives/indexing.js'
import { broadcastTo } from '../primitives/structural.js'
import * as primitive from '../primitives/windows.js'
import type { Pad, PadMode, PadOptions } from '../signatures/index.js'
import { checkChoice } from './attributes.js'
import { dual } from './dual.js'
import { operandOf, operandsOf } from './operands.js'
import { padNames } from './optionNames.js'

const checkWidths = (x: Tensor, widths: readonly PadWidth[]): void => {
  const isWidth = (width: unknown): boolean => Number.isSafeInteger(width) && (width as number) >= 0
  const fits =
    Array.isArray(widths) &&
    widths.length === x.shape.length &&
    widths.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isWidth))
  if (!fits)
    throw new ShapeError({
      operation: 'pad',
      operands: [x],
      problem: `${written(widths)} are no widths for ${x.shape.length} axes`,
      remedy: 'Give [before, after] for every axis, whole numbers, none negative',
    })
}

/** x with one number around it. */
const padWith = (input: Tensor, value: number | boolean, widths: readonly PadWidth[]): Tensor => {
  const [x, filler] = operandsOf('pad', [input, value])
  const attributes = {
    low: widths.map(([before]) => before),
    high: widths.map(([, after]) => after),
    interior: widths.map(() => 0),
  }
  const padded = primitive.pad(x, attributes)
  if (value === 0 || value === false) return padded
  const inside = primitive.pad(filled('bool', x.shape, 1), attributes)
  return where(inside, padded, broadcastTo(filler, padded.shape))
}

const modulo = (place: number, period: number): number => ((place % period) + period) % period

/** Which of the n elements of an axis stands at a place outside, where places count from the first element. */
const sources: Readonly<Record<Exclude<PadMode, 'constant'>, (place: number, n: number) => number>> = {
  edge: (place, n) => Math.min(n - 1, Math.max(0, place)),
  // 0 1 2 3 2 1, 0 1 2 3 2 1, ...
  reflect: (place, n) => n - 1 - Math.abs(n - 1 - modulo(place, Math.max(1, 2 * (n - 1)))),
  // 0 1 2 3 3 2 1 0, 0 1 2 3 3 2 1 0, ...
  symmetric: (place, n) => Math.min(modulo(place, 2 * n), 2 * n - 1 - modulo(place, 2 * n)),
  // 0 1 2 3, 0 1 2 3, ...
  wrap: modulo,
}

/** x with its own elements around it. */
const padFromWithin = (x: Tensor, mode: keyof typeof sources, widths: readonly PadWidth[]): Tensor =>
  widths.reduce((padded, [before, after], axis) => {
    const extent = x.shape[axis]
    if (before === 0 && after === 0) return padded
    if (extent === 0)
      throw new ShapeError({
        operation: 'pad',
        operands: [x],
        problem: `axis ${axis} is empty and has nothing to pad it with in mode '${mode}'`,
        remedy: "Give it widths [0, 0], or pad in mode 'constant'",
      })
    const places = Int32Array.from({ length: before + extent + after }, (_, at) => sources[mode](at - before, extent))
    return take(padded, fromRowMajor('int32', [places.length], places), { axis, batchAxes: 0 })
  }, x)

/**
 * x with elements before and after those of each axis: widths are [before, after] for every axis. In mode 'constant'
 * they are `value` (0); in the others, elements of x itself, however wide the padding is:
 *
 * * 'edge' repeats the first and the last: `1 1 | 1 2 3 | 3 3`
 * * 'reflect' goes back and forth without repeating those: `3 2 | 1 2 3 | 2 1`
 * * 'symmetric' does so with them repeated: `2 1 | 1 2 3 | 3 2`
 * * 'wrap' starts again from the other end: `2 3 | 1 2 3 | 1 2`
 *
 * Throws a ShapeError where the widths do not fit x, or where a mode other than 'constant' would widen an empty axis,
 * and an ArgumentError of a `value` in such a mode.
 *
 * @example
 * ```ts
 * import { pad, tensor } from 'cotangent'
 *
 * pad(tensor([1, 2]), [[1, 2]]) // => [0. 1. 2. 0. 0.]
 * pad(tensor([1, 2]), [[1, 0]], { value: -1 }) // => [-1.  1.  2.]
 * pad(tensor([1, 2, 3]), [[2, 0]], { mode: 'reflect' }) // => [3. 2. 1. 2. 3.]
 * ```
 */
export const pad: Pad = dual(
  'pad',
  2,
  padNames,
  (input: unknown, widths: readonly PadWidth[], { mode = 'constant', value }: PadOptions = {}): Tensor => {
    const x = operandOf('pad', input)
    checkWidths(x, widths)
    const how = checkChoice('pad', 'mode', mode, ['constant', 'edge', 'reflect', 'symmetric', 'wrap'])
    if (how === 'constant') return padWith(x, value ?? 0, widths)
    if (value !== undefined)
      throw new ArgumentError({
        operation: 'pad',
        operands: [x],
        problem: `mode '${how}' takes no value`,
        remedy: "Leave one of them out: only mode 'constant' pads with a value",
      })
    return padFromWithin(x, how, widths)
  },
)
