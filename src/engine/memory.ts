import { addressable, pageBytes } from '../compile/index.js'
import { type DType, MemoryError, type TypedArray } from '../tensor/index.js'

/** The memory as one typed array for each dtype. */
export type Heap = { readonly [D in DType]: TypedArray<D> }

/** The most that a memory may grow to, in pages, and the least with which it is of use. */
const pages = { most: addressable / pageBytes, least: 2 ** 10 } as const

/** A memory that may grow as far as there are addresses: engines take them when it is made, for all that it may become. */
const tryMake = (shared: boolean): WebAssembly.Memory | undefined => {
  for (let maximum = pages.most; maximum >= pages.least; maximum /= 2) {
    try {
      return new WebAssembly.Memory({ initial: 1, maximum, shared })
    } catch (error) {
      // A TypeError comes from engines that know no shared memory.
      if (!(error instanceof RangeError || (shared && error instanceof TypeError))) throw error
    }
  }
  return undefined
}

/** Whether threads can share a memory; a page of a browser has none to share unless it is isolated from others. */
const canShare = (): boolean => typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated !== false

interface ProcessMemory {
  readonly memory: WebAssembly.Memory
  /** Whether threads can share it. */
  readonly isShared: boolean
}

const make = (): ProcessMemory | undefined => {
  const shared = canShare() ? tryMake(true) : undefined
  const memory = shared ?? tryMake(false)
  return memory && { memory, isShared: memory === shared }
}

/** What came of making it, once that has been tried. */
let made: { readonly memory: ProcessMemory | undefined } | undefined

const madeMemory = (): ProcessMemory | undefined => {
  made ??= { memory: make() }
  return made.memory
}

/** Whether there is a memory at all: a process that may use few addresses gets none. */
export const hasMemory = (): boolean => madeMemory() !== undefined

/** The one memory that all programs of the process use, or a MemoryError. */
export const processMemory = (): ProcessMemory => {
  const memory = madeMemory()
  if (memory !== undefined) return memory
  throw new MemoryError({
    operation: 'jit',
    problem: 'the process has no addresses left for a memory of WebAssembly',
    remedy: 'Let it use more of them (ulimit -v), or have graphs interpreted',
  })
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
