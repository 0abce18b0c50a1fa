import { type PresetName, sourceOf } from '../presets.js'
import type { Drawing, TextPlace } from '../protocol.js'
import { type GraphSettings, longestCode, type Shown } from '../settings.js'

/** Why there is no drawing. */
export interface Trouble {
  readonly text: string
  readonly at: TextPlace | undefined
}

/** The graphs as they stand. */
export interface State {
  readonly settings: GraphSettings
  /** The text in the editor. */
  readonly draft: string
  /** What the editor was given to show, and is given again when this is another object; never what was typed there. */
  readonly given: { readonly code: string }
  /** The program that was last asked to be drawn, by its number; 0 where none was. */
  readonly run: number
  readonly isWaiting: boolean
  readonly drawing: Drawing | undefined
  readonly trouble: Trouble | undefined
  /** The node that the reader looks at; undefined where it is that of the step. */
  readonly selected: number | undefined
  readonly isPlaying: boolean
}

export type Event =
  | { readonly kind: 'chosen'; readonly preset: PresetName }
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'run' }
  | { readonly kind: 'drawn'; readonly run: number; readonly drawing: Drawing }
  | { readonly kind: 'failed'; readonly run: number; readonly trouble: Trouble }
  | { readonly kind: 'shown'; readonly show: Shown }
  | { readonly kind: 'stepped'; readonly step: number }
  | { readonly kind: 'played'; readonly isPlaying: boolean }
  | { readonly kind: 'ticked' }
  | { readonly kind: 'selected'; readonly node: number | undefined }

const sourceIn = ({ of, code }: GraphSettings): string => (of === 'own' ? code : sourceOf(of))

/**
 * The view as it opens. A preset is drawn at once. A program from an address is someone else's: it is shown, and runs when
 * the reader asks for it, since it could do in its worker whatever a page of this site can do; one that `isKnown` ran here
 * before, and was asked for then.
 */
export const opened = (settings: GraphSettings, isKnown = false): State => ({
  settings,
  draft: sourceIn(settings),
  given: { code: sourceIn(settings) },
  run: settings.of === 'own' && !isKnown ? 0 : 1,
  isWaiting: settings.of !== 'own' || isKnown,
  drawing: undefined,
  trouble: undefined,
  selected: undefined,
  isPlaying: false,
})

const lastStep = ({ drawing }: State): number => drawing?.steps.length ?? 0

const withStep = (state: State, step: number): State => {
  const within = Math.min(Math.max(step, 0), lastStep(state))
  return {
    ...state,
    settings: { ...state.settings, step: within },
    selected: undefined,
    isPlaying: state.isPlaying && within < lastStep(state),
  }
}

const asked = (state: State, settings: Partial<GraphSettings>, draft: string): State => ({
  ...state,
  settings: { ...state.settings, ...settings },
  draft,
  run: state.run + 1,
  isWaiting: true,
  selected: undefined,
  isPlaying: false,
})

const withSettings = (state: State, settings: Partial<GraphSettings>): State => ({
  ...state,
  settings: { ...state.settings, ...settings },
})

/** What an event makes of the view. */
export const next = (state: State, event: Event): State => {
  switch (event.kind) {
    case 'chosen':
      return {
        ...asked(state, { of: event.preset, code: '', step: 0 }, sourceOf(event.preset)),
        given: { code: sourceOf(event.preset) },
      }
    case 'edited':
      return { ...state, draft: event.text.slice(0, longestCode) }
    case 'run': {
      const { of } = state.settings
      const isPreset = of !== 'own' && state.draft === sourceOf(of)
      if (state.draft.trim() === '')
        return { ...state, trouble: { text: 'There is no program to run.', at: undefined } }
      return asked(state, isPreset ? {} : { of: 'own', code: state.draft }, state.draft)
    }
    case 'drawn':
      if (event.run !== state.run) return state
      return withStep({ ...state, drawing: event.drawing, trouble: undefined, isWaiting: false }, state.settings.step)
    case 'failed':
      if (event.run !== state.run) return state
      return { ...state, drawing: undefined, trouble: event.trouble, isWaiting: false, isPlaying: false }
    case 'shown':
      return withSettings(state, { show: event.show })
    case 'stepped':
      // The drawing is still that of the program before, and so are its steps.
      if (state.isWaiting) return state
      return { ...withStep(state, event.step), isPlaying: false }
    case 'played':
      if (state.isWaiting) return state
      // Played from its end, the sweep begins anew.
      return event.isPlaying && state.settings.step >= lastStep(state)
        ? { ...withStep(state, 0), isPlaying: lastStep(state) > 0 }
        : { ...state, isPlaying: event.isPlaying }
    case 'ticked':
      return state.isPlaying ? withStep(state, state.settings.step + 1) : state
    case 'selected':
      return { ...state, selected: event.node }
  }
}
