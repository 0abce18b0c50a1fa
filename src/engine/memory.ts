import { type DType, MemoryError, type TypedArray } from '../tensor/index.js'

const pageBytes = 2 ** 16
const maximumPages = 2 ** 16

/** The arena as one typed array for each dtype. */
export type Heap = { readonly [D in DType]: TypedArray<D> }

/** The one memory that all programs of the process share: they run one at a time, and each may use it from its start. */
let memory: WebAssembly.Memory | undefined

let heap: Heap | undefined

export const sharedMemory = (): WebAssembly.Memory => {
  memory ??= new WebAssembly.Memory({ initial: 1, maximum: maximumPages })
  return memory
}

/** The arena, grown to at least a number of bytes. */
export const heapOf = (bytes: number): Heap => {
  const { buffer } = sharedMemory()
  const missing = bytes - buffer.byteLength
  if (missing > 0) grow(Math.ceil(missing / pageBytes), bytes)
  if (heap === undefined || missing > 0) heap = viewsOf(sharedMemory().buffer)
  return heap
}

const grow = (pages: number, bytes: number): void => {
  try {
    sharedMemory().grow(pages)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new MemoryError({
      operation: 'jit',
      problem: `the program needs ${(bytes / 2 ** 30).toFixed(2)} GiB at once, more than the machine gives`,
      remedy: 'Work in smaller batches, or in float32',
    })
  }
}

const viewsOf = (buffer: ArrayBuffer): Heap => ({
  float64: new Float64Array(buffer, 0, Math.floor(buffer.byteLength / 8)),
  float32: new Float32Array(buffer),
  int32: new Int32Array(buffer),
  bool: new Uint8Array(buffer),
})
