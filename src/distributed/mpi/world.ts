import type { DType, TypedArray } from '../../tensor/index.js'
import { MpiError } from './errors.js'
import type { Koffi, Native } from './koffi.js'
import type { Family } from './launch.js'
import type { Library } from './library.js'
import { type Calls, type Segments, segmentsOf } from './segments.js'

/** All processes, and what MPI does between them: with bytes, but for sums. */
export interface World {
  readonly rank: number
  readonly size: number
  /** Everyone's `bytes` bytes, one after another in the order of ranks. */
  readonly allGather: (send: TypedArray, bytes: number, receive: TypedArray) => void
  /** Of everyone's `size` pieces of `bytes` bytes those that have this process's number, in the order of ranks. */
  readonly allToAll: (send: TypedArray, bytes: number, receive: TypedArray) => void
  /** The root's bytes, in place. */
  readonly broadcast: (buffer: TypedArray, bytes: number, root: number) => void
  /** Adds `count` numbers to others in this process: rounded to nearest as ever, int32 around the clock. */
  readonly add: (dtype: Exclude<DType, 'bool'>, from: TypedArray, to: TypedArray, count: number) => void
  /** Memory that all have in common, where there is such. */
  readonly segments: Segments | undefined
  /** Ends all processes. */
  readonly abort: (code: number) => void
  readonly finalize: () => void
}

/** MPI's objects as its functions take them. */
interface Handles {
  /** The type of a handle in C. */
  readonly type: string
  readonly world: unknown
  readonly byte: unknown
  readonly numbers: Readonly<Record<Exclude<DType, 'bool'>, unknown>>
  readonly sum: unknown
  readonly errorsReturn: unknown
  /** What segments take, with handles as numbers: those that MPI writes are such. */
  readonly objects: Pick<Calls, 'handle' | 'world' | 'infoNull' | 'sharedType'>
}

/** Open MPI's handles are addresses of what its library exports. */
const handlesOfOpenMpi = ({ native }: Library, { address: addressOf }: Koffi): Handles => {
  const address = (name: string): unknown => native.symbol(`ompi_mpi_${name}`, 'void *')
  const number = (name: string): bigint => addressOf(address(name))
  return {
    type: 'void *',
    world: address('comm_world'),
    byte: address('byte'),
    numbers: { float64: address('double'), float32: address('float'), int32: address('unsigned') },
    sum: address('op_sum'),
    errorsReturn: address('errors_return'),
    objects: { handle: 'int64', world: number('comm_world'), infoNull: number('info_null'), sharedType: 0 },
  }
}

/** MPICH's handles are numbers, the same in all libraries that keep to its common binary interface, from its mpi.h. */
const handlesOfMpich = (): Handles => ({
  type: 'int',
  world: 0x44000000,
  byte: 0x4c00010d,
  numbers: { float64: 0x4c00080b, float32: 0x4c00040a, int32: 0x4c000406 },
  sum: 0x58000003,
  errorsReturn: 0x54000001,
  objects: { handle: 'int', world: 0x44000000, infoNull: 0x1c000000, sharedType: 1 },
})

const handlesOf: Readonly<Record<Family, (library: Library, koffi: Koffi) => Handles>> = {
  'Open MPI': handlesOfOpenMpi,
  MPICH: handlesOfMpich,
}

/** MPI_THREAD_FUNNELED, in both families: there may be threads, of which one alone calls MPI. */
const funneled = 1

/** MPI_MAX_ERROR_STRING is less in both families. */
const longestError = 4096

/** Room for a message of a rank and for its piece of the result: what is larger goes in several. */
const usualSegmentBytes = 2 ** 21

/** Joins the other processes. An MpiError where MPI refuses. */
export const joinWorld = (library: Library, koffi: Koffi, segmentBytes = usualSegmentBytes): World => {
  const { native } = library
  const { type, world, byte, numbers, sum, errorsReturn, objects } = handlesOf[library.family](library, koffi)
  const buffer = 'void *'
  const declared = (name: string, operands: readonly string[]): Native => native.func(name, 'int', operands)
  const errorString = declared('MPI_Error_string', ['int', buffer, buffer])
  const explained = (code: number): string => {
    const text = new Uint8Array(longestError)
    const length = new Int32Array(1)
    errorString(code, text, length)
    return new TextDecoder().decode(text.subarray(0, length[0]))
  }
  const checked = (name: string, operands: readonly string[]): ((...values: readonly unknown[]) => void) => {
    const call = declared(name, operands)
    return (...values) => {
      const code = call(...values)
      if (code !== 0) throw new MpiError({ operation: name, problem: `${explained(code)} (code ${code})` })
    }
  }
  const numberFrom = (name: string): number => {
    const result = new Int32Array(1)
    checked(name, [type, buffer])(world, result)
    return result[0]
  }
  checked('MPI_Init_thread', [buffer, buffer, 'int', buffer])(null, null, funneled, new Int32Array(1))
  // So that it comes to a typed error what went wrong, and not to MPI's own end.
  checked('MPI_Comm_set_errhandler', [type, type])(world, errorsReturn)
  const gathering = checked('MPI_Allgather', [buffer, 'int', type, buffer, 'int', type, type])
  const exchanging = checked('MPI_Alltoall', [buffer, 'int', type, buffer, 'int', type, type])
  const broadcasting = checked('MPI_Bcast', [buffer, 'int', type, 'int', type])
  const adding = checked('MPI_Reduce_local', [buffer, buffer, 'int', type, type])
  const aborting = checked('MPI_Abort', [type, 'int'])
  const [rank, size] = [numberFrom('MPI_Comm_rank'), numberFrom('MPI_Comm_size')]
  const allGather: World['allGather'] = (send, bytes, receive) =>
    gathering(send, bytes, byte, receive, bytes, byte, world)
  const all = (mine: boolean): boolean => {
    const votes = new Uint8Array(size)
    allGather(Uint8Array.of(Number(mine)), 1, votes)
    return votes.every((vote) => vote === 1)
  }
  const segments = size === 1 ? undefined : segmentsOf({ ...objects, koffi, size, rank, checked, all }, segmentBytes)
  const finalizing = checked('MPI_Finalize', [])
  return {
    rank,
    size,
    allGather,
    allToAll: (send, bytes, receive) => exchanging(send, bytes, byte, receive, bytes, byte, world),
    broadcast: (values, bytes, root) => broadcasting(values, bytes, byte, root, world),
    add: (dtype, from, to, count) => adding(from, to, count, numbers[dtype], sum),
    abort: (code) => aborting(world, code),
    segments,
    finalize: () => {
      segments?.free()
      finalizing()
    },
  }
}
