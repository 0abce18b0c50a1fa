import { constantOf } from '../src/graph/index.js'
import {
  equalShapes,
  identicalConstants,
  rowMajor,
  showType,
  type Tensor,
  type TensorType,
} from '../src/tensor/index.js'
import { differing, type Violation } from './law.js'

/**
 * The violations of types that should be equal.
 *
 * @example
 * ```ts
 * import { ones, zeros } from 'cotangent'
 * import { unequalTypes } from 'cotangent/laws'
 *
 * unequalTypes('result', [zeros([2])], [ones([2])]) // => []
 * ```
 */
export const unequalTypes = (
  what: string,
  found: readonly TensorType[],
  expected: readonly TensorType[],
): readonly Violation[] =>
  found.length !== expected.length
    ? [{ what: `the number of ${what}`, found: found.length, expected: expected.length }]
    : found.flatMap((type, index) =>
        type.dtype === expected[index].dtype && equalShapes(type.shape, expected[index].shape)
          ? []
          : differing(`the type of ${what} ${index}`, showType(type), showType(expected[index])),
      )

const unequalElements = (what: string, found: Tensor, expected: Tensor): readonly Violation[] => {
  const [a, b] = [found, expected].map((tensor) => constantOf('laws', tensor))
  if (identicalConstants(a, b)) return []
  const [left, right] = [rowMajor(a), rowMajor(b)]
  const at = left.findIndex((element: number, index: number) => !Object.is(element, right[index]))
  return differing(`element ${at} of ${what}`, left[at], right[at])
}

/**
 * The violations of lists of tensors that should be equal in type and to the bit (NaN payloads aside).
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { showViolation, unequal } from 'cotangent/laws'
 *
 * unequal('result', [tensor([1, 2])], [tensor([1, 3])]).map(showViolation) // => [ 'element 1 of result 0 is 2, not 3' ]
 * ```
 */
export const unequal = (what: string, found: readonly Tensor[], expected: readonly Tensor[]): readonly Violation[] => {
  const types = unequalTypes(what, found, expected)
  return types.length > 0
    ? types
    : found.flatMap((tensor, index) => unequalElements(`${what} ${index}`, tensor, expected[index]))
}
