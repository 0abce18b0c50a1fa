import { type Apply, noAttributes, primitives } from '../../../graph/index.js'
import { filled, rowMajor, type Shape, sizeOf, type Tensor } from '../../../tensor/index.js'
import { allOf, operandOf, uniformElement } from '../matching.js'
import type { Rewriting, Rule } from '../rewriting.js'
import { lacksMinusZero } from '../zeros.js'
import { repeatedAxes } from './views.js'

/** The axes of `from` along which sumTo adds up more than one element. */
const summedAxes = (from: Shape, to: Shape): readonly number[] => {
  const added = from.length - to.length
  return [...from.keys()].filter((axis) => from[axis] !== 1 && (axis < added || to[axis - added] !== from[axis]))
}

/** At most this many equal elements are added up in advance. */
const longestRow = 2 ** 16

/** Of one element repeated, the one sum of as many. */
const ofUniform = ({ operands: [x], results: [type] }: Apply): Tensor | undefined => {
  const element = uniformElement(x)
  const length = sizeOf(x.shape) / sizeOf(type.shape)
  if (element === undefined || length > longestRow) return undefined
  const row = filled(x.dtype, [length], element)
  const [sum] = primitives.sumTo.evaluate([row], { shape: [] }, [{ shape: [], dtype: x.dtype }])
  return allOf(type, rowMajor(sum)[0])
}

/** Sums of one element each: 0 + x, which is x but for -0. */
const ofSingles = ({ operands: [x], results: [type] }: Apply, rewriting: Rewriting): Tensor | undefined => {
  if (summedAxes(x.shape, type.shape).length > 0) return undefined
  const singles = rewriting.apply('reshape', { shape: type.shape }, x)
  return rewriting.apply('add', noAttributes, singles, allOf(type, 0))
}

/** The axes of a sum as axes of what was broadcast before it. */
const beforeBroadcasting = (x: Shape, broadcast: Shape, sum: Shape): Shape => {
  const rank = Math.min(x.length, sum.length)
  return Array.from({ length: rank }, (_, index) => {
    const fromEnd = rank - index
    const isKept = sum[sum.length - fromEnd] === broadcast[broadcast.length - fromEnd]
    return isKept ? x[x.length - fromEnd] : 1
  })
}

/**
 * As many times x as sumTo adds up without rounding: up to 16, each of the eight lanes has two at most, and the tree
 * doubles from there. The sum starts at 0, so -0 must not occur; int32 is exact modulo 2^32, whatever the number.
 */
const countsExactly = (x: Tensor, count: number): boolean =>
  x.dtype === 'int32' ? count < 2 ** 31 : [2, 4, 8, 16].includes(count) && lacksMinusZero(x)

/** Sums of what is repeated along other axes are repeated themselves, and those of repetitions alone are multiples. */
const ofBroadcast = ({ operands: [x], results: [type] }: Apply, rewriting: Rewriting): Tensor | undefined => {
  const small = operandOf('broadcastTo', x)
  if (small === undefined) return undefined
  const [summed, repeated] = [summedAxes(x.shape, type.shape), repeatedAxes(small.shape, x.shape)]
  const shape = beforeBroadcasting(small.shape, x.shape, type.shape)
  if (!summed.some((axis) => repeated.includes(axis))) {
    const sum = rewriting.apply('sumTo', { shape }, small)
    return rewriting.apply('broadcastTo', { shape: type.shape }, sum)
  }
  const count = summed.reduce((product, axis) => product * x.shape[axis], 1)
  if (!summed.every((axis) => repeated.includes(axis)) || !countsExactly(small, count)) return undefined
  const terms = rewriting.apply('reshape', { shape }, small)
  const multiple = rewriting.apply('mul', noAttributes, terms, allOf(terms, count))
  return rewriting.apply('broadcastTo', { shape: type.shape }, multiple)
}

const sumTo: Rule<'sumTo'> = (apply, rewriting) =>
  apply.operands[0].shape.includes(0)
    ? allOf(apply.results[0], 0)
    : (ofUniform(apply) ?? ofSingles(apply, rewriting) ?? ofBroadcast(apply, rewriting))

/** An extremum of single elements is the element, NaN and -0 included. */
const extremum: Rule<'reduceMax' | 'reduceMin'> = ({ operands: [x], attributes: { axes }, results: [type] }) => {
  const element = uniformElement(x)
  return element !== undefined ? allOf(type, element) : axes.every((axis) => x.shape[axis] === 1) ? x : undefined
}

/** The first of equal elements. */
const extremeIndex: Rule<'argmax' | 'argmin'> = ({ operands: [x], attributes: { axis }, results: [type] }) =>
  x.shape[axis] === 1 || uniformElement(x) !== undefined ? allOf(type, 0) : undefined

/** A sum so far that starts with its first element is that element, where there is no second. */
const cumulativeSum: Rule<'cumulativeSum'> = ({ operands: [x], attributes: { axis } }) =>
  x.shape[axis] === 1 ? x : undefined

/** Rules of reductions. */
export const sums = {
  argmax: extremeIndex,
  argmin: extremeIndex,
  cumulativeSum,
  reduceMax: extremum,
  reduceMin: extremum,
  sumTo,
}
