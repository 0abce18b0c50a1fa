import { reshape } from 'cotangent'
import { showDataError } from 'cotangent/data'
import { showDistributedError } from 'cotangent/distributed'
import { seed } from 'cotangent/random'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { drawDigits } from '../data/digits.js'
import { readMnist, type Split } from '../lessons/mnist/digits.js'
import { mnistTraining } from './mnistTraining.js'
import { runAsRank, trainTogether } from './training.js'

// The lesson's network on as many processes as there are: gradient descent on all digits at once, of which each process
// takes its share.
//
//   mpirun -n 2 node dist/examples/distributed/mnist.js --data data --checkpoints run

/** Drawn digits, where there are no files. */
const drawn = (): Split => {
  const [{ images, labels }] = drawDigits(2000)(seed(7))
  return {
    train: { images: reshape(images, [2000, -1]), labels },
    test: { images: reshape(images, [2000, -1]), labels },
    shape: [images.shape[1], images.shape[2]],
  }
}

await runAsRank({ steps: 100, every: 10 }, (comm, given) =>
  pipe(
    given.data === undefined ? TE.right(drawn()) : pipe(readMnist(given.data), TE.mapLeft(showDataError)),
    TE.chain((split) =>
      pipe(trainTogether(comm, mnistTraining(split), given, console.log), TE.mapLeft(showDistributedError)),
    ),
    TE.map(() => undefined),
  ),
)
