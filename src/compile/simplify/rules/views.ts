import type { Apply, AttributesOf } from '../../../graph/index.js'
import { equalShapes, type Shape, sizeOf, type Tensor } from '../../../tensor/index.js'
import { appliedAs, operandOf } from '../matching.js'
import type { Applied, Rewriting, Rule } from '../rewriting.js'

// None of these computes anything: what is equal here is which element of the operand comes where.

/** The axes that count for the order of elements: the others have only one place. */
const wide = (shape: Shape): readonly number[] => shape.flatMap((extent, axis) => (extent === 1 ? [] : [axis]))

const isAscending = (numbers: readonly number[]): boolean =>
  numbers.every((each, index) => index === 0 || numbers[index - 1] < each)

/** Whether a permutation moves only axes of size 1, so that the elements stay in row-major order. */
const keepsOrder = ({ operands: [x], attributes: { permutation } }: Applied<'transpose'>): boolean =>
  isAscending(permutation.filter((axis) => x.shape[axis] !== 1))

const isOnes = (shape: Shape): boolean => wide(shape).length === 0

/** The axes of the result along which broadcasting repeats elements. */
export const repeatedAxes = (from: Shape, to: Shape): readonly number[] => {
  const added = to.length - from.length
  return [...to.keys()].filter((axis) => to[axis] !== 1 && (axis < added || from[axis - added] === 1))
}

const broadcastTo: Rule<'broadcastTo'> = ({ operands: [x], attributes: { shape } }, rewriting) => {
  if (equalShapes(x.shape, shape)) return x
  const inner = operandOf('broadcastTo', x)
  if (inner !== undefined) return rewriting.apply('broadcastTo', { shape }, inner)
  // Axes of size 1 in front are added by broadcasting itself.
  const reshaped = operandOf('reshape', x)
  const added = reshaped && x.shape.length - reshaped.shape.length
  const isPadded =
    reshaped !== undefined &&
    added !== undefined &&
    added >= 0 &&
    isOnes(x.shape.slice(0, added)) &&
    equalShapes(x.shape.slice(added), reshaped.shape)
  return isPadded ? rewriting.apply('broadcastTo', { shape }, reshaped) : undefined
}

/** One element, repeated, is the same in any arrangement. */
const repeatedTo = (rewriting: Rewriting, { operands: [x], results: [{ shape }] }: Apply): Tensor | undefined => {
  const element = operandOf('broadcastTo', x)
  return element !== undefined && isOnes(element.shape) && element.shape.length <= shape.length
    ? rewriting.apply('broadcastTo', { shape }, element)
    : undefined
}

const reshape: Rule<'reshape'> = (apply, rewriting) => {
  const {
    operands: [x],
    attributes: { shape },
  } = apply
  if (equalShapes(x.shape, shape)) return x
  const inner = operandOf('reshape', x)
  if (inner !== undefined) return rewriting.apply('reshape', { shape }, inner)
  const turned = appliedAs('transpose', x)
  if (turned !== undefined && keepsOrder(turned)) return rewriting.apply('reshape', { shape }, turned.operands[0])
  const spread = operandOf('broadcastTo', x)
  if (spread !== undefined && sizeOf(spread.shape) === sizeOf(x.shape))
    return rewriting.apply('reshape', { shape }, spread)
  return repeatedTo(rewriting, apply)
}

const transpose: Rule<'transpose'> = (apply, rewriting) => {
  const {
    operands: [x],
    attributes: { permutation },
    results: [{ shape }],
  } = apply
  if (isAscending(permutation)) return x
  const inner = appliedAs('transpose', x)
  if (inner !== undefined) {
    const joint = permutation.map((axis) => inner.attributes.permutation[axis])
    return rewriting.apply('transpose', { permutation: joint }, inner.operands[0])
  }
  const reshaped = operandOf('reshape', x)
  if (reshaped !== undefined && keepsOrder(apply)) return rewriting.apply('reshape', { shape }, reshaped)
  return repeatedTo(rewriting, apply)
}

const flip: Rule<'flip'> = ({ operands: [x], attributes: { axes } }, rewriting) => {
  // Along what has one element, or only repeats one, there is no order.
  const spread = operandOf('broadcastTo', x)
  const repeated = spread === undefined ? [] : repeatedAxes(spread.shape, x.shape)
  const turning = axes.filter((axis) => x.shape[axis] !== 1 && !repeated.includes(axis))
  if (turning.length === 0) return x
  const inner = appliedAs('flip', x)
  if (inner === undefined)
    return turning.length === axes.length ? undefined : rewriting.apply('flip', { axes: turning }, x)
  const before = inner.attributes.axes
  const once = [
    ...turning.filter((axis) => !before.includes(axis)),
    ...before.filter((axis) => !turning.includes(axis)),
  ]
  return rewriting.apply('flip', { axes: once.sort((a, b) => a - b) }, inner.operands[0])
}

const slice: Rule<'slice'> = ({ operands: [x], attributes }, rewriting) => {
  const { start, size, step } = attributes
  if (equalShapes(size, x.shape)) return x
  const inner = appliedAs('slice', x)
  if (inner !== undefined) {
    const from = inner.attributes
    return rewriting.apply(
      'slice',
      {
        start: start.map((first, axis) => from.start[axis] + first * from.step[axis]),
        size,
        step: step.map((distance, axis) => (size[axis] === 1 ? 1 : distance * from.step[axis])),
      },
      inner.operands[0],
    )
  }
  // Fewer repetitions of the same elements.
  const spread = operandOf('broadcastTo', x)
  if (spread !== undefined) {
    const repeated = repeatedAxes(spread.shape, x.shape)
    if (size.every((extent, axis) => extent === x.shape[axis] || repeated.includes(axis)))
      return rewriting.apply('broadcastTo', { shape: size }, spread)
  }
  return withinOne(attributes, x, rewriting)
}

/** A slice of operands in a row that touches only one of them. */
const withinOne = (
  { start, size, step }: AttributesOf<'slice'>,
  x: Tensor,
  rewriting: Rewriting,
): Tensor | undefined => {
  const joined = appliedAs('concatenate', x)
  if (joined === undefined) return undefined
  const { axis } = joined.attributes
  const last = start[axis] + (size[axis] - 1) * step[axis]
  let end = 0
  for (const operand of joined.operands) {
    const begin = end
    end += operand.shape[axis]
    if (begin <= start[axis] && last < end)
      return rewriting.apply('slice', { start: start.with(axis, start[axis] - begin), size, step }, operand)
  }
  return undefined
}

/** Has a meaning for derivatives alone. */
const stopGradient: Rule<'stopGradient'> = ({ operands: [x] }) => x

/** Views of views as one, and those that change nothing as none. */
export const views = { broadcastTo, flip, reshape, slice, stopGradient, transpose }
