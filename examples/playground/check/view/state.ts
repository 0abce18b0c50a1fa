import { examples } from '../examples.js'
import type { Outcome } from '../protocol.js'

/** What the view knows. */
export interface CheckState {
  /** The module in the editor. */
  readonly code: string
  /**
   * What the editor was given to show, and is given again when this is another object; never what was typed there: by the
   * time that it came back, more would have been typed.
   */
  readonly given: { readonly code: string }
  /**
   * `opening` until the address is read; `unasked` while code of a link waits for its reader to run it; `checking` from a
   * change until its outcome is told; then `done`.
   */
  readonly phase: 'opening' | 'unasked' | 'checking' | 'done'
  /** What was told last, of this code or of the one before. */
  readonly outcome: Outcome | undefined
}

export type CheckEvent =
  /** The address was read; what `isKnown` ran on this page before. */
  | { readonly kind: 'opened'; readonly code: string; readonly isKnown: boolean }
  /** The reader typed. */
  | { readonly kind: 'edited'; readonly code: string }
  /** The reader chose an example by its name. */
  | { readonly kind: 'chosen'; readonly name: string }
  /** The reader asked for code of a link to be run. */
  | { readonly kind: 'asked' }
  /** What came of a module with this text. */
  | { readonly kind: 'told'; readonly code: string; readonly outcome: Outcome }

export const initial: CheckState = { code: '', given: { code: '' }, phase: 'opening', outcome: undefined }

/** The name of the example that a module is, or `own`. */
export const exampleOf = (code: string): string => examples.find((each) => each.code === code)?.name ?? 'own'

/**
 * Code of a link is somebody else's, and a worker of this page may fetch, and see what the page keeps. So it is shown, and
 * runs when its reader has seen it and asks; changes to it do not ask. Examples are the page's own, and so is what is
 * written from them; and code that ran here before its reader went elsewhere, and came back, was asked for then.
 */
const opened = (code: string, isKnown: boolean): CheckState => ({
  code,
  given: { code },
  phase: exampleOf(code) === 'own' && !isKnown ? 'unasked' : 'checking',
  outcome: undefined,
})

/** The state after an event. */
export const after = (state: CheckState, event: CheckEvent): CheckState => {
  switch (event.kind) {
    case 'opened':
      return opened(event.code, event.isKnown)
    case 'edited':
      if (event.code === state.code) return state
      return { ...state, code: event.code, phase: state.phase === 'unasked' ? 'unasked' : 'checking' }
    case 'chosen': {
      const chosen = examples.find(({ name }) => name === event.name)
      if (chosen === undefined) return state
      return { ...state, code: chosen.code, given: { code: chosen.code }, phase: 'checking' }
    }
    case 'asked':
      return { ...state, phase: 'checking' }
    case 'told':
      return (state.phase === 'checking' || state.phase === 'done') && state.code === event.code
        ? { ...state, phase: 'done', outcome: event.outcome }
        : state
  }
}
