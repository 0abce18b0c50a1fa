import { constantOf } from '../graph/index.js'
import {
  type FloatDType,
  flatten,
  fromRowMajor,
  leafPaths,
  rowMajor,
  sizeOf,
  type Tensor,
  type TypedArray,
  unflatten,
  unitRoundoff,
  WrongDerivative,
} from '../tensor/index.js'
import { vjp } from './reverse.js'
import type { AnyFunction } from './run.js'

/** Elements 1, 1/2, 1/3, ...: no two alike, so that exchanged or dropped cotangents show. */
const unlike = ({ dtype, shape }: Tensor): Tensor => {
  const elements = Array.from({ length: sizeOf(shape) }, (_, index) => 1 / (index + 1))
  return fromRowMajor(dtype, shape, dtype === 'float32' ? Float32Array.from(elements) : Float64Array.from(elements))
}

/** The largest finite magnitude, 0 of no elements. */
const largest = (elements: TypedArray): number => {
  let size = 0
  for (const element of elements) if (Number.isFinite(element)) size = Math.max(size, Math.abs(element))
  return size
}

/**
 * How far two right derivatives may differ, relative to the largest element: both are computed in rounded arithmetic
 * by different formulas. A rule's own rounding errors grow with its length and conditioning and stay far below half
 * the digits for anything usable; a wrong rule is off by a part of its size.
 */
const agreementTolerance = (dtype: FloatDType): number => Math.sqrt(unitRoundoff(dtype))

/**
 * Compares the derivative that a custom rule gives at `primals` with that of the function itself, and throws a
 * WrongDerivative that says where they differ.
 */
export const checkAgreement = (
  transform: string,
  custom: AnyFunction,
  own: AnyFunction,
  primals: readonly unknown[],
): void => {
  const pulled = [custom, own].map((f) => {
    const [y, pullback] = vjp(f as never, primals as never) as unknown as [unknown, (cotangent: unknown) => unknown]
    const [leaves, structure] = flatten(transform, y)
    return flatten(transform, pullback(unflatten(structure, leaves.map(unlike))))
  })
  const paths = leafPaths(pulled[0][1])
  pulled[0][0].forEach((leaf, which) => {
    const given = rowMajor(constantOf(transform, leaf))
    const due = rowMajor(constantOf(transform, pulled[1][0][which]))
    const scale = Math.max(largest(due), largest(given))
    const allowed = agreementTolerance(leaf.dtype as FloatDType) * scale
    const agrees = (slope: number, index: number): boolean =>
      Object.is(slope, given[index]) || Math.abs(slope - given[index]) <= allowed
    const at = due.findIndex((slope: number, index: number) => !agrees(slope, index))
    if (at >= 0)
      throw new WrongDerivative({
        operation: transform,
        operands: [leaf],
        problem: `the rule gives ${given[at]} for element ${at} of argument ${paths[which]}, the function's own derivative is ${due[at]}`,
        remedy: 'Correct the rule; where the function is meant to have another derivative, leave checkAt out',
      })
  })
}
