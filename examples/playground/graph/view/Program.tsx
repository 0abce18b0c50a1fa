import { useCallback, useMemo } from 'preact/hooks'
import { CopyButton } from '../../app/CopyButton.js'
import { CodeEditor } from '../../editor/CodeEditor.js'
import { Room } from '../../editor/Room.js'
import { presets } from '../presets.js'
import { longestCode, shown } from '../settings.js'
import type { Event, State } from './state.js'

interface Props {
  readonly state: State
  readonly happen: (event: Event) => void
  /** The link to what the view shows. */
  readonly link: () => string
}

const showTitles = { function: 'Function', derivative: 'With derivative' } as const

/** Where the function is chosen or written, and what of it is drawn. */
export const Program = ({ state, happen, link }: Props) => {
  const { draft, given, run, settings, trouble } = state
  const marked = useMemo(() => (trouble?.at === undefined ? [] : [trouble.at]), [trouble])
  const edited = useCallback((text: string) => happen({ kind: 'edited', text }), [happen])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    event.stopPropagation()
    happen({ kind: 'run' })
  }
  return (
    <div class="graph-program">
      <div class="graph-row">
        <label class="graph-field">
          <span>Function</span>
          <select
            value={settings.of}
            onChange={({ currentTarget: { value } }) => {
              const preset = presets.find(({ name }) => name === value)
              if (preset !== undefined) happen({ kind: 'chosen', preset: preset.name })
            }}
          >
            {presets.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
            {settings.of === 'own' && <option value="own">Your own</option>}
          </select>
        </label>
        <fieldset class="graph-switch">
          <legend>Show</legend>
          {shown.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="show"
                checked={settings.show === each}
                onChange={() => happen({ kind: 'shown', show: each })}
              />
              <span>{showTitles[each]}</span>
            </label>
          ))}
        </fieldset>
        <CopyButton label="Copy link" text={link} />
      </div>
      <details class="graph-source" open={settings.of === 'own' || trouble !== undefined}>
        <summary>Program</summary>
        <div class="editor" onKeyDownCapture={onKeyDown}>
          <CodeEditor
            label="Program"
            describedBy="graph-source-help"
            longest={longestCode}
            given={given}
            marked={marked}
            wanted={undefined}
            edited={edited}
          />
        </div>
        <Room code={draft} longest={longestCode} />
        <div class="graph-row">
          <button type="button" class="primary" onClick={() => happen({ kind: 'run' })}>
            Run
          </button>
          <p id="graph-source-help" class="muted">
            {run === 0
              ? 'This program came with the link. It runs when you press Run.'
              : 'A module in TypeScript that exports a function to a scalar as value, and a place as at. Control and Enter run it. Tab indents; Escape, then Tab, leaves the editor.'}
          </p>
        </div>
      </details>
      <p class="graph-trouble" role="alert">
        {trouble === undefined
          ? ''
          : `${trouble.at === undefined ? '' : `Line ${trouble.at.line}, column ${trouble.at.column}: `}${trouble.text}`}
      </p>
    </div>
  )
}
