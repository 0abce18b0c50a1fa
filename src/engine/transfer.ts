import type { ConstantReference, CopiedOperand, Output, Slot } from '../compile/index.js'
import { bytesOf, Constant, constructors, copyRowMajor, isRowMajor, isUniform, layoutOf } from '../tensor/index.js'
import type { Heap } from './memory.js'

/** Up to so many elements are copied one by one sooner than all at once. */
const few = 16

/** The index of a slot's first element among those of its dtype. */
const firstOf = ({ dtype, address }: Slot): number => address / bytesOf(dtype)

/** What copies an operand to where a program finds it. */
export const writing = (slot: CopiedOperand): ((heap: Heap, operands: readonly Constant[]) => void) => {
  const { operand, dtype, length } = slot
  const first = firstOf(slot)
  return (heap, operands) => {
    const constant = operands[operand]
    const { data, strides, offset } = layoutOf(constant)
    const target = heap[dtype]
    if (!isRowMajor(constant.shape, strides)) {
      if (isUniform(constant)) target.fill(data[offset], first, first + length)
      else copyRowMajor(constant, target, first)
    } else if (length > few) target.set(length === data.length ? data : data.subarray(offset, offset + length), first)
    else for (let index = 0; index < length; index++) target[first + index] = data[offset + index]
  }
}

/**
 * A buffer outside of JavaScript's own heap takes longer to allocate than all else that a small output takes, so that
 * those of one run share one: those above `own` bytes, which arrays have within the heap, up to `part` bytes each.
 */
const sharing = { own: 64, part: 512, whole: 2048, alignment: 8 } as const

/** Where each output comes to lie in the buffer that they share; undefined for those that do not. */
const offsetsOf = (outputs: readonly Output[]): readonly [bytes: number, offsets: readonly (number | undefined)[]] => {
  let bytes = 0
  const offsets = outputs.map((output) => {
    if (output._tag !== 'Computed') return undefined
    const size = output.length * bytesOf(output.dtype)
    if (size <= sharing.own || size > sharing.part || bytes + size > sharing.whole) return undefined
    const offset = bytes
    bytes += Math.ceil(size / sharing.alignment) * sharing.alignment
    return offset
  })
  return [bytes, offsets]
}

type Reading = (heap: Heap, operands: readonly Constant[], buffer: ArrayBuffer | undefined) => Constant

/** What copies an output out, to its place in the buffer if it has one. */
const reading = (
  output: Output,
  at: number | undefined,
  lookup: (reference: ConstantReference) => Constant,
): Reading => {
  if (output._tag === 'Operand') return (_, operands) => operands[output.operand]
  if (output._tag === 'Constant') {
    const constant = lookup(output.constant)
    return () => constant
  }
  const { dtype, length, shape, strides, offset } = output
  const first = firstOf(output)
  const make = constructors[dtype]
  return (heap, _, buffer) => {
    const source = heap[dtype]
    const data = buffer === undefined || at === undefined ? new make(length) : new make(buffer, at, length)
    if (length > few) data.set(source.subarray(first, first + length))
    else for (let index = 0; index < length; index++) data[index] = source[first + index]
    return new Constant(dtype, shape, { data, strides, offset })
  }
}

/** What hands out the results of a run. */
export const readingAll = (
  outputs: readonly Output[],
  lookup: (reference: ConstantReference) => Constant,
): ((heap: Heap, operands: readonly Constant[]) => readonly Constant[]) => {
  const [bytes, offsets] = offsetsOf(outputs)
  const reads = outputs.map((output, index) => reading(output, offsets[index], lookup))
  return (heap, operands) => {
    const buffer = bytes > 0 ? new ArrayBuffer(bytes) : undefined
    return reads.map((read) => read(heap, operands, buffer))
  }
}
