import { mpi } from 'cotangent/distributed'
import * as E from 'fp-ts/lib/Either.js'
import { mnistTraining } from '../../../../examples/distributed/mnistTraining.js'
import { trainTogether } from '../../../../examples/distributed/training.js'
import { synthetic } from '../../digits.js'

// The lesson on the reference's digits: every rank says what it has.

const comm = await mpi()()
if (E.isLeft(comm)) throw new Error(JSON.stringify(comm.left))
const found = await trainTogether(comm.right, mnistTraining(synthetic()), { steps: 20, every: 20 }, () => undefined)()
if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
process.stdout.write(`${JSON.stringify(found.right.losses)}\n`)
