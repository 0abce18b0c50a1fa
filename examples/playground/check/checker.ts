import type { Channel } from '../worker/channel.js'
import type { Outcome, Request, Response } from './protocol.js'

/** Milliseconds that a module may take to be evaluated and checked. */
export const patience = 5000

/** The same when a newer text waits. */
export const patienceWhenOld = 1000

/** Opens a worker, as `openChannel` does of a view. */
export type Open = (receive: (message: Response) => void, broken: (reason: string) => void) => Channel<Request>

/** Runs modules one after the other, of those that wait the newest alone. */
export interface Checker {
  /** Asks for a module to be checked; the outcome of an older one that is not known yet is never told. */
  check(code: string): void
  close(): void
}

const failed = (text: string): Outcome => ({ kind: 'failed', problem: { kind: 'thrown', text, at: undefined } })

const seconds = (milliseconds: number): string => `${milliseconds / 1000} seconds`

/** What is told of a module that does not end. */
export const endless = failed(
  `it did not end within ${seconds(patience)} and was stopped: is there a loop without an end?`,
)

/** A module that was given to the worker. */
interface Running extends Request {
  readonly since: number
  readonly timer: ReturnType<typeof setTimeout>
}

/**
 * A worker that checks modules, and another in its place where one does not end: nothing else stops a loop. The time
 * that a worker takes to load does not count. `told` is given what came of a module, and its text.
 */
export const openChecker = (open: Open, told: (outcome: Outcome, code: string) => void): Checker => {
  let channel: Channel<Request> | undefined
  let ready = false
  let running: Running | undefined
  let waiting: string | undefined
  /** What this worker was given last. */
  let latest: string | undefined

  const stop = () => {
    clearTimeout(running?.timer)
    running = undefined
    channel?.close()
    channel = undefined
    latest = undefined
    ready = false
  }

  /** Tells what came of a text, unless there is a newer one. */
  const tell = (outcome: Outcome, code: string) => {
    if (waiting === undefined) told(outcome, code)
    else next()
  }

  const begin = (): Channel<Request> => {
    // What a worker says that is no longer the one in use is not heard.
    const ofThis = (heard: () => void) => {
      if (channel === opened) heard()
    }
    const opened: Channel<Request> = open(
      (message) => ofThis(() => receive(message)),
      (reason) => ofThis(() => broke(reason)),
    )
    return opened
  }

  const broke = (reason: string) => {
    // What a module has left to run by itself may fail when its outcome has been told.
    const [loaded, code] = [ready, latest ?? waiting]
    stop()
    if (code === undefined) return
    // Another attempt would end in the same way: the next text makes it.
    if (!loaded) waiting = undefined
    tell(failed(loaded ? reason : `the library could not be loaded: ${reason}`), code)
  }

  const expire = () => {
    const code = running?.code
    stop()
    if (code !== undefined) tell(endless, code)
  }

  const next = () => {
    channel ??= begin()
    if (!ready || running !== undefined || waiting === undefined) return
    const request = { code: waiting }
    latest = waiting
    waiting = undefined
    running = { ...request, since: performance.now(), timer: setTimeout(expire, patience) }
    channel.send(request)
  }

  const receive = (message: Response) => {
    if (message.kind === 'ready') {
      ready = true
      next()
      return
    }
    if (running === undefined) return
    const { timer, code } = running
    clearTimeout(timer)
    running = undefined
    tell(message.outcome, code)
  }

  const hurry = (old: Running) => {
    clearTimeout(old.timer)
    const left = Math.max(0, old.since + patienceWhenOld - performance.now())
    running = { ...old, timer: setTimeout(expire, left) }
  }

  return {
    check: (code) => {
      waiting = code
      if (running !== undefined) hurry(running)
      next()
    },
    close: () => {
      waiting = undefined
      stop()
    },
  }
}
