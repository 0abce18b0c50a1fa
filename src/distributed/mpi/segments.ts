import type { Koffi } from './koffi.js'

/** Memory that all processes have in common, as those of one machine may: one segment of it is each one's own to write. */
export interface Segments {
  /** Bytes of each. */
  readonly bytes: number
  readonly memory: ArrayBuffer
  /** Waits until all have called it; what they wrote before is seen after. */
  readonly meet: () => void
  readonly free: () => void
}

/** MPI's functions, and how its handles are passed: as what they are in C, numbers or addresses. */
export interface Calls {
  readonly koffi: Koffi
  readonly size: number
  readonly rank: number
  /** The type of a handle that is a number of its own, never a null pointer of C. */
  readonly handle: 'int' | 'int64'
  readonly world: unknown
  readonly infoNull: unknown
  /** MPI_COMM_TYPE_SHARED. */
  readonly sharedType: number
  readonly checked: (name: string, operands: readonly string[]) => (...values: readonly unknown[]) => void
  /** Whether something is true of all processes. */
  readonly all: (mine: boolean) => boolean
}

const pointer = 'void *'

/** A handle that MPI writes. */
const written = (handle: Calls['handle']): Int32Array | BigInt64Array =>
  handle === 'int' ? new Int32Array(1) : new BigInt64Array(1)

/**
 * Common memory of all processes, `bytes` for each, where all run on one machine; else nothing. Nothing also where the
 * machine has none left (/dev/shm of a container, say), or koffi, before 2.11, cannot show it as an array.
 */
export const segmentsOf = (calls: Calls, bytes: number): Segments | undefined => {
  const { koffi, size, rank, handle, world, infoNull, sharedType, checked, all } = calls
  const split = checked('MPI_Comm_split_type', [handle, 'int', 'int', handle, pointer])
  const sizeOf = checked('MPI_Comm_size', [handle, pointer])
  const allocate = checked('MPI_Win_allocate_shared', ['int64', 'int', handle, handle, pointer, pointer])
  const query = checked('MPI_Win_shared_query', [handle, 'int', pointer, pointer, pointer])
  const lock = checked('MPI_Win_lock_all', ['int', handle])
  const unlock = checked('MPI_Win_unlock_all', [handle])
  const sync = checked('MPI_Win_sync', [handle])
  const barrier = checked('MPI_Barrier', [handle])
  const release = checked('MPI_Win_free', [pointer])
  if (!all(typeof koffi.view === 'function')) return undefined

  const machine = written(handle)
  split(world, sharedType, rank, infoNull, machine)
  const here = new Int32Array(1)
  sizeOf(machine[0], here)
  if (!all(here[0] === size)) return undefined

  const window = written(handle)
  const base = new BigUint64Array(1)
  let failed = false
  try {
    allocate(bytes, 1, infoNull, machine[0], base, window)
    lock(0, window[0])
    // Where the first begins: the others follow it without gaps, since nobody has asked MPI for anything else.
    query(window[0], 0, new BigInt64Array(1), new Int32Array(1), base)
  } catch {
    // What MPI has no memory for is not needed: messages do as well.
    failed = true
  }
  if (!all(!failed)) return undefined
  const memory = koffi.view(koffi.decode(base, pointer), bytes * size)
  return {
    bytes,
    memory,
    meet: () => {
      sync(window[0])
      barrier(machine[0])
      sync(window[0])
    },
    free: () => {
      unlock(window[0])
      release(window)
    },
  }
}
