// mpirun -n 3 node endings.mjs HOW: the ways in which ranks end, and in which they do not ask for the same.
import { type Tensor, tensor } from 'cotangent'
import { type Comm, mpi } from 'cotangent/distributed'
import * as E from 'fp-ts/lib/Either.js'

const joined = await mpi()()
if (E.isLeft(joined)) throw new Error(JSON.stringify(joined.left))
const comm: Comm = joined.right
const { rank } = comm

const say = (text: unknown): void => {
  process.stdout.write(`rank ${rank}: ${text}\n`)
}

const attempt = (work: () => unknown): void => {
  try {
    say(work())
  } catch (error) {
    say(error)
  }
}

/** Reads past the end of a memory of one page: (memory 1) (func (export "f") (result i32) i32.const -1 i32.load). */
const outOfBounds = (): unknown => {
  const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 102, 0, 0]
  const code = [...bytes, 10, 9, 1, 7, 0, 65, 127, 40, 2, 0, 11]
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(code))).exports
  return (f as () => number)()
}

/** Pairs of trees, one of which one rank has, the other the others. */
const trees = [
  [{ a: tensor([1, 2]) }, { a: tensor([1, 2, 3]) }],
  [{ a: tensor(1) }, { b: tensor(1) }],
  [[tensor(1), tensor(2)], [tensor(1)]],
  [[tensor(1)], [tensor(1, { dtype: 'float32' })]],
  [[tensor([[1, 2]])], [tensor([[1], [2]])]],
] as unknown as readonly (readonly [readonly Tensor[], readonly Tensor[]])[]

const ways: Readonly<Record<string, () => unknown>> = {
  differently: () => {
    attempt(() => (rank === 1 ? comm.barrier() : comm.allReduce(tensor(1))))
    attempt(() => comm.allReduce(tensor(1), { op: rank === 2 ? 'max' : 'min' }))
    attempt(() => comm.broadcast(tensor(1), { root: rank === 0 ? 0 : 1 }))
    for (const [one, other] of trees) attempt(() => comm.gather(rank === 2 ? other : one))
    attempt(() => comm.allReduce(tensor(1)))
    attempt(outOfBounds)
  },
  early: () => {
    if (rank > 0) comm.barrier()
  },
  caught: () => {
    if (rank === 0) return process.exit()
    for (const _ of [1, 2]) attempt(comm.barrier)
  },
  later: () => setTimeout(() => say('done'), 200 * rank),
  throwing: () => {
    if (rank === 1) throw new TypeError('planted')
    comm.barrier()
  },
  rejecting: () => {
    if (rank === 1) void Promise.reject(new TypeError('planted'))
    else comm.barrier()
  },
  handled: () => {
    process.on('uncaughtException', (error) => {
      say(`took care of ${error.message}`)
      comm.barrier()
    })
    throw new TypeError('planted')
  },
  code: () => {
    if (rank === 1) process.exit(7)
    comm.barrier()
  },
  killed: () => {
    // A handler in JavaScript, which does not run while MPI waits, must not keep the process alive.
    process.on('SIGTERM', () => say('was told to end'))
    if (rank === 1) process.kill(process.pid, 'SIGKILL')
    comm.barrier()
  },
}

const [how] = process.argv.slice(2)
ways[how]()
