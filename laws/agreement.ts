import { allocate, type Constant, fromRowMajor, sizeOf, type Tensor, type TensorType } from '../src/tensor/index.js'
import { straying, type Violation } from './law.js'
import type { TensorMap } from './maps.js'
import { roundedInner } from './rounding.js'
import { roundingTolerance } from './tolerance.js'

/** The violation of two maps that compute the same numbers in exact arithmetic, where they differ by more than rounding. */
export const disagreement = (
  what: string,
  found: TensorMap,
  expected: TensorMap,
  at: readonly Tensor[],
  weights: readonly Tensor[],
): readonly Violation[] => {
  const [a, b] = [found, expected].map((map) => roundedInner(map, at, weights))
  return straying(`${what}, weighted,`, a.value, b.value, roundingTolerance(a.noise, b.noise))
}

/** Weights of which neighbours differ, so that what is exchanged or dropped shows: multiples of 1/8 between -1 and 1. */
export const unlike = (types: readonly TensorType[]): readonly Constant[] => {
  let next = 0
  return types.map(({ dtype, shape }) => {
    const elements = allocate(dtype, sizeOf(shape))
    elements.forEach((_, index) => {
      elements[index] = (((next++ * 11 + 3) % 17) - 8) / 8
    })
    return fromRowMajor(dtype, [...shape], elements)
  })
}
