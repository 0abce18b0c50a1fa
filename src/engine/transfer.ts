import type { Computed, CopiedOperand } from '../compile/index.js'
import { bytesOf, Constant, copyRowMajor, isUniform, layoutOf, type TypedArray } from '../tensor/index.js'
import type { Heap } from './memory.js'

/** Copies an operand to where a program finds it. */
export const write = (heap: Heap, { dtype, length, address }: CopiedOperand, operand: Constant): void => {
  const start = address / bytesOf(dtype)
  if (length > 1 && isUniform(operand)) {
    const { data, offset } = layoutOf(operand)
    heap[dtype].fill(data[offset], start, start + length)
  } else copyRowMajor(operand, heap[dtype], start)
}

/** What a program has computed, copied out. */
export const read = (heap: Heap, { dtype, length, address, shape, strides, offset }: Computed): Constant => {
  const start = address / bytesOf(dtype)
  const data = heap[dtype].slice(start, start + length) as TypedArray
  return new Constant(dtype, shape, { data, strides, offset })
}
