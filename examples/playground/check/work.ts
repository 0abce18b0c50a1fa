import { placed } from '../program/unreadable.js'
import type { Work } from '../worker/channel.js'
import type { Outcome, Request, Response } from './protocol.js'
import { runModule } from './run.js'

const outcomeOf = async (code: string): Promise<Outcome> => {
  const outcome = runModule(code)
  return outcome.kind === 'failed' ? { ...outcome, problem: await placed(code, outcome.problem) } : outcome
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
    void outcomeOf(code).then((outcome) => answer({ kind: 'done', outcome }))
  }
}
