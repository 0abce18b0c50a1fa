import type { TrainAddress } from '../address.js'
import type { Response } from '../protocol.js'
import type { DataName, OwnPoint, Settings } from '../settings.js'
import { edited, type LayerEdit, withData } from './edits.js'

/** How a training is looked at. */
export type Look = Omit<TrainAddress, 'settings' | 'steps'>

/** Speeds to choose from: steps to a picture, of which there are 60 a second. */
export const speeds = [1, 2, 5, 10, 50, 200, 1000] as const

/** Steps a second at a speed; at the greatest, as many as pictures leave time for. */
export const rateOf = (speed: number): number => (speed >= 1000 ? Number.POSITIVE_INFINITY : 60 * speed)

/** The answer that a run is ready, with what is drawn once for all of it. */
export type Ready = Extract<Response, { readonly kind: 'ready' }>

/** What stands in the way of a training, in words. */
export interface Failure {
  readonly problem: string
  readonly remedy: string
}

/** What a click into one's own plane does: a class's point is put, or one is taken away. */
export type Brush = number | 'eraser'

/** All of the page but the training's figures, which are drawn 60 times a second and stand elsewhere. */
export interface TrainState {
  readonly settings: Settings
  /** Counts the beginnings: at each the training starts from the settings, after `steps` steps. */
  readonly beginning: number
  readonly steps: number
  /** Whether the worker has yet to answer with the first picture of this beginning. */
  readonly preparing: boolean
  readonly running: boolean
  readonly look: Look
  readonly brush: Brush
  readonly ready: Ready | undefined
  readonly failure: Failure | undefined
}

/** What the reader does and what the worker answers, as far as the page changes with it. */
export type TrainEvent =
  /** Settings other than data and layers. */
  | { readonly kind: 'set'; readonly change: Partial<Omit<Settings, 'data' | 'layers' | 'own'>> }
  | { readonly kind: 'data'; readonly data: DataName }
  | { readonly kind: 'layers'; readonly edit: LayerEdit }
  | { readonly kind: 'own'; readonly own: readonly OwnPoint[] }
  /** Back to the settings that suit the data. */
  | { readonly kind: 'suited' }
  | { readonly kind: 'run' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'look'; readonly change: Partial<Look> }
  | { readonly kind: 'brush'; readonly brush: Brush }
  | { readonly kind: 'ready'; readonly of: number; readonly ready: Ready }
  /** `begun` where the training had begun, so that there is a picture of it. */
  | { readonly kind: 'failed'; readonly of: number; readonly failure: Failure; readonly begun: boolean }

/** The state of the page when it is opened at an address. */
export const opened = ({ settings, steps, ...look }: TrainAddress): TrainState => ({
  settings,
  beginning: 0,
  steps,
  preparing: true,
  running: false,
  look,
  brush: 0,
  ready: undefined,
  failure: undefined,
})

/** Every change of the settings begins a new training: a picture belongs to its settings and its number of steps. */
const begun = (state: TrainState, settings: Settings): TrainState => ({
  ...state,
  settings,
  beginning: state.beginning + 1,
  steps: 0,
  preparing: true,
  failure: undefined,
})

/** The page's state after something has happened; `suited` has the settings that suit each data set. */
export const reducer =
  (suited: (data: DataName) => Settings) =>
  (state: TrainState, event: TrainEvent): TrainState => {
    const { settings } = state
    switch (event.kind) {
      case 'set':
        return begun(state, { ...settings, ...event.change })
      case 'data':
        return event.data === settings.data ? state : begun(state, withData(settings, event.data, suited))
      case 'layers': {
        const layers = edited(settings.layers, event.edit)
        return layers === settings.layers ? state : begun(state, { ...settings, layers })
      }
      case 'own':
        return event.own === settings.own ? state : begun(state, { ...settings, own: event.own })
      case 'suited':
        return begun(state, { ...suited(settings.data), own: settings.own, seed: settings.seed })
      case 'run':
        return state.failure === undefined ? { ...state, running: true } : state
      case 'pause':
        return { ...state, running: false }
      case 'reset':
        return { ...begun(state, settings), running: false }
      case 'look':
        return { ...state, look: { ...state.look, ...event.change } }
      case 'brush':
        return { ...state, brush: event.brush }
      case 'ready':
        return event.of === state.beginning
          ? { ...state, preparing: false, ready: event.ready, failure: undefined }
          : state
      case 'failed':
        if (event.of !== state.beginning) return state
        return {
          ...state,
          preparing: false,
          running: false,
          failure: event.failure,
          ready: event.begun ? state.ready : undefined,
        }
    }
  }
