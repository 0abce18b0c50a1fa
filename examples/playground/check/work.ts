import { unreadableAt } from '../program/unreadable.js'
import type { Work } from '../worker/channel.js'
import type { Outcome, Request, Response } from './protocol.js'
import { runModule } from './run.js'

/** The outcome with the place of what the engine cannot read, which only it can tell. */
const placed = async (code: string, outcome: Outcome): Promise<Outcome> => {
  if (outcome.kind !== 'failed' || outcome.problem.kind !== 'syntax' || outcome.problem.at !== undefined) return outcome
  return { ...outcome, problem: { ...outcome.problem, at: await unreadableAt(code) } }
}

/** A promise of the module that fails and is waited for by nobody fails the worker, as an error that nobody catches does. */
const failing = (event: PromiseRejectionEvent): void => {
  event.preventDefault()
  setTimeout(() => {
    throw event.reason
  })
}

/** The check view's part in the worker: every message is a module to run. */
export const work: Work<Request, Response> = (answer) => {
  addEventListener('unhandledrejection', failing)
  answer({ kind: 'ready' })
  return ({ code }) => {
    void placed(code, runModule(code)).then((outcome) => answer({ kind: 'done', outcome }))
  }
}
