import { fromTypedArray, type Tensor } from 'cotangent'
import { type Comm, mpi, showDistributedError } from 'cotangent/distributed'
import * as E from 'fp-ts/lib/Either.js'
import koffi from 'koffi'
import { secondsOf } from '../clock.js'
import { timesOf } from '../measure.js'

// One rank of the measurement: how long an all-reduce of so many bytes takes, from a tree of tensors to a tree of tensors,
// and how long MPI_Allreduce takes alone, on buffers that are there. Rank 0 says, as JSON, seconds by name.

const [bytes, warm, runs] = process.argv.slice(2).map(Number)

const joined = await mpi()()
if (E.isLeft(joined)) throw new Error(showDistributedError(joined.left))
const comm: Comm = joined.right

/** Six leaves as of a network with three layers: most of the numbers are in the first. */
const shares = [0.6, 0.005, 0.3, 0.005, 0.085, 0.005]

const filled = <A extends Float64Array | Float32Array>(array: A): A => {
  for (let index = 0; index < array.length; index++) array[index] = ((index * 7919 * (comm.rank + 3)) % 1009) / 1009
  return array
}

const treeOf = (make: (length: number) => Float64Array | Float32Array, length: number): readonly Tensor[] =>
  shares.map((share) => fromTypedArray(filled(make(share * length)), [share * length]) as Tensor)

/** What is measured, which all ranks do at the same time. */
interface Measure {
  readonly name: string
  readonly run: () => unknown
}

const double = treeOf((length) => new Float64Array(length), bytes / 8)
const single = treeOf((length) => new Float32Array(length), bytes / 4)

const ours: readonly Measure[] = [
  { name: 'allReduce, sum, float64', run: () => comm.allReduce(double) },
  { name: 'allReduce, sum, float32', run: () => comm.allReduce(single) },
  { name: 'allReduce, mean, float64', run: () => comm.allReduce(double, { op: 'mean' }) },
  { name: 'allReduce, mean, float32', run: () => comm.allReduce(single, { op: 'mean' }) },
  { name: 'barrier', run: () => comm.barrier() },
]

/** MPI's own, called as directly as it can be: of Open MPI, whose handles are addresses. */
const bare = (): readonly Measure[] => {
  const library = koffi.load('libmpi.so.40')
  const handle = (name: string): unknown => library.symbol(`ompi_mpi_${name}`)
  const pointer = 'void *'
  const call = library.func('MPI_Allreduce', 'int', [pointer, pointer, 'int', pointer, pointer, pointer])
  const [world, sum] = [handle('comm_world'), handle('op_sum')]
  const of = (name: string, type: string, send: Float64Array | Float32Array, receive: typeof send): Measure => ({
    name: `MPI_Allreduce, sum, ${name}`,
    run: () => call(send, receive, send.length, handleOf[type], sum, world),
  })
  const handleOf: Readonly<Record<string, unknown>> = { double: handle('double'), float: handle('float') }
  return [
    of('float64', 'double', filled(new Float64Array(bytes / 8)), new Float64Array(bytes / 8)),
    of('float32', 'float', filled(new Float32Array(bytes / 4)), new Float32Array(bytes / 4)),
  ]
}

/** A new array of as many bytes, written once: what the result costs wherever it comes from. */
const memory: Measure = { name: 'a new array, filled', run: () => new Float64Array(bytes / 8).fill(comm.rank) }

const all = [...ours, ...(process.env.OMPI_COMM_WORLD_SIZE === undefined ? [] : bare()), memory]
const seconds = all.map((): number[] => [])
for (let run = -warm; run < runs; run++)
  for (const [index, measure] of all.entries()) {
    // So that nobody's time counts in which it waits for one that is late.
    comm.barrier()
    const time = secondsOf(measure.run)
    if (run >= 0) seconds[index].push(time)
  }
if (comm.rank === 0)
  console.log(JSON.stringify(Object.fromEntries(all.map(({ name }, index) => [name, timesOf(seconds[index])]))))
