// What differs between Node and browsers. Nothing is imported: Node hands its own modules out where they are asked for,
// so that nothing has to be resolved where there is no Node.

/** A thread that has been started. */
export interface Thread {
  postMessage(message: unknown): void
  /** Whether it has ended, since it once was at work; browsers do not tell. */
  hasEnded(): boolean
}

interface NodeThread {
  readonly performance: { eventLoopUtilization(): { readonly idle: number; readonly active: number } }
  postMessage(message: unknown): void
  unref(): void
  on(event: 'error', handle: (error: unknown) => void): void
  on(event: 'online', handle: () => void): void
}

interface NodeThreads {
  readonly Worker: new (source: string, options: object) => NodeThread
}

interface NodeProcess {
  readonly env: Readonly<Record<string, string | undefined>>
  getBuiltinModule?(name: string): unknown
  emitWarning?(warning: string, type: string): void
}

const node = (): NodeProcess | undefined => (globalThis as { readonly process?: NodeProcess }).process

/** A module that Node has built in; undefined elsewhere. */
export const nodeModule = (name: string): unknown => node()?.getBuiltinModule?.(name)

/** Whether a platform says that a program may not ask: Deno, of what it was not allowed to read, in its old words and its new. */
const isDenial = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotCapable' || error.name === 'PermissionDenied')

/** A variable of the process's environment; one that may not be read is one that is not set. */
export const environment = (name: string): string | undefined => {
  try {
    return node()?.env?.[name]
  } catch (error) {
    if (isDenial(error)) return undefined
    throw error
  }
}

/** How many threads the machine runs at the same time. */
export const parallelism = (): number => {
  const os = nodeModule('node:os') as { availableParallelism(): number } | undefined
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1
}

/** Says that work goes on without what it would be done faster with. */
const warn = (problem: string, cause: unknown): void => {
  const warning = `${problem}: ${cause instanceof Error ? cause.message : cause}`
  const process = node()
  if (process?.emitWarning === undefined) console.warn(warning)
  else process.emitWarning(warning, 'CotangentWarning')
}

/** Threads in Node keep no process running; one that breaks down is done without. */
const inNode = ({ Worker }: NodeThreads, source: string, count: number): readonly Thread[] => {
  const listen = `(handle) => require('node:worker_threads').parentPort.on('message', handle)`
  return Array.from({ length: count }, () => {
    const thread = new Worker(`(${source})(${listen})`, { eval: true, execArgv: [], name: 'cotangent' })
    thread.unref()
    thread.on('error', (error) => warn('A thread broke down, and is done without', error))
    let isOnline = false
    thread.on('online', () => {
      isOnline = true
    })
    return {
      postMessage: (message) => thread.postMessage(message),
      // Node knows at once, while this thread does not come to rest: of one that has ended it says that it has been idle
      // for -1 ms or active for none, which cannot be of one that is at work. Only of one whose start this thread has not
      // heard of, as it has not come to rest since, it says that too, however busy it is.
      hasEnded: () => {
        const { idle, active } = thread.performance.eventLoopUtilization()
        return idle < 0 || (isOnline && active === 0)
      },
    }
  })
}

const inBrowser = (source: string, count: number): readonly Thread[] => {
  const listen = '(handle) => { onmessage = ({ data }) => handle(data) }'
  const address = URL.createObjectURL(new Blob([`(${source})(${listen})`], { type: 'text/javascript' }))
  return Array.from({ length: count }, () => {
    const thread = new Worker(address, { name: 'cotangent' })
    return { postMessage: (message) => thread.postMessage(message), hasEnded: () => false }
  })
}

const nodeThreads = (): NodeThreads | undefined => nodeModule('node:worker_threads') as NodeThreads | undefined

/** Whether threads can be started here at all; what Node starts them with is loaded when the first one is. */
export const canStart = (): boolean => node()?.getBuiltinModule !== undefined || typeof Worker === 'function'

/** Starts threads that run a function of what listens to messages; none where the machine or a page's policy refuses. */
export const startThreads = (source: string, count: number): readonly Thread[] => {
  const threads = nodeThreads()
  try {
    return threads === undefined ? inBrowser(source, count) : inNode(threads, source, count)
  } catch (error) {
    warn('No threads can be started, so that one does all', error)
    return []
  }
}
