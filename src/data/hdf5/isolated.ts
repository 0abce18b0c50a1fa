import { type ChildProcess, spawn } from 'node:child_process'
import * as E from 'fp-ts/lib/Either.js'
import { type Answer, type Content, childSource, type Job, type Message, type Named, pieceLength } from './child.js'

/** How a process is dealt with. */
export interface Handling {
  /** For how long the library, once it is there, may be silent about one dataset before it counts as lost, in ms. */
  readonly patience: number
  /** Whether a process goes on that has met a damaged file: for tests that try thousands of them. */
  readonly forgiving: boolean
}

/** A minute for a dataset, and no trust in a library that a damaged file has been through. */
export const careful: Handling = { patience: 60_000, forgiving: false }

/** For how long a process may take to load the library, in milliseconds. */
const startingTime = 60_000

/** For how long a process without work is kept, in milliseconds: starting one takes some hundred. */
const idleTime = 2000

/** The variable that such a process has in its environment. */
const mark = 'COTANGENT_HDF5'

/** The processes that have said that the library is there. */
const present = new WeakSet<ChildProcess>()

let current: ChildProcess | undefined
let queue: Promise<unknown> = Promise.resolve()
let idle: NodeJS.Timeout | undefined

/** Without what would have Node do more than it is told: load modules, wait for a debugger, write reports. */
const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^node_/i.test(name))),
  // Node passes this one on unless it is told something else.
  NODE_V8_COVERAGE: undefined,
  // What runs this may be Electron.
  ELECTRON_RUN_AS_NODE: '1',
  [mark]: '1',
})

const start = (): ChildProcess => {
  // An executable that is no Node and starts the same program again must not do so for ever.
  if (process.env[mark] !== undefined) throw new Error(`${process.execPath} does not run what Node runs`)
  const address = JSON.stringify(import.meta.resolve('h5wasm'))
  const child = spawn(process.execPath, ['-e', `(${childSource})(${address})`], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    env: environment(),
    windowsHide: true,
  })
  // Whether or not anybody waits for it.
  const forget = (): void => {
    if (current === child) current = undefined
  }
  return child
    .on('error', forget)
    .on('exit', forget)
    .once('message', () => present.add(child))
}

/** Neither the process nor its channel keeps this one running. */
const release = (child: ChildProcess): void => {
  child.unref()
  child.channel?.unref()
}

const discard = (child: ChildProcess): void => {
  child.kill('SIGKILL')
  release(child)
  if (current === child) current = undefined
}

/** That it could not be sent is told by other events. */
const send = (child: ChildProcess, message: Job | Uint8Array): Promise<unknown> =>
  new Promise((resolve) => {
    if (child.connected) child.send(message, resolve)
    else resolve(undefined)
  })

const sendAll = async (child: ChildProcess, job: Job, bytes: Uint8Array): Promise<void> => {
  await send(child, job)
  for (let at = pieceLength; at < bytes.length; at += pieceLength)
    await send(child, bytes.subarray(at, at + pieceLength))
}

/** An answer with the bytes that came ahead of it; the others are copied out of the message, which they would keep. */
const unpacked = (answer: Answer<Uint8Array | number>, ahead: readonly Uint8Array[]): Answer => {
  if (answer.type !== 'file') return answer
  const whole = (content: Content<Uint8Array | number>): Content => {
    if (content.type !== 'numbers') return content
    const { bytes } = content
    return { ...content, bytes: typeof bytes === 'number' ? ahead[bytes] : new Uint8Array(bytes) }
  }
  const all = (attributes: Named<Content<Uint8Array | number>>): Named<Content> =>
    attributes.map(([name, content]) => [name, whole(content)])
  return {
    ...answer,
    datasets: answer.datasets.map(([path, { content, attributes }]) => [
      path,
      { content: whole(content), attributes: all(attributes) },
    ]),
    groups: answer.groups.map(([path, attributes]) => [path, all(attributes)]),
  }
}

const answerOf = (child: ChildProcess, job: Job, bytes: Uint8Array, patience: number): Promise<Answer> =>
  new Promise((resolve) => {
    // Before the first message it is the library that is not there; afterwards it is lost over this file.
    const end = (problem: string): void => finish({ type: present.has(child) ? 'breakdown' : 'absence', problem })
    const lost = (time: number) => setTimeout(() => end(`nothing came of it in ${time / 1000} s`), time)
    let timer = lost(present.has(child) ? patience : startingTime)
    const ahead: Uint8Array[] = []
    let filled = 0
    const take = (message: number | Uint8Array): void => {
      if (typeof message === 'number') {
        ahead.push(new Uint8Array(message))
        filled = 0
      } else {
        ahead[ahead.length - 1].set(message, filled)
        filled += message.length
      }
    }
    const onMessage = (received: unknown): void => {
      const message = received as Message
      clearTimeout(timer)
      try {
        if (typeof message === 'object' && 'type' in message) finish(unpacked(message, ahead))
        else {
          if (message !== 'alive') take(message)
          timer = lost(patience)
        }
      } catch (cause) {
        // There is no memory for it.
        end(String(cause))
      }
    }
    const onError = (cause: unknown): void => end(String(cause))
    const onExit = (code: number | null, signal: string | null): void => end(`the process ended with ${signal ?? code}`)
    const finish = (answer: Answer): void => {
      clearTimeout(timer)
      child.off('message', onMessage).off('error', onError).off('exit', onExit)
      resolve(answer)
    }
    child.on('message', onMessage).on('error', onError).on('exit', onExit)
    void sendAll(child, job, bytes)
  })

/** A process, or why there is none: this one may be forbidden to have any. */
const started = (): E.Either<Answer, ChildProcess> =>
  E.tryCatch(start, (cause) => ({ type: 'absence', problem: String(cause) }))

const run = async (job: Job, bytes: Uint8Array, { patience, forgiving }: Handling): Promise<Answer> => {
  clearTimeout(idle)
  const found = current === undefined ? started() : E.right(current)
  if (E.isLeft(found)) return found.left
  const child = found.right
  current = child
  child.ref()
  child.channel?.ref()
  const answer = await answerOf(child, job, bytes, patience)
  const trusted = answer.type === 'file' ? answer.clean : answer.type === 'refusal' && answer.error !== 'FormatError'
  if (answer.type === 'breakdown' || answer.type === 'absence' || !(trusted || forgiving)) discard(child)
  else {
    release(child)
    idle = setTimeout(discard, idleTime, child).unref()
  }
  return answer
}

/**
 * What the HDF5 library, in a process of its own, finds in a file's bytes. It is C, and a damaged file may lead it astray:
 * into a trap, into memory that is not its own, or nowhere; then the process is killed, and the next file gets a new one.
 * That ends it whatever it is at, which cannot be said of a thread.
 */
export const readIsolated = (
  job: Omit<Job, 'length' | 'first'>,
  bytes: Uint8Array,
  handling: Handling = careful,
): Promise<Answer> => {
  const whole = { ...job, length: bytes.length, first: bytes.subarray(0, pieceLength) }
  const answer = queue.then(() => run(whole, bytes, handling))
  queue = answer.catch(() => undefined)
  return answer
}
