import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks'
import type { ViewProps } from '../app/App.js'
import { linkTo, type Visit } from '../app/address.js'
import { CodeEditor } from '../editor/CodeEditor.js'
import { Room } from '../editor/Room.js'
import { isKnown, remember } from '../program/ran.js'
import type { Place } from '../program/sourceMap.js'
import { openChannel } from '../worker/channel.js'
import { readCode, writeCode } from './address.js'
import { type Checker, openChecker } from './checker.js'
import { longestCode } from './compressed.js'
import { Source } from './view/Source.js'
import { after, type CheckState, initial } from './view/state.js'
import { Verdicts } from './view/Verdicts.js'
import { announced, placesOf } from './view/words.js'

/** Milliseconds from the last key to the check. */
const pause = 250

/**
 * Reads the address, and has every new code checked and put into the address, a moment after the last key; gives the link to
 * it, too, which does not wait for that.
 */
const useChecks = ({ state: address, replace }: Visit) => {
  const [state, tell] = useReducer(after, initial)
  const checker = useRef<Checker>(undefined)
  useEffect(() => {
    let here = true
    const opened = openChecker(
      (receive, broken) => openChannel('check', receive, broken),
      (outcome, code) => tell({ kind: 'told', code, outcome }),
    )
    checker.current = opened
    void readCode(address).then((code) => {
      if (here) tell({ kind: 'opened', code, isKnown: isKnown('check', code) })
    })
    return () => {
      here = false
      opened.close()
    }
  }, [address])
  const { code, phase } = state
  const fresh = useRef(true)
  useEffect(() => {
    if (phase !== 'checking') return
    const wait = fresh.current ? 0 : pause
    fresh.current = false
    const later = setTimeout(() => {
      remember('check', code)
      checker.current?.check(code)
    }, wait)
    return () => clearTimeout(later)
  }, [code, phase])
  const written = useRef(address)
  useEffect(() => {
    if (phase === 'opening') return
    let later: ReturnType<typeof setTimeout> | undefined
    let newest = true
    void writeCode(code).then((state) => {
      if (!newest) return
      written.current = state
      later = setTimeout(() => replace(state), pause)
    })
    return () => {
      newest = false
      clearTimeout(later)
    }
  }, [code, phase === 'opening', replace])
  const link = useCallback(() => linkTo({ view: 'check', state: written.current }), [])
  return [state, tell, link] as const
}

/** How the same is checked where there is no page. */
const command = "npx cotangent gradcheck 'src/**/*.grad.ts'"

const Unasked = ({ run }: { readonly run: () => void }) => (
  <>
    <p>This code came with the link. Read it first: it is not run before you say so.</p>
    <button type="button" class="primary" onClick={run}>
      Run
    </button>
  </>
)

const timeOf = ({ phase, outcome }: CheckState): string => {
  if (phase === 'checking') return 'Checking'
  return phase === 'done' && outcome?.kind === 'checked' ? `${Math.max(1, Math.round(outcome.milliseconds))} ms` : ''
}

/** A module with a derivative that is written by hand, and what a check says of it as one types. */
export const CheckView = ({ visit }: ViewProps) => {
  const [state, tell, link] = useChecks(visit)
  const [wanted, want] = useState<Place>()
  const { code, given, phase, outcome } = state
  const marked = useMemo(() => (phase === 'done' ? placesOf(outcome) : []), [phase, outcome])
  const edited = useCallback((text: string) => tell({ kind: 'edited', code: text }), [])
  return (
    <div class="check">
      <section class="card module" aria-label="Code">
        <Source code={code} link={link} chosen={(name) => tell({ kind: 'chosen', name })} />
        <div class="editor">
          {phase !== 'opening' && (
            <CodeEditor
              label="Code of the check"
              describedBy="check-keys"
              longest={longestCode}
              given={given}
              marked={marked}
              wanted={wanted}
              edited={edited}
            />
          )}
        </div>
        <Room code={code} longest={longestCode} />
        <p id="check-keys" class="muted">
          It is checked as you type. Tab indents; Escape, then Tab, leaves the editor.
        </p>
        <p class="muted">
          Saved as <code>src/mine.grad.ts</code>, it is checked by <code>{command}</code>.
        </p>
      </section>
      <section class="card verdicts" aria-labelledby="check-verdict" aria-busy={phase === 'checking'}>
        <div class="title">
          <h2 id="check-verdict">Verdict</h2>
          <span class="muted time">{timeOf(state)}</span>
        </div>
        <p class="hidden" role="status">
          {announced(state)}
        </p>
        {phase === 'unasked' && <Unasked run={() => tell({ kind: 'asked' })} />}
        {phase !== 'unasked' && outcome !== undefined && (
          <div class={phase === 'checking' ? 'old' : ''}>
            <Verdicts outcome={outcome} goTo={(place) => want({ ...place })} />
          </div>
        )}
      </section>
    </div>
  )
}
