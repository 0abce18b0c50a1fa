import { Worker } from 'node:worker_threads'
import { pathFrom } from './places.js'
import type { Message, Task } from './protocol.js'
import type { CheckResult, FileResult, SourceLine } from './results.js'
import { thrownIn } from './thrown.js'

/** How the files are run. */
export interface Running {
  readonly jobs: number
  /** Seconds without a word after which a thread is ended. */
  readonly timeout: number
  readonly bail: boolean
  /** Where what the modules print goes. */
  readonly printed: (text: string) => void
}

/** What one thread said until it ended. */
interface Told {
  readonly checks: readonly Pick<CheckResult, 'name' | 'at'>[] | undefined
  readonly results: readonly CheckResult[]
  /** Why it did not say all. */
  readonly problem?: { readonly text: string; readonly at?: SourceLine | undefined }
}

const seconds = (count: number): string => `${count} second${count === 1 ? '' : 's'}`

const isBad = ({ status }: CheckResult): boolean => status !== 'right'

/** Lets a thread run the checks of one file, until it has said all, ends, is silent for too long, or all is to end. */
const listened = (task: Task, { timeout, printed }: Running, end: AbortSignal, heard: (bad: boolean) => void) =>
  new Promise<Told>((settle) => {
    const thread = new Worker(new URL('./gradcheckWorker.js', import.meta.url), {
      workerData: task,
      stdout: true,
      stderr: true,
    })
    let told: Told = { checks: undefined, results: [] }
    let timer: NodeJS.Timeout
    const close = (problem?: Told['problem']): void => {
      clearTimeout(timer)
      end.removeEventListener('abort', stop)
      thread.removeAllListeners()
      // What comes of a thread that is being ended is of no interest, not even its errors.
      thread.on('error', () => {})
      const final = problem === undefined ? told : { ...told, problem }
      thread.terminate().then(() => settle(final))
    }
    const stop = (): void => close()
    const wait = (): void => {
      clearTimeout(timer)
      timer = setTimeout(
        () => close({ text: `it did not end within ${seconds(timeout)} (--timeout) and was stopped` }),
        timeout * 1000,
      )
    }
    const hear = (message: Message): void => {
      wait()
      if (message.say === 'loaded') told = { ...told, checks: message.checks }
      if (message.say === 'finished') {
        told = { ...told, results: [...told.results, message.result] }
        heard(isBad(message.result))
      }
      if (message.say === 'broken') close({ text: message.problem, at: message.at })
      if (message.say === 'done') close()
    }
    thread.on('message', hear)
    thread.on('error', (error) => {
      const { text, at } = thrownIn(task.folder, error)
      close({ text: `its thread failed: ${text}`, at })
    })
    thread.on('exit', (code) => close({ text: `it ended its thread, with exit code ${code}` }))
    for (const stream of [thread.stdout, thread.stderr]) stream.on('data', (chunk) => printed(String(chunk)))
    end.addEventListener('abort', stop)
    wait()
  })

/** Runs the checks of one file: where one of them ends its thread, the later ones in another. */
const runFile = async (
  task: Task,
  running: Running,
  end: AbortSignal,
  heard: (bad: boolean) => void,
  before: readonly CheckResult[] = [],
): Promise<Omit<FileResult, 'file' | 'seconds'>> => {
  const { checks, results, problem } = await listened({ ...task, done: before.length }, running, end, heard)
  const found = [...before, ...results]
  const at = checks?.[found.length]
  const skippedFrom = (first: number): readonly CheckResult[] =>
    (checks ?? []).slice(first).map((each) => ({ ...each, status: 'skipped', seconds: 0, text: 'not run' }))
  if (problem === undefined)
    return { checks: [...found, ...skippedFrom(found.length)], ...(checks === undefined ? { skipped: true } : {}) }
  heard(true)
  if (at === undefined)
    return { checks: found, problem: problem.text, ...(problem.at === undefined ? {} : { at: problem.at }) }
  const culprit = problem.at === undefined ? {} : { culprit: problem.at }
  const failed: CheckResult = { ...at, status: 'error', seconds: 0, text: problem.text, ...culprit }
  return end.aborted
    ? { checks: [...found, failed, ...skippedFrom(found.length + 1)] }
    : runFile(task, running, end, heard, [...found, failed])
}

/**
 * Runs files in threads, so many at a time. Gives a promise for each file, in their order, none of which rejects. Where
 * it is told to bail, the first check that is not right ends all.
 */
export const runFiles = (tasks: readonly Task[], running: Running): readonly Promise<FileResult>[] => {
  const end = new AbortController()
  const heard = (bad: boolean): void => {
    if (bad && running.bail) end.abort()
  }
  const waiting: (() => void)[] = []
  let free = running.jobs
  const turn = async (): Promise<void> => {
    if (free > 0) free -= 1
    else await new Promise<void>((go) => waiting.push(go))
  }
  const pass = (): void => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return tasks.map(async (task) => {
    await turn()
    const began = performance.now()
    const file = pathFrom(task.folder, task.file)
    const result = end.signal.aborted ? { checks: [], skipped: true } : await runFile(task, running, end.signal, heard)
    pass()
    return { file, ...result, seconds: (performance.now() - began) / 1000 }
  })
}
