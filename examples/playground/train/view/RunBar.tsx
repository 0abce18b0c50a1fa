import { useId } from 'preact/hooks'
import { whole } from './numbers.js'
import { rateOf, speeds, type TrainEvent } from './state.js'

interface RunBarProps {
  readonly running: boolean
  /** Whether there is nothing to run: the buttons say so, and keep the focus where they have it. */
  readonly stopped: boolean
  readonly speed: number
  readonly tell: (event: TrainEvent) => void
  readonly step: () => void
}

/** What starts, stops and paces the training; on phones it stays at the lower edge. */
export const RunBar = ({ running, stopped, speed, tell, step }: RunBarProps) => {
  const id = useId()
  const choices = [...new Set([...speeds, speed])].sort((left, right) => left - right)
  return (
    <fieldset class="run">
      <legend class="hidden">Run</legend>
      <button
        type="button"
        class="primary"
        aria-disabled={stopped}
        aria-keyshortcuts="Space"
        onClick={() => tell({ kind: running ? 'pause' : 'run' })}
      >
        {running ? 'Pause' : 'Run'}
      </button>
      <button type="button" aria-disabled={stopped} aria-keyshortcuts="ArrowRight" onClick={step}>
        Step
      </button>
      <button type="button" aria-keyshortcuts="Backspace" onClick={() => tell({ kind: 'reset' })}>
        Reset
      </button>
      <label class="hidden" for={id}>
        Speed
      </label>
      <select
        id={id}
        value={speed}
        onChange={({ currentTarget }) => tell({ kind: 'look', change: { speed: Number(currentTarget.value) } })}
      >
        {choices.map((each) => (
          <option key={each} value={each}>
            {rateOf(each) === Number.POSITIVE_INFINITY ? 'full speed' : `${whole(rateOf(each))} steps/s`}
          </option>
        ))}
      </select>
    </fieldset>
  )
}
