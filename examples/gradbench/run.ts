/**
 * Cotangent as a tool of GradBench (https://gradben.ch): reads a message a line from standard input and answers each by
 * a line on standard output, until the input ends. After `npm run build`:
 *
 *     node dist/examples/gradbench/run.js --threads 1
 *
 * or, building before, `npm run --silent gradbench -- --threads 1`. Without `--silent` npm writes lines of its own, which
 * are no messages.
 */
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { evaluations } from './evaluations/index.js'
import { linesOf } from './lines.js'
import { showResponse } from './messages.js'
import { answer, type Setting } from './session.js'

/** On how many threads to compute, where that is said. */
const threadsOf = (args: readonly string[]): Either<string, string | undefined> => {
  try {
    const { threads } = parseArgs({ args: [...args], options: { threads: { type: 'string' } } }).values
    return threads === undefined || /^[1-9]\d*$/.test(threads)
      ? right(threads)
      : left(`${JSON.stringify(threads)} is no number of threads`)
  } catch (error) {
    return left(error instanceof Error ? error.message : String(error))
  }
}

const setting: Setting = { evaluations, now: () => performance.now() * 1e6 }

async function* responses(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const line of linesOf(input)) yield* showResponse(answer(setting, line))
}

const threads = threadsOf(process.argv.slice(2))
if (isLeft(threads)) {
  process.stderr.write(`error: ${threads.left}\n`)
  process.exitCode = 2
} else {
  // The library asks for it when it first has work for several.
  if (threads.right !== undefined) process.env.COTANGENT_THREADS = threads.right
  try {
    await pipeline(process.stdin, responses, process.stdout)
  } catch (error) {
    // Whoever asked is gone: there is no one left to answer.
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
