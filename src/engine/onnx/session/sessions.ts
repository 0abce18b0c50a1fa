import { Recent } from '../../recent.js'
import { type Provider, refusal } from './failures.js'
import { numbering } from './numbering.js'
import type { Model } from './plan.js'
import type { Ort, OrtSession } from './runtime.js'

/** How a session runs. */
export interface SessionSettings {
  readonly providers: readonly Provider[]
  readonly threads: number
}

/** A session, as long as it is open. */
export interface Opened {
  readonly model: Model
  readonly session: OrtSession
}

interface Entry {
  readonly opened: Promise<Opened>
  /** Runs that have not ended. */
  running: number
  /** Whether nobody will ask for it again. */
  dropped: boolean
}

const releaseIfUnused = (entry: Entry): void => {
  if (!entry.dropped || entry.running > 0) return
  // One that could not be opened was reported where it was asked for.
  entry.opened.then(
    ({ session }) => session.release(),
    () => undefined,
  )
}

/** So many sessions stay open: each has threads and memory of its own. */
const greatestOpen = 32

const sessions = new Recent<Entry>(greatestOpen, (entry) => {
  entry.dropped = true
  releaseIfUnused(entry)
})

/** What sessions are told: nothing is written where errors are thrown. */
const optionsOf = ({ providers, threads }: SessionSettings): object => ({
  executionProviders: providers,
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  executionMode: 'sequential',
  logSeverityLevel: 4,
})

const open = async (runtime: Ort, settings: SessionSettings, model: Model): Promise<Opened> => {
  try {
    return { model, session: await runtime.InferenceSession.create(model.bytes, optionsOf(settings)) }
  } catch (error) {
    throw refusal(runtime, settings.providers, error)
  }
}

const numberOf = numbering<Ort>()

/** The key of a session: that of its model, and what it runs on. */
export const sessionKey = (runtime: Ort, { providers, threads }: SessionSettings, model: string): string =>
  `${numberOf(runtime)} ${threads} ${JSON.stringify(providers)}\n${model}`

/** The last run of each runtime, while it lasts. */
const turns = new WeakMap<Ort, Promise<void>>()

/** Runs when those before have ended: in browsers a session refuses a second run meanwhile. */
const inTurn = <R>(runtime: Ort, run: () => Promise<R>): Promise<R> => {
  const before = turns.get(runtime)
  const mine = before === undefined ? run() : before.then(run)
  const end = (): void => {
    if (turns.get(runtime) === ended) turns.delete(runtime)
  }
  const ended = mine.then(end, end)
  turns.set(runtime, ended)
  return mine
}

const entryOf = (runtime: Ort, settings: SessionSettings, key: string, make: () => Model): Entry => {
  const known = sessions.get(key)
  if (known !== undefined) return known
  // A graph that cannot be lowered must not be kept as a session.
  const model = make()
  const entry: Entry = { opened: open(runtime, settings, model), running: 0, dropped: false }
  sessions.set(key, entry, 1)
  entry.opened.catch(() => sessions.delete(key))
  return entry
}

/** Uses the session of a key, opened unless it is; it stays open meanwhile. */
export const withSession = async <R>(
  runtime: Ort,
  settings: SessionSettings,
  key: string,
  make: () => Model,
  use: (opened: Opened) => Promise<R>,
): Promise<R> => {
  const entry = entryOf(runtime, settings, key, make)
  entry.running++
  try {
    const opened = await entry.opened
    return await inTurn(runtime, () => use(opened))
  } finally {
    entry.running--
    releaseIfUnused(entry)
  }
}
