import { type Constant, type Tree, unflatten } from '../../tensor/index.js'
import type { Comm, Gathered } from '../comm.js'
import { type BroadcastOptions, type ReduceOptions, reducible, reductionOf, rootOf, valuesOf } from '../operands.js'
import { agreementIn } from './agreement.js'
import { exchangeOver, type Limits } from './exchange.js'
import { packsOf, unpack, unpackStacked } from './packing.js'
import type { World } from './world.js'

/** The functions of a Comm over MPI, and its end, for which all ranks wait. */
export interface MpiComm {
  readonly comm: Comm
  readonly end: () => void
}

export const mpiComm = (world: World, limits?: Limits): MpiComm => {
  const { rank, size } = world
  const { agree, end } = agreementIn(world)
  const exchange = exchangeOver(world, limits)
  const comm: Comm = {
    rank,
    size,
    allReduce: <T extends Tree>(tree: T, options?: ReduceOptions): T => {
      const op = reductionOf(options)
      const [values, structure] = reducible('allReduce', tree, op)
      agree({ what: `allReduce, ${op}`, structure, values })
      const reduced: Constant[] = []
      for (const pack of packsOf(values)) unpack(pack, exchange.reduce(pack, op), reduced)
      return unflatten(structure, reduced) as T
    },
    broadcast: <T extends Tree>(tree: T, options?: BroadcastOptions): T => {
      const root = rootOf(size, options)
      const [values, structure] = valuesOf('broadcast', tree)
      agree({ what: `broadcast, from rank ${root}`, structure, values })
      const given: Constant[] = []
      for (const pack of packsOf(values)) unpack(pack, exchange.broadcast(pack, root), given)
      return unflatten(structure, given) as T
    },
    gather: <T extends Tree>(tree: T): Gathered<T> => {
      const [values, structure] = valuesOf('gather', tree)
      agree({ what: 'gather', structure, values })
      const gathered: Constant[] = []
      for (const pack of packsOf(values)) unpackStacked(pack, size, exchange.gather(pack), gathered)
      return unflatten(structure, gathered) as Gathered<T>
    },
    barrier: () => agree({ what: 'barrier', values: [] }),
  }
  return { comm, end }
}
