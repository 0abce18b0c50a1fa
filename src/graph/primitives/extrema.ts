import {
  ArgumentError,
  allocate,
  type Constant,
  DTypeError,
  fromRowMajor,
  reducedShape,
  sizeOf,
  type Tensor,
  type TensorType,
} from '../../tensor/index.js'
import { applyOne } from '../expression.js'
import { noDerivative, type Primitive } from '../primitive.js'
import { rowsToReduce } from '../reduce.js'
import { fromResult, operandDomain, typeAs } from '../rules.js'
import { div, equal, where } from './arithmetic.js'
import { convert } from './conversion.js'
import { broadcastTo, sumTo, zerosLike } from './structural.js'

// --- reduceMax, reduceMin over axes, which stay with size 1; the derivative is shared evenly by all that tie

/** The axes that are reduced, ascending. */
export interface Axes {
  readonly axes: readonly number[]
}

const inferExtremum = (operation: string, x: TensorType, axes: readonly number[]): TensorType => {
  if (x.dtype === 'bool')
    throw new DTypeError({ operation, operands: [x], problem: 'it does not take bool', remedy: 'Convert with astype' })
  if (axes.some((axis) => x.shape[axis] === 0))
    throw new ArgumentError({ operation, operands: [x], problem: 'there is no extremum of no elements' })
  return typeAs(x, reducedShape(x.shape, axes, true))
}

/** The mean of `differential` over the places where `x` attains `extremum`. */
const sharedEvenly = (differential: Tensor, x: Tensor, extremum: Tensor): Tensor => {
  const attained = equal(x, broadcastTo(extremum, x.shape))
  const count = sumTo(convert(attained, x.dtype), extremum.shape)
  return div(sumTo(where(attained, differential, zerosLike(differential)), extremum.shape), count)
}

/** Half the distance between the two smallest gaps to the extremum: how far elements may move without a new tie. */
const tieDistance = (x: Constant, axes: readonly number[], sign: 1 | -1): number => {
  const { data, length } = rowsToReduce(x, axes)
  let nearest = Number.POSITIVE_INFINITY
  for (let start = 0; start < data.length; start += length) {
    const [first, second] = Array.from(data.subarray(start, start + length), (element) => sign * element).sort(
      (a, b) => b - a,
    )
    if (second !== undefined) nearest = Math.min(nearest, (first - second) / 2)
  }
  return nearest
}

const extremum = <N extends 'reduceMax' | 'reduceMin'>(
  name: N,
  sign: 1 | -1,
  better: (a: number, b: number) => number,
): Primitive<N, Axes> => ({
  name,
  infer: ([x], { axes }) => [inferExtremum(name, x, axes)],
  evaluate: ([x], { axes }, [type]) => {
    const { data, length } = rowsToReduce(x, axes)
    const result = allocate(x.dtype, sizeOf(type.shape))
    for (let row = 0; row < result.length; row++) {
      let best = data[row * length]
      for (let index = 1; index < length; index++) best = better(best, data[row * length + index])
      result[row] = best
    }
    return [fromRowMajor(x.dtype, type.shape, result)]
  },
  jvp: ({ operands: [x], results: [y] }, [dx]) => [dx && sharedEvenly(dx, x, y)],
  // To each element that attains the extremum, the cotangent divided by how many there are; to the others 0 divided by
  // it, which is NaN where none attains it: beside a NaN.
  vjp: ({ operands: [x], results: [y] }) => [
    fromResult((cotangent) => {
      const attained = equal(x, broadcastTo(y, x.shape))
      const count = sumTo(convert(attained, x.dtype), y.shape)
      const share = (of: Tensor): Tensor => broadcastTo(div(of, count), x.shape)
      return where(attained, share(cotangent), share(zerosLike(cotangent)))
    }),
  ],
  batch([x], _, { axes }) {
    return [applyOne(this, { axes: axes.map((axis) => axis + 1) }, x)]
  },
  domain: () =>
    [
      { shape: [4], axes: [0] },
      { shape: [2, 3], axes: [1] },
      { shape: [2, 3], axes: [0, 1] },
      { shape: [0, 2], axes: [1] },
    ].map(({ shape, axes }) => ({
      operands: [operandDomain(shape)],
      attributes: { axes },
      kinkDistance: ([x]: readonly Constant[]) => tieDistance(x, axes, sign),
    })),
})

export const reduceMaxRecord = extremum('reduceMax', 1, Math.max)
export const reduceMax = (x: Tensor, axes: readonly number[]): Tensor => applyOne(reduceMaxRecord, { axes }, x)

export const reduceMinRecord = extremum('reduceMin', -1, Math.min)
export const reduceMin = (x: Tensor, axes: readonly number[]): Tensor => applyOne(reduceMinRecord, { axes }, x)

// --- argmax, argmin along an axis, which goes: the first index of the extreme element, of the first NaN if there is one

const extremeIndex = <N extends 'argmax' | 'argmin'>(
  name: N,
  beats: (challenger: number, champion: number) => boolean,
): Primitive<N, { readonly axis: number }> => ({
  name,
  infer: ([x], { axis }) => [{ dtype: 'int32', shape: reducedShape(inferExtremum(name, x, [axis]).shape, [axis]) }],
  evaluate: ([x], { axis }, [type]) => {
    const { data, length } = rowsToReduce(x, [axis])
    const indices = allocate('int32', sizeOf(type.shape))
    for (let row = 0; row < indices.length; row++) {
      let best = 0
      for (let index = 1; index < length; index++) {
        const [champion, challenger] = [data[row * length + best], data[row * length + index]]
        if (beats(challenger, champion) || (Number.isNaN(challenger) && !Number.isNaN(champion))) best = index
      }
      indices[row] = best
    }
    return [fromRowMajor('int32', type.shape, indices)]
  },
  jvp: () => [undefined],
  vjp: () => [noDerivative],
  batch([x], _, { axis }) {
    return [applyOne(this, { axis: axis + 1 }, x)]
  },
  domain: () => [
    { operands: [operandDomain([4])], attributes: { axis: 0 } },
    { operands: [operandDomain([2, 3])], attributes: { axis: 1 } },
    { operands: [operandDomain([2, 3])], attributes: { axis: 0 } },
  ],
})

export const argmaxRecord = extremeIndex('argmax', (challenger, champion) => challenger > champion)
export const argmax = (x: Tensor, axis: number): Tensor => applyOne(argmaxRecord, { axis }, x)

export const argminRecord = extremeIndex('argmin', (challenger, champion) => challenger < champion)
export const argmin = (x: Tensor, axis: number): Tensor => applyOne(argminRecord, { axis }, x)
