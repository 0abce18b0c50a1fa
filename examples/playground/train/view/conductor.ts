import type { Request, Response } from '../protocol.js'
import type { Settings } from '../settings.js'

/** Where a training begins: its settings, and the steps that are done before the first picture. */
export interface Beginning {
  /** Which of the page's beginnings it is. */
  readonly id: number
  readonly settings: Settings
  readonly steps: number
}

/** What is known of the worker: the run that was started last, and what it has not answered yet. */
export interface Conducting {
  readonly run: number
  /** The page's number of the beginning that the run is of. */
  readonly of: number
  readonly running: boolean
  /** Steps a second; Infinity for as many as a frame has time for. */
  readonly rate: number
  /** Steps that are due by the clock, with the fraction that remains. */
  readonly due: number
  /** The step that the last picture is of. */
  readonly step: number
  /** Steps that are taken even where the training does not run: those of a link, and those that were asked for one by one. */
  readonly asked: number
  /** After how many of those steps there are figures, of which the curves are drawn. */
  readonly every: number
  readonly waiting: 'nothing' | 'start' | 'asked' | 'train'
  /** What is started as soon as the worker has answered; of several, the last. */
  readonly next: Beginning | undefined
  /** Whether the run can go on: it cannot before it is ready, nor once it has failed. */
  readonly open: boolean
}

/** What happens to a training: by the reader, by the worker, and by the clock. */
export type Cue =
  | { readonly kind: 'begin'; readonly beginning: Beginning }
  | { readonly kind: 'running'; readonly running: boolean }
  | { readonly kind: 'rate'; readonly rate: number }
  | { readonly kind: 'step' }
  | { readonly kind: 'answer'; readonly response: Response }
  /** A frame is about to be drawn, so long after the last one. */
  | { readonly kind: 'tick'; readonly seconds: number }

/** A frame of 60 a second has 16.7 ms; what the worker leaves of it is for the messages. */
export const frameBudget = 12

/** How long the page may wait for the first picture, and between two on the way to the step of a link. */
export const longBudget = 100

/** How many seconds' steps may be due: a page that was hidden does not make up for the time. */
const longestGap = 0.1

/** As many figures there are of the way to the step of a link: a curve through them is like that of a training that was watched. */
const figuresOfLink = 64

/** As many steps as a message may ask for where time is the only limit. */
const unlimited = 1_000_000

/** Before the first run. */
export const still: Conducting = {
  run: 0,
  of: -1,
  running: false,
  rate: Number.POSITIVE_INFINITY,
  due: 0,
  step: 0,
  asked: 0,
  every: 1,
  waiting: 'nothing',
  next: undefined,
  open: false,
}

type Conducted = readonly [Conducting, readonly Request[]]

const begun = (state: Conducting, { id, settings, steps }: Beginning): Conducted => {
  const run = state.run + 1
  const every = Math.max(1, Math.ceil(steps / figuresOfLink))
  const fresh = { due: 0, step: 0, asked: steps, every, next: undefined, open: false }
  const after: Conducting = { ...state, ...fresh, run, of: id, waiting: 'start' }
  return [after, [{ kind: 'start', run, settings, steps, milliseconds: longBudget, every }]]
}

const answered = (state: Conducting, response: Response): Conducted => {
  if (response.run !== state.run) return [state, []]
  const step = response.kind === 'failed' ? state.step : response.frame.figures.step
  const asked = state.waiting === 'train' ? state.asked : Math.max(0, state.asked - (step - state.step))
  const after: Conducting = { ...state, step, asked, waiting: 'nothing', open: response.kind !== 'failed' }
  return after.next === undefined ? [after, []] : begun(after, after.next)
}

const trained = (state: Conducting, steps: number): Conducted => [
  { ...state, waiting: 'train' },
  [{ kind: 'train', run: state.run, steps, milliseconds: frameBudget, every: unlimited }],
]

const ticked = (state: Conducting, seconds: number): Conducted => {
  const ready = state.open && state.waiting === 'nothing'
  if (ready && state.asked > 0)
    return [
      { ...state, waiting: 'asked' },
      [{ kind: 'train', run: state.run, steps: state.asked, milliseconds: longBudget, every: state.every }],
    ]
  if (!state.running || !state.open) return [state, []]
  if (state.rate === Number.POSITIVE_INFINITY) return ready ? trained(state, unlimited) : [state, []]
  // What a slow machine does not keep up with is let go, so that pausing is not followed by what was due.
  const due = Math.min(state.due + seconds * state.rate, Math.max(1, longestGap * state.rate))
  const steps = Math.floor(due)
  return ready && steps > 0 ? trained({ ...state, due: due - steps }, steps) : [{ ...state, due }, []]
}

/**
 * What follows from a cue: the state after it, and what is to be sent to the worker. There is one request out at most, so that
 * a slow training makes frames rare and nothing else: what was asked for meanwhile is sent after the answer.
 */
export const conducted = (state: Conducting, cue: Cue): Conducted => {
  switch (cue.kind) {
    case 'begin':
      return state.waiting === 'nothing'
        ? begun(state, cue.beginning)
        : [{ ...state, next: cue.beginning, asked: 0, due: 0 }, []]
    case 'running':
      return [{ ...state, running: cue.running, due: 0 }, []]
    case 'rate':
      return [{ ...state, rate: cue.rate, due: 0 }, []]
    case 'step':
      return [{ ...state, asked: state.asked + 1 }, []]
    case 'answer':
      return answered(state, cue.response)
    case 'tick':
      return ticked(state, cue.seconds)
  }
}
