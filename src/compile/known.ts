import { type Constant, filled, fromRowMajor, repeatedElement, rowMajor, sizeOf } from '../tensor/index.js'

/** Indices of at most this many elements may be part of the code. */
const greatestIndices = 1024

/**
 * Whether code may depend on the elements of a constant: where they are all one number, and of int32 where they are few.
 * Of other constants a program knows the type, and where they lie, but nothing else.
 */
export const isKnown = (constant: Constant): boolean =>
  repeatedElement(constant) !== undefined || (constant.dtype === 'int32' && sizeOf(constant.shape) <= greatestIndices)

/** The elements of a constant that is known: the one that is repeated, or all. */
export const knownElements = (constant: Constant): ArrayLike<number> => {
  const element = repeatedElement(constant)
  return element === undefined ? rowMajor(constant) : [element]
}

/** A constant that is known, over no larger storage than it takes. */
export const compact = (constant: Constant): Constant => {
  const { dtype, shape } = constant
  const element = repeatedElement(constant)
  return element === undefined ? fromRowMajor(dtype, shape, rowMajor(constant).slice()) : filled(dtype, shape, element)
}
