import { equalShapes, filled, repeatedElement, type Tensor } from '../tensor/index.js'
import { type Apply, expressionOf, isConstant } from './expression.js'
import type { Differential } from './primitive.js'
import { add } from './primitives/arithmetic.js'
import { reshape } from './primitives/structural.js'
import { concatenate, type PadAttributes, pad } from './primitives/windows.js'

/** The Apply that a tensor is the result of, where it is of this primitive. */
const madeBy = (name: string, tensor: Tensor): Apply | undefined => {
  const expression = expressionOf(tensor)
  return expression._tag === 'Result' && expression.apply.primitive.name === name ? expression.apply : undefined
}

/** Something with zeros around it. */
interface Padded extends PadAttributes {
  readonly inside: Tensor
}

/** What is padded, or else parts in a row, among which are zeros. */
const paddedOf = (x: Tensor): Padded | undefined => {
  const padding = madeBy('pad', x)
  if (padding !== undefined) return { ...(padding.attributes as PadAttributes), inside: padding.operands[0] }
  const none = x.shape.map(() => 0)
  return madeBy('concatenate', x) && { low: none, high: none, interior: none, inside: x }
}

const isSameAlong = (axis: number, a: Padded, b: Padded): boolean =>
  a.low[axis] === b.low[axis] && a.high[axis] === b.high[axis] && a.interior[axis] === b.interior[axis]

/** Whether a tensor is a constant that repeats 0; not -0, which another -0 leaves as it is. */
const isZeros = (tensor: Tensor): boolean => {
  const expression = expressionOf(tensor)
  return isConstant(expression) && Object.is(repeatedElement(expression), 0)
}

/** A tensor plus 0, which makes -0 to 0: what it is in a sum with zeros. Once is enough. */
const plusZeros = (tensor: Tensor): Tensor =>
  madeBy('add', tensor)?.operands.some(isZeros) ? tensor : add(tensor, filled(tensor.dtype, tensor.shape, 0))

/** What stands along an axis from one place to another. */
interface Part {
  readonly start: number
  readonly end: number
  readonly tensor: Tensor
}

/** The parts of which there is more than zeros. */
const partsAlong = (axis: number, { low, inside }: Padded): readonly Part[] => {
  const row = madeBy('concatenate', inside)
  const tensors = row !== undefined && (row.attributes as { axis: number }).axis === axis ? row.operands : [inside]
  let end = low[axis]
  return tensors.flatMap((tensor) => {
    const start = end
    end += tensor.shape[axis]
    return isZeros(tensor) ? [] : [{ start, end, tensor }]
  })
}

/** All parts in the order of their places, those at one place added up; undefined where two overlap otherwise. */
const together = (parts: readonly Part[], more: readonly Part[]): readonly Part[] | undefined => {
  const [here, there] = [parts, more].map((each) => new Map(each.map((part) => [part.start, part])))
  const places = [...new Map([...here, ...there]).values()].sort((a, b) => a.start - b.start)
  const areApart = places.every(
    ({ start, end }, index) => (here.get(start)?.end ?? end) === end && (index === 0 || places[index - 1].end <= start),
  )
  if (places.length === 0 || !areApart) return undefined
  return places.map(({ start, end, tensor }) => {
    const [a, b] = [here.get(start)?.tensor, there.get(start)?.tensor]
    return { start, end, tensor: a && b ? sumOf(a, b) : plusZeros(tensor) }
  })
}

/** Parts one after the other, with zeros between them. */
const rowOf = (axis: number, parts: readonly Part[]): Tensor => {
  let reached = parts[0].start
  const pieces = parts.flatMap(({ start, end, tensor }) => {
    const gap = start - reached
    reached = end
    return gap === 0 ? [tensor] : [filled(tensor.dtype, tensor.shape.with(axis, gap), 0), tensor]
  })
  return pieces.length === 1 ? pieces[0] : concatenate(pieces, axis)
}

const paddedWith = (inside: Tensor, attributes: PadAttributes): Tensor =>
  [...attributes.low, ...attributes.high, ...attributes.interior].some((count) => count > 0)
    ? pad(inside, attributes)
    : inside

/** The sum of two tensors that are zeros where the other one is not, or at one place; undefined where they are not. */
const sumOfPadded = (x: Tensor, y: Tensor): Tensor | undefined => {
  const a = paddedOf(x)
  const b = a && paddedOf(y)
  if (a === undefined || b === undefined) return undefined
  const { low, high, interior } = a
  const differing = [...x.shape.keys()].filter((axis) => !isSameAlong(axis, a, b))
  if (differing.length === 0)
    return a.inside === x ? undefined : pad(sumOf(a.inside, b.inside), { low, high, interior })
  const [axis] = differing
  if (differing.length > 1 || interior[axis] !== 0 || b.interior[axis] !== 0) return undefined
  const parts = together(partsAlong(axis, a), partsAlong(axis, b))
  if (parts === undefined) return undefined
  const [{ start }, { end }] = [parts[0], parts[parts.length - 1]]
  return paddedWith(rowOf(axis, parts), {
    interior,
    low: low.with(axis, start),
    high: high.with(axis, x.shape[axis] - end),
  })
}

const sumOf = (x: Tensor, y: Tensor): Tensor => {
  const [a, b] = [madeBy('reshape', x)?.operands[0], madeBy('reshape', y)?.operands[0]]
  if (a === undefined || b === undefined || !equalShapes(a.shape, b.shape)) return sumOfPadded(x, y) ?? add(x, y)
  const sum = sumOfPadded(a, b)
  return sum === undefined ? add(x, y) : reshape(sum, x.shape)
}

/**
 * A cotangent so far and one more. What takes a tensor apart pulls back to its parts between zeros: these are put
 * together beside each other, instead of being added up, all as large as the whole. The result is their sum to the bit,
 * signs of zeros included: what is a constant already, and no padding any more, may be added up as well.
 */
export const accumulated = (sum: Differential, cotangent: Differential): Differential =>
  sum === undefined ? cotangent : cotangent === undefined ? sum : sumOf(sum, cotangent)
