import { Worker } from 'node:worker_threads'
import type { Answer, Job } from './child.js'
import { childSource } from './child.js'

/** How a thread is dealt with. */
export interface Handling {
  /** For how long the library may be silent about one dataset before it counts as lost, in milliseconds. */
  readonly patience: number
  /** Whether a thread goes on that has met a damaged file: for tests that try thousands of them. */
  readonly forgiving: boolean
}

/** A minute for a dataset, and no trust in a library that a damaged file has been through. */
export const careful: Handling = { patience: 60_000, forgiving: false }

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
    const lost = (): void => finish({ type: 'breakdown', problem: `nothing came of it in ${patience / 1000} s` })
    let timer = setTimeout(lost, patience)
    const onMessage = (message: Answer | 'alive'): void => {
      clearTimeout(timer)
      if (message === 'alive') timer = setTimeout(lost, patience)
      else finish(message)
    }
    const onError = (cause: unknown): void => finish({ type: 'breakdown', problem: String(cause) })
    const onExit = (code: number): void => finish({ type: 'breakdown', problem: `the thread ended with ${code}` })
    const finish = (answer: Answer): void => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      resolve(answer)
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(job)
  })

const run = async (job: Job, { patience, forgiving }: Handling): Promise<Answer> => {
  clearTimeout(idle)
  current ??= start()
  current.ref()
  const answer = await answerOf(current, job, patience)
  const trusted = answer.type === 'file' ? answer.clean : answer.type === 'refusal' && answer.error !== 'FormatError'
  if (answer.type === 'breakdown' || !(trusted || forgiving)) await discard()
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
