// node valuesOfRank.mjs FOLDER LIMIT WAY: what `values` gives on this rank, written to a file of its own. With a limit,
// messages, or segments of common memory, are of so many bytes, and no message is small; without, all is as usual.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mpi, showDistributedError } from 'cotangent/distributed'
import * as E from 'fp-ts/lib/Either.js'
import { loadKoffi } from '../../../../src/distributed/mpi/koffi.js'
import { launchOf } from '../../../../src/distributed/mpi/launch.js'
import { findLibrary } from '../../../../src/distributed/mpi/library.js'
import { mpiComm } from '../../../../src/distributed/mpi/mpiComm.js'
import { joinWorld } from '../../../../src/distributed/mpi/world.js'
import { linesOf } from './bits.js'
import { values } from './values.js'

const [folder, limit, way] = process.argv.slice(2)

const right = <A>(either: E.Either<Parameters<typeof showDistributedError>[0], A>): A => {
  if (E.isLeft(either)) throw new Error(showDistributedError(either.left))
  return either.right
}

const write = (rank: number, lines: object): void => writeFileSync(join(folder, `${rank}.json`), JSON.stringify(lines))

if (limit === undefined) {
  const comm = right(await mpi()())
  if (right(await mpi()()) !== comm) throw new Error('a second call gives another Comm')
  write(comm.rank, { ...linesOf(values(comm)), threads: process.env.COTANGENT_THREADS })
} else {
  const launch = launchOf(process.env)
  if (launch === undefined) throw new Error('no mpirun has started this')
  const koffi = right(await loadKoffi(launch.by))
  const library = right(findLibrary(koffi, launch, process.env.COTANGENT_MPI))
  const world = joinWorld(library, koffi, Number(limit))
  if (world.size > 1 && world.segments === undefined) throw new Error('there is no common memory on one machine')
  const { comm, end } = mpiComm(
    { ...world, segments: way === 'in common memory' ? world.segments : undefined },
    { small: 0, message: Number(limit) },
  )
  write(comm.rank, linesOf(values(comm)))
  end()
  world.finalize()
}
