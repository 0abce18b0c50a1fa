import { hostname } from 'node:os'
import { inspect } from 'node:util'
import type { World } from './world.js'

/** What a rank says where it ends the job. */
const lastWords = (rank: number, size: number, cause: string): string =>
  `cotangent: rank ${rank} of ${size} (process ${process.pid} on ${hostname()}) ${cause}\n` +
  'cotangent: this ends the job, all its ranks. Start it again: a program that keeps checkpoints resumes from the last.\n'

/** For so many milliseconds a last word has time to pass on from process to process, before they all are ended. */
const passing = 100

const sleep = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/**
 * Sees to it that no rank is left waiting. A process that comes to its end waits until all do, and leaves MPI with them;
 * one that ends with an error, or with a code that is not 0, says so and ends the job.
 */
export const endWith = ({ rank, size, abort, finalize }: World, end: () => void): void => {
  let uncaught: { readonly error: unknown } | undefined
  const breakOff = (code: number, cause: string): void => {
    process.stderr.write(lastWords(rank, size, cause))
    sleep(passing)
    abort(code)
  }
  // Node says what an error was after the listeners to its end, one of which lets nothing come after.
  process.on('uncaughtExceptionMonitor', (error) => {
    uncaught = { error }
  })
  process.on('exit', (code) => {
    if (code !== 0)
      return breakOff(code, uncaught === undefined ? `exits with code ${code}` : `fails: ${inspect(uncaught.error)}`)
    try {
      end()
      finalize()
    } catch (error) {
      breakOff(1, `cannot leave the others: ${inspect(error)}`)
    }
  })
}
