import { type Constant, equalShapes, isTensor, rowMajor } from '../tensor/index.js'

const isConstant = (value: unknown): value is Constant => isTensor(value) && value._tag === 'Constant'

/**
 * Tensors keep what they hold to themselves, so that to a test that compares what can be seen all of them would be equal.
 * They are if dtype, shape and all bits are (any NaN the same as another); expressions if they are one and the same.
 */
export const tensors = (a: unknown, b: unknown): boolean | undefined => {
  if (!isTensor(a) || !isTensor(b)) return undefined
  if (!isConstant(a) || !isConstant(b)) return a === b
  if (a.dtype !== b.dtype || !equalShapes(a.shape, b.shape)) return false
  const [left, right]: readonly ArrayLike<number>[] = [rowMajor(a), rowMajor(b)]
  return Array.from(left).every((element, index) => Object.is(element, right[index]))
}
