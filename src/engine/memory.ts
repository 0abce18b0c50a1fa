import { addressable, pageBytes } from '../compile/index.js'
import type { DType, TypedArray } from '../tensor/index.js'

/** The memory as one typed array for each dtype. */
export type Heap = { readonly [D in DType]: TypedArray<D> }

const limits = { initial: 1, maximum: addressable / pageBytes }

/** A memory that threads can share, where there are such; a page of a browser has none unless it is isolated from others. */
const makeShared = (): WebAssembly.Memory | undefined => {
  if (typeof SharedArrayBuffer === 'undefined' || globalThis.crossOriginIsolated === false) return undefined
  try {
    return new WebAssembly.Memory({ ...limits, shared: true })
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return undefined
    throw error
  }
}

interface ProcessMemory {
  readonly memory: WebAssembly.Memory
  /** Whether threads can share it. */
  readonly isShared: boolean
}

const make = (): ProcessMemory => {
  const shared = makeShared()
  return { memory: shared ?? new WebAssembly.Memory(limits), isShared: shared !== undefined }
}

let made: ProcessMemory | undefined

/** The one memory that all programs of the process use. */
export const processMemory = (): ProcessMemory => {
  made ??= make()
  return made
}

let heap: Heap | undefined

/** The memory as it is now. */
export const currentHeap = (): Heap => {
  heap ??= viewsOf(processMemory().memory.buffer)
  return heap
}

/** Grows the memory to at least a number of bytes; whether it has them then. */
export const growTo = (bytes: number): boolean => {
  const missing = bytes - currentHeap().bool.length
  if (missing <= 0) return true
  const { memory } = processMemory()
  try {
    memory.grow(Math.ceil(missing / pageBytes))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return false
  }
  heap = viewsOf(memory.buffer)
  return true
}

const viewsOf = (buffer: ArrayBuffer): Heap => ({
  float64: new Float64Array(buffer, 0, Math.floor(buffer.byteLength / 8)),
  float32: new Float32Array(buffer),
  int32: new Int32Array(buffer),
  bool: new Uint8Array(buffer),
})
