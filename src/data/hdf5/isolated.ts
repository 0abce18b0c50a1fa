import { Worker } from 'node:worker_threads'
import * as E from 'fp-ts/lib/Either.js'
import type { Answer, Job } from './child.js'
import { childSource } from './child.js'

/** How a thread is dealt with. */
export interface Handling {
  /** For how long the library, once it is there, may be silent about one dataset before it counts as lost, in ms. */
  readonly patience: number
  /** Whether a thread goes on that has met a damaged file: for tests that try thousands of them. */
  readonly forgiving: boolean
}

/** A minute for a dataset, and no trust in a library that a damaged file has been through. */
export const careful: Handling = { patience: 60_000, forgiving: false }

/** For how long a thread may take to load the library, in milliseconds. */
const startingTime = 60_000

/** For how long a thread without work is kept, in milliseconds: starting one takes some hundred. */
const idleTime = 2000

let current: Worker | undefined
let queue: Promise<unknown> = Promise.resolve()
let idle: NodeJS.Timeout | undefined

const start = (): Worker => {
  const address = JSON.stringify(import.meta.resolve('h5wasm'))
  const worker = new Worker(`(${childSource})(${address})`, {
    eval: true,
    execArgv: [],
    name: 'cotangent-hdf5',
    stdout: true,
    stderr: true,
  })
  // Whether or not anybody waits for it.
  const forget = (): void => {
    if (current === worker) current = undefined
  }
  return worker.on('error', forget).on('exit', forget)
}

const discard = (): Promise<unknown> => {
  const worker = current
  current = undefined
  return worker?.terminate() ?? Promise.resolve()
}

const answerOf = (worker: Worker, job: Job, patience: number): Promise<Answer> =>
  new Promise((resolve) => {
    // Before the first message it is the library that is not there; afterwards it is lost over this file.
    let type: 'absence' | 'breakdown' = 'absence'
    const end = (problem: string): void => finish({ type, problem })
    const lost = (time: number) => setTimeout(() => end(`nothing came of it in ${time / 1000} s`), time)
    let timer = lost(startingTime)
    const onMessage = (message: Answer | 'alive'): void => {
      clearTimeout(timer)
      type = 'breakdown'
      if (message === 'alive') timer = lost(patience)
      else finish(message)
    }
    const onError = (cause: unknown): void => end(String(cause))
    const onExit = (code: number): void => end(`the thread ended with ${code}`)
    const finish = (answer: Answer): void => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      resolve(answer)
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(job)
  })

/** A thread, or why there is none: a process may be forbidden to have any. */
const started = (): E.Either<Answer, Worker> =>
  E.tryCatch(start, (cause) => ({ type: 'absence', problem: String(cause) }))

const run = async (job: Job, { patience, forgiving }: Handling): Promise<Answer> => {
  clearTimeout(idle)
  const thread = current === undefined ? started() : E.right(current)
  if (E.isLeft(thread)) return thread.left
  current = thread.right
  current.ref()
  const answer = await answerOf(current, job, patience)
  const trusted = answer.type === 'file' ? answer.clean : answer.type === 'refusal' && answer.error !== 'FormatError'
  if (answer.type === 'breakdown' || answer.type === 'absence' || !(trusted || forgiving)) await discard()
  else {
    // Neither the thread nor the clock keeps the process running.
    current.unref()
    idle = setTimeout(discard, idleTime).unref()
  }
  return answer
}

/**
 * What the HDF5 library, in a thread of its own, finds in a file's bytes. It is C, and a damaged file may lead it astray:
 * into a trap, into memory that is not its own, or nowhere; then the thread is ended, and the next file gets a new one.
 */
export const readIsolated = (job: Job, handling: Handling = careful): Promise<Answer> => {
  const answer = queue.then(() => run(job, handling))
  queue = answer.catch(() => undefined)
  return answer
}
