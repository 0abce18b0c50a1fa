import type { Event, State } from './state.js'
import { inLine, sayStep } from './sweep.js'

interface Props {
  readonly state: State
  readonly happen: (event: Event) => void
}

/** The reverse sweep: step by step, in words. Buttons that have nothing to do keep the focus where they have it. */
export const Stepper = ({ state, happen }: Props) => {
  const { drawing, isPlaying, isWaiting, settings } = state
  const { step } = settings
  const last = drawing?.steps.length ?? 0
  const go = (to: number) => () => happen({ kind: 'stepped', step: to })
  return (
    <div class="graph-stepper">
      <div class="graph-row" role="toolbar" aria-label="Reverse sweep">
        <button type="button" onClick={go(0)} aria-disabled={isWaiting || step === 0}>
          First
        </button>
        <button type="button" onClick={go(step - 1)} aria-disabled={isWaiting || step === 0}>
          Previous
        </button>
        <button
          type="button"
          class="primary"
          onClick={() => happen({ kind: 'played', isPlaying: !isPlaying })}
          aria-disabled={isWaiting || last === 0}
        >
          {isPlaying ? 'Pause' : 'Play'}
        </button>
        <button type="button" onClick={go(step + 1)} aria-disabled={isWaiting || step >= last}>
          Next
        </button>
        <button type="button" onClick={go(last)} aria-disabled={isWaiting || step >= last}>
          Last
        </button>
        <span class="muted graph-count">
          {step} of {last}
        </span>
      </div>
      <p class="graph-said" aria-live="polite">
        {drawing === undefined ? '' : sayStep(drawing, step)}
      </p>
    </div>
  )
}

/** All of the sweep as a table, and the graphs as text. */
export const Tables = ({ state, happen }: Props) => {
  const { drawing, settings } = state
  return (
    <div class="graph-tables">
      <details class="graph-steps">
        <summary>All steps as a table</summary>
        {drawing !== undefined && (
          <div class="graph-scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Step</th>
                  <th scope="col">Hands on</th>
                  <th scope="col">its cotangent</th>
                  <th scope="col">to</th>
                </tr>
              </thead>
              <tbody>
                {drawing.steps.map(({ node, cotangent, receipts }, index) => (
                  <tr key={index} aria-current={index + 1 === settings.step ? 'step' : undefined}>
                    <td>
                      <button
                        type="button"
                        onClick={() => happen({ kind: 'stepped', step: index + 1 })}
                        aria-label={`Step ${index + 1}`}
                      >
                        {index + 1}
                      </button>
                    </td>
                    <td>{drawing.nodes[node].label}</td>
                    <td>
                      <code>{inLine(cotangent)}</code>
                    </td>
                    <td>
                      <ul>
                        {receipts.map(({ node: to, operand, contribution, sum, isSum }) => (
                          <li key={operand}>
                            {drawing.nodes[to].label}: <code>{inLine(contribution)}</code>
                            {isSum && (
                              <>
                                , in all <code>{inLine(sum)}</code>
                              </>
                            )}
                          </li>
                        ))}
                      </ul>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </details>
      <details class="graph-steps">
        <summary>The graphs as text</summary>
        {drawing !== undefined && (
          <pre class="graph-scroll">
            {settings.show === 'function' ? drawing.texts.function : drawing.texts.derivative}
          </pre>
        )}
      </details>
    </div>
  )
}
