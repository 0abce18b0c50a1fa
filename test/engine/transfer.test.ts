import { describe, expect, it } from 'vitest'
import type { Computed } from '../../src/compile/index.js'
import type { Heap } from '../../src/engine/memory.js'
import { readingAll, writing } from '../../src/engine/transfer.js'
import { arange, flip, reshape, slice, transpose } from '../../src/index.js'
import { bytesOf, type Constant, type DType, filled, fromRowMajor, layoutOf, rowMajor } from '../../src/tensor/index.js'
import { constantOf } from './agreement.js'

const heapOf = (bytes: number): Heap => {
  const buffer = new ArrayBuffer(bytes)
  return {
    float64: new Float64Array(buffer),
    float32: new Float32Array(buffer),
    int32: new Int32Array(buffer),
    bool: new Uint8Array(buffer),
  }
}

describe('an operand is written', () => {
  const numbers = arange(60)
  const address = 32

  it.each<readonly [string, unknown]>([
    ['of few elements', slice(numbers, [[0, 3]])],
    ['from the middle of its storage', slice(numbers, [[7, 11]])],
    ['of many elements', numbers],
    ['of many from the middle of their storage', slice(numbers, [[5, 50]])],
    ['in row-major order, however it lies', transpose(reshape(numbers, [6, 10]))],
    ['backwards', flip(numbers)],
    ['of one number for all', filled('float64', [5, 5], 3)],
  ])('%s', (_, tensor) => {
    const operand = tensor as Constant
    const due = [...rowMajor(operand)]
    const heap = heapOf(1024)
    heap.float64.fill(-1)
    const other = filled('float64', [], 0)
    writing({ operand: 1, dtype: 'float64', length: due.length, address })(heap, [other, operand])
    const first = address / 8
    expect([...heap.float64.subarray(first, first + due.length)]).toEqual(due)
    const rest = [...heap.float64.subarray(0, first), ...heap.float64.subarray(first + due.length)]
    expect(new Set(rest)).toEqual(new Set([-1]))
  })
})

describe('results are read', () => {
  const none = (): never => {
    throw new Error('there are no constants')
  }

  /** Outputs of so many elements, one after another in a heap that counts up, and what is read there. */
  const read = (...types: readonly (readonly [dtype: DType, length: number])[]) => {
    const heap = heapOf(2 ** 16)
    let address = 0
    const outputs = types.map(([dtype, length]): Computed => {
      const output = { _tag: 'Computed', dtype, length, address, shape: [length], strides: [1], offset: 0 } as const
      for (let index = 0; index < length; index++) heap[dtype][address / bytesOf(dtype) + index] = index % 2
      address += Math.ceil((length * bytesOf(dtype)) / 8) * 8
      return output
    })
    const results = readingAll(outputs, none)(heap, [])
    const due = types.map(([, length]) => Array.from({ length }, (_, index) => index % 2))
    return { heap, due, results, found: () => results.map((result) => [...rowMajor(result)]) }
  }

  it('to arrays of their own, which stay when the memory changes', () => {
    const { heap, due, found } = read(['float64', 3], ['bool', 20], ['float32', 200])
    heap.bool.fill(255)
    expect(found()).toEqual(due)
  })

  it('to one buffer where they are neither small nor large, each at a multiple of its size', () => {
    const { results, due, found } = read(['float64', 2], ['bool', 99], ['float64', 20], ['int32', 30], ['float64', 65])
    const [small, ...rest] = results.map((result) => layoutOf(result).data.buffer)
    const [a, b, c, large] = rest
    expect([b, c]).toEqual([a, a])
    expect(new Set([small, a, large]).size).toBe(3)
    expect(found()).toEqual(due)
  })

  it('to several where they are more than one buffer is to hold', () => {
    const { results, due, found } = read(...Array.from({ length: 10 }, () => ['float64', 60] as const))
    const buffers = results.map((result) => layoutOf(result).data.buffer)
    expect(buffers.filter((buffer) => buffer === buffers[0])).toHaveLength(4)
    expect(found()).toEqual(due)
  })

  it('as strides say, from an offset', () => {
    const heap = heapOf(64)
    for (let index = 0; index < 8; index++) heap.float64[index] = index
    const place = { dtype: 'float64', address: 8, length: 6, shape: [2, 3], strides: [-3, 1], offset: 3 } as const
    const [result] = readingAll([{ _tag: 'Computed', ...place }], none)(heap, [])
    expect([...rowMajor(result)]).toEqual([4, 5, 6, 1, 2, 3])
  })

  it('but for operands and constants, which are handed out as they are', () => {
    const [operand, constant] = [constantOf('float64', [2], Number), fromRowMajor('int32', [1], Int32Array.of(7))]
    const lookup = (reference: unknown): Constant => (reference === 3 ? constant : none())
    const outputs = [
      { _tag: 'Constant', constant: 3 },
      { _tag: 'Operand', operand: 0 },
    ] as const
    const [first, second] = readingAll(outputs, lookup)(heapOf(8), [operand])
    expect(first).toBe(constant)
    expect(second).toBe(operand)
  })
})
