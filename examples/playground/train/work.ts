import { isLeft } from 'fp-ts/lib/Either.js'
import type { Answer, Work } from '../worker/channel.js'
import type { Failure } from './model/dataSets.js'
import type { DrawnLayer, Frame, Request, Response } from './protocol.js'
import { frameOf, parametersOf, type Session, start, type Walk, walk } from './session.js'

/** How many threads a program is shared among where it is worth it: the engine's own rule. */
const threads = (): number =>
  typeof SharedArrayBuffer === 'undefined' ? 1 : Math.min(16, globalThis.navigator?.hardwareConcurrency ?? 1)

/** The memory of what is drawn, which is handed over. */
const buffersOf = ({ grid, layers }: Frame): readonly ArrayBuffer[] =>
  [grid.probabilities, ...layers.flatMap(({ weights, bias }: DrawnLayer) => [weights, bias])].map(
    ({ buffer }) => buffer as ArrayBuffer,
  )

/** A training that has no loss any more. */
const astray = ({ settings: { optimizer, learningRate } }: Session, before: number, step: number): Failure => ({
  problem:
    before === step
      ? `The loss is no number at step ${step}.`
      : `The loss is no number any more: it went astray between step ${before} and step ${step}.`,
  remedy: `Choose a learning rate below ${learningRate}${optimizer === 'sgd' ? '' : ', or plain gradient descent'}, and start again.`,
})

/** What no settings should come to: the browser has no more memory, or does not let programs be compiled. */
const unforeseen = (cause: unknown): Failure => ({
  problem: cause instanceof Error ? cause.message : String(cause),
  remedy: 'Choose a smaller network or fewer points, or load the page again.',
})

interface Running {
  readonly run: number
  readonly session: Session
  /** Milliseconds that the last picture took. */
  readonly pictured: number
}

/** Answers a request; what goes on after it, undefined where nothing does. */
const answered = (answer: Answer<Response>, running: Running | undefined, request: Request): Running | undefined => {
  const { run } = request
  const fail = (failure: Failure): undefined => {
    answer({ kind: 'failed', run, ...failure })
    return undefined
  }
  /** The picture of a session, sent by `send`. */
  const shown = ({ session, passed }: Walk, before: number, send: (frame: Frame) => Response): Running | undefined => {
    const begin = performance.now()
    const frame = frameOf(session, passed)
    const pictured = performance.now() - begin
    if (!Number.isFinite(frame.figures.trainLoss))
      return fail(astray(session, passed.at(-1)?.step ?? before, session.step))
    answer(send(frame), buffersOf(frame))
    return { run, session, pictured }
  }
  if (request.kind === 'train') {
    if (running === undefined || running.run !== run) return running
    const { session, pictured } = running
    const after = walk(session, request.steps, request.every, request.milliseconds - pictured)
    return shown(after, session.step, (frame) => ({ kind: 'frame', run, frame }))
  }
  const begin = performance.now()
  const made = start(request.settings)
  if (isLeft(made)) return fail(made.left)
  const { points, plane, state } = made.right
  const compiled = performance.now()
  const walked = walk(made.right, request.steps, request.every, request.milliseconds)
  const trained = performance.now()
  return shown(walked, 0, (frame) => {
    const prepared = compiled - begin + performance.now() - trained
    return {
      kind: 'ready',
      run,
      points,
      plane,
      parameters: parametersOf(state.params),
      prepared,
      threads: threads(),
      frame,
    }
  })
}

/** Does something when the messages that have come are taken in. */
export type Later = (task: () => void) => void

const afterMessages = (): Later => {
  const { port1, port2 } = new MessageChannel()
  return (task) => {
    port1.onmessage = task
    port2.postMessage(undefined)
  }
}

/** The worker's part of the train view. What came before a start that is waiting is passed by. */
export const workWith =
  (later: Later): Work<Request, Response> =>
  (answer) => {
    const waiting: Request[] = []
    let running: Running | undefined
    const take = (): void => {
      const requests = waiting.splice(0)
      const first = requests.findLastIndex(({ kind }) => kind === 'start')
      for (const request of requests.slice(Math.max(0, first)))
        try {
          running = answered(answer, running, request)
        } catch (cause) {
          running = undefined
          answer({ kind: 'failed', run: request.run, ...unforeseen(cause) })
        }
    }
    return (request) => {
      if (waiting.push(request) === 1) later(take)
    }
  }

/** The worker's part of the train view. */
export const work: Work<Request, Response> = (answer) => workWith(afterMessages())(answer)
