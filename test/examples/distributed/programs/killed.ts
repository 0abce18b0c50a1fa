import { mpi } from 'cotangent/distributed'
import * as E from 'fp-ts/lib/Either.js'
import { trainTogether } from '../../../../examples/distributed/training.js'
import { convolutionTraining } from '../../../../examples/models/convolution.js'

// A training of which rank 1 is killed by the system when it is to take a step: `killed.mjs FOLDER STEP STEPS`.

const [folder, at, steps] = process.argv.slice(2)
const comm = await mpi()()
if (E.isLeft(comm)) throw new Error(JSON.stringify(comm.left))
const training = convolutionTraining()

const batchesFrom = function* (done: number) {
  let next = done
  for (const batch of training.batchesFrom(done)) {
    if (next++ === Number(at) && comm.right.rank === 1) process.kill(process.pid, 'SIGKILL')
    yield batch
  }
}

const course = { folder, steps: Number(steps), every: 2 }
const found = await trainTogether(comm.right, { ...training, batchesFrom }, course, console.log)()
if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
