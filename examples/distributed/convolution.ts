import { showDistributedError } from 'cotangent/distributed'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { convolutionTraining } from '../models/convolution.js'
import { runAsRank, trainTogether } from './training.js'

// The convolutional network that reads digits, on as many processes as there are:
//
//   mpirun -n 2 node dist/examples/distributed/convolution.js --checkpoints run
//
// The batches are those of one process, drawn from one key, of which each takes its share.

await runAsRank({ steps: 208, every: 26 }, (comm, given) => {
  const training = convolutionTraining()
  return pipe(
    trainTogether(comm, training, { ...given, steps: Math.min(given.steps, training.total) }, console.log),
    TE.mapLeft(showDistributedError),
    TE.map(({ state }) =>
      comm.rank === 0 ? console.log(`${(100 * training.right(state.params)).toFixed(1)} % are read right`) : undefined,
    ),
  )
})
