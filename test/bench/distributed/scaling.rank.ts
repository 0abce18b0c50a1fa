import { flattenTree, toTypedArray } from 'cotangent'
import { type Comm, dataParallel, mpi, showDistributedError } from 'cotangent/distributed'
import { fit } from 'cotangent/optim'
import { seed } from 'cotangent/random'
import { isLeft } from 'fp-ts/lib/Either.js'
import { drawDigits } from '../../../examples/data/digits.js'
import { convolutionTraining } from '../../../examples/models/convolution.js'
import { medianOf } from '../clock.js'

// One rank of the measurement: trains the convolutional network on batches of so many rows in all, and rank 0 says, as JSON,
// the seconds of a step and of them in calls that wait for others.

/** The same Comm, and the seconds spent in it. */
const timed = (comm: Comm): readonly [comm: Comm, seconds: () => number] => {
  let spent = 0
  const timing =
    <A extends readonly unknown[], R>(call: (...args: A) => R) =>
    (...args: A): R => {
      const begin = performance.now()
      try {
        return call(...args)
      } finally {
        spent += (performance.now() - begin) / 1000
      }
    }
  const { rank, size, allReduce, broadcast, gather, barrier } = comm
  return [
    {
      rank,
      size,
      allReduce: timing(allReduce) as Comm['allReduce'],
      broadcast: timing(broadcast) as Comm['broadcast'],
      gather: timing(gather) as Comm['gather'],
      barrier: timing(barrier),
    },
    () => spent,
  ]
}

const [batchSize, warm, counted] = process.argv.slice(2).map(Number)

const found = await mpi()()
if (isLeft(found)) throw new Error(showDistributedError(found.left))
const [comm, spent] = timed(found.right)

const [digits] = drawDigits(10 * batchSize, 0.15)(seed(7))
const { step, first, batchesFrom } = convolutionTraining({
  digits,
  test: 0,
  batchSize,
  epochs: Number.POSITIVE_INFINITY,
})

/** One process needs nothing of what joins many. */
const states = comm.size === 1 ? fit(step, first, batchesFrom(0)) : fit(dataParallel(comm)(step), first, batchesFrom(0))

const steps: number[] = []
const waits: number[] = []
let [begin, before, taken] = [performance.now(), spent(), 0]
for (const { loss } of states) {
  // A loss that is read has been computed.
  toTypedArray(loss)
  const [end, after] = [performance.now(), spent()]
  if (++taken > warm) {
    steps.push((end - begin) / 1000)
    waits.push(after - before)
  }
  if (taken === warm + counted) break
  ;[begin, before] = [end, after]
}
const bytes = flattenTree(first.params)[0].reduce((sum, leaf) => sum + toTypedArray(leaf).byteLength, 8)
if (comm.rank === 0) console.log(JSON.stringify({ step: medianOf(steps), communication: medianOf(waits), bytes }))
