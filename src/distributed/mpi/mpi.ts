import { isMainThread } from 'node:worker_threads'
import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { checkIsOptions, type OptionNames } from '../../tensor/index.js'
import { alone, type Comm } from '../comm.js'
import type { DistributedError } from '../error.js'
import { endWith } from './ending.js'
import { MpiError } from './errors.js'
import { type Koffi, loadKoffi } from './koffi.js'
import { type Launch, launchOf } from './launch.js'
import { findLibrary, type Library } from './library.js'
import { keepMemory } from './memory.js'
import { mpiComm } from './mpiComm.js'
import { shareProcessors } from './processors.js'
import { quietUcx } from './ucx.js'
import { joinWorld, type World } from './world.js'

/** Which library of MPI is used. */
export interface MpiOptions {
  /** Its path, or a name that the linker finds; where left out, the variable COTANGENT_MPI says, or it is looked for. */
  readonly library?: string
}

const optionNames: OptionNames<MpiOptions> = { library: true }

const refusal = (problem: string): E.Either<DistributedError, never> =>
  E.left({ _tag: 'RefusalError', what: 'MPI', problem })

/** Joins the others; the world is refused where it is not that of what started this process, so that each would be alone. */
const joined = (library: Library, koffi: Koffi, { by, size }: Launch): E.Either<DistributedError, World> => {
  try {
    const world = joinWorld(library, koffi)
    if (size === undefined || world.size === size) return E.right(world)
    world.finalize()
    return refusal(
      `${by} started ${size} processes, but the library (${library.version}) knows of ${world.size}: they do not belong ` +
        'together. Start the program with the mpirun of that library, or srun with a plug-in that it speaks (srun ' +
        '--mpi=pmix, --mpi=pmi2; srun --mpi=list shows them), or give the other library with COTANGENT_MPI',
    )
  } catch (thrown) {
    if (thrown instanceof MpiError) return refusal(thrown.message)
    throw thrown
  }
}

const start = async ({
  library: given = process.env.COTANGENT_MPI,
}: MpiOptions): Promise<E.Either<DistributedError, Comm>> => {
  const launch = launchOf(process.env)
  if (launch === undefined) return E.right(alone)
  if (!isMainThread) return refusal('only the main thread of a process can join others: call mpi() there')
  quietUcx(process.env)
  const koffi = await loadKoffi(launch.by)
  if (E.isLeft(koffi)) return koffi
  const library = findLibrary(koffi.right, launch, given === '' ? undefined : given)
  if (E.isLeft(library)) return library
  const world = joined(library.right, koffi.right, launch)
  if (E.isLeft(world)) return world
  shareProcessors(world.right)
  keepMemory(koffi.right, process.env)
  const { comm, end } = mpiComm(world.right)
  endWith(world.right, end)
  return E.right(comm)
}

let started: Promise<E.Either<DistributedError, Comm>> | undefined

/**
 * The processes that mpirun or srun started together, through the system's MPI library (Open MPI, MPICH, or another of
 * its family) and the package koffi; `alone` in a process that was started by itself, for which neither is needed. The
 * first call joins the others; every further one gives the same Comm.
 *
 * Where COTANGENT_THREADS is not set, it is set to this process's share of the processors that it may use beside other
 * ranks of the same machine: call this before anything is computed. Of the process itself it changes two things more,
 * unless variables say how they should be: glibc keeps freed memory for the next arrays (MALLOC_TRIM_THRESHOLD_), and
 * UCX keeps off the process's signals and its allocator (UCX_ERROR_SIGNALS, UCX_MEM_EVENTS).
 *
 * At its end a process waits for the others; one that fails, or exits with another code than 0, ends them all. A
 * MissingError where koffi or the library is not installed, a RefusalError where MPI does not work or the library is not
 * the launcher's.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { mpi } from 'cotangent/distributed'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const comm = await mpi()()
 * if (E.isRight(comm)) {
 *   const { rank, size, allReduce } = comm.right
 *   console.log(`rank ${rank} of ${size}: ${allReduce(tensor([1, 2]))}`) // => rank 0 of 1: [1. 2.]
 * }
 * ```
 */
export const mpi = (options: MpiOptions = {}): TE.TaskEither<DistributedError, Comm> => {
  checkIsOptions('mpi', options, optionNames)
  return () => {
    started ??= start(options)
    return started
  }
}
