import { memo } from 'preact/compat'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Curve, curveNames, methods, type Response, type Slope } from '../protocol.js'
import { ranges } from '../ranges.js'
import { leastExponent, type SlopeSettings } from '../settings.js'
import type { Worker } from './hooks.js'
import { CurveFigure, ErrorFigure } from './Plots.js'
import { curvePlot, errorPlot, numberText } from './plot.js'
import { saySlope } from './saySlope.js'
import type { SlopeEvent } from './slopeState.js'

/** The function's points and the slopes as the worker last gave them. */
export interface SlopeData {
  readonly curve: Curve | undefined
  readonly slope: Slope | undefined
  receive(response: Response): void
  /** Asks anew, of another worker. */
  again(): void
}

/** Asks for what the settings say, one question at a time: those in between, while a slider is moved, are left out. */
export const useSlopes = ({ curve: name, x, exponent }: SlopeSettings, worker: Worker): SlopeData => {
  const [curve, setCurve] = useState<Curve>()
  const [slope, setSlope] = useState<Slope>()
  const asked = useRef(0)
  const isOut = useRef(false)
  const wanted = useRef<(() => void) | undefined>(undefined)
  const ask = (question: () => void): void => {
    if (isOut.current) wanted.current = question
    else {
      isOut.current = true
      question()
    }
  }
  const questions = {
    curve: () => {
      asked.current += 1
      setCurve(undefined)
      worker.send({ kind: 'curve', run: asked.current, name })
    },
    slope: () => worker.send({ kind: 'slope', run: asked.current, name, x, epsilon: 10 ** exponent }),
  }
  useEffect(questions.curve, [name])
  useEffect(() => ask(questions.slope), [name, x, exponent])
  return {
    curve,
    slope,
    receive: (response) => {
      if (response.kind === 'curve' && response.run === asked.current) setCurve(response.curve)
      if (response.kind !== 'slope') return
      isOut.current = false
      if (response.run === asked.current) setSlope(response.slope)
      const question = wanted.current
      wanted.current = undefined
      if (question !== undefined) ask(question)
    },
    again: () => {
      isOut.current = false
      wanted.current = undefined
      questions.curve()
      ask(questions.slope)
    },
  }
}

interface Props extends Pick<SlopeData, 'curve' | 'slope'> {
  readonly settings: SlopeSettings
  readonly happen: (event: SlopeEvent) => void
}

const methodTitles = {
  forward: 'Forward: (f(x + ε) − f(x)) / ε',
  central: 'Central: (f(x + ε) − f(x − ε)) / 2ε',
} as const

/** A function's value between the points of its curve. */
const between = ({ x, y }: Curve): ((at: number) => number) => {
  const [from, step] = [x[0], (x[x.length - 1] - x[0]) / (x.length - 1)]
  return (at) => {
    const place = (at - from) / step
    const index = Math.min(Math.max(Math.floor(place), 0), x.length - 2)
    return y[index] + (place - index) * (y[index + 1] - y[index])
  }
}

/** A slider over a function, its tangent and a difference beside it, and the errors of all differences. */
export const Slopes = memo(({ settings, happen, curve, slope }: Props) => {
  const { curve: name, x, exponent, method } = settings
  const { from, title, to } = ranges[name]
  const epsilon = 10 ** exponent
  const difference = slope?.differences[method]
  const error =
    slope === undefined || difference?.quotient === undefined
      ? Number.NaN
      : Math.abs(difference.quotient - slope.derivative)
  const at = curve === undefined ? undefined : between(curve)
  return (
    <section class="card graph-slopes" aria-labelledby="slopes-title">
      <h2 id="slopes-title">A derivative and its differences</h2>
      <div class="graph-row">
        <label class="graph-field">
          <span>f(x)</span>
          <select
            value={name}
            onChange={({ currentTarget: { value } }) => {
              const chosen = curveNames.find((each) => each === value)
              if (chosen !== undefined) happen({ kind: 'curve', curve: chosen })
            }}
          >
            {curveNames.map((each) => (
              <option key={each} value={each}>
                {ranges[each].title}
              </option>
            ))}
          </select>
        </label>
        <fieldset class="graph-switch">
          <legend>Difference</legend>
          {methods.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="method"
                checked={method === each}
                onChange={() => happen({ kind: 'method', method: each })}
              />
              <span>{each === 'forward' ? 'Forward' : 'Central'}</span>
            </label>
          ))}
        </fieldset>
        <label class="graph-field graph-slider">
          <span>
            x <output>{numberText(x)}</output>
          </span>
          <input
            type="range"
            aria-label="x"
            min={from}
            max={to}
            step={(to - from) / 800}
            value={x}
            onInput={({ currentTarget: { valueAsNumber } }) => happen({ kind: 'moved', x: valueAsNumber })}
          />
        </label>
        <label class="graph-field graph-slider">
          <span>
            ε <output>{numberText(epsilon, 3)}</output>
          </span>
          <input
            type="range"
            aria-label="Epsilon, as a power of ten"
            aria-valuetext={numberText(epsilon, 3)}
            min={leastExponent}
            max={0}
            step={0.1}
            value={exponent}
            onInput={({ currentTarget: { valueAsNumber } }) => happen({ kind: 'epsilon', exponent: valueAsNumber })}
          />
        </label>
      </div>
      <div class="graph-plots">
        <figure>
          {curve !== undefined && slope !== undefined && at !== undefined ? (
            <CurveFigure
              label={`${title}, its tangent at ${numberText(slope.x)} and the difference's line`}
              plot={(size) => curvePlot(curve, slope, epsilon, method, at, size)}
            />
          ) : (
            <div class="graph-plot" />
          )}
          <figcaption>
            <span class="key curve">f</span> <span class="key tangent">tangent, by grad</span>{' '}
            <span class="key secant">difference</span>
          </figcaption>
        </figure>
        <figure>
          {slope !== undefined && difference !== undefined ? (
            <ErrorFigure
              label="Error of the difference over epsilon, both by powers of ten"
              plot={(size) => errorPlot(difference, slope.epsilons, epsilon, error, size)}
            />
          ) : (
            <div class="graph-plot" />
          )}
          <figcaption>
            <span class="key errors">measured</span> <span class="key truncation">leaving the curve</span>{' '}
            <span class="key rounding">rounding, at most</span> <span class="key best">predicted best ε</span>
          </figcaption>
        </figure>
      </div>
      <p class="muted">{methodTitles[method]}</p>
      <dl class="graph-figures">
        <div>
          <dt>f(x)</dt>
          <dd>{slope === undefined ? '' : numberText(slope.value, 17)}</dd>
        </div>
        <div>
          <dt>f′(x), by grad</dt>
          <dd>{slope === undefined ? '' : numberText(slope.derivative, 17)}</dd>
        </div>
        <div>
          <dt>Difference</dt>
          <dd>
            {difference === undefined
              ? ''
              : difference.quotient === undefined
                ? 'ε is lost beside x'
                : numberText(difference.quotient, 17)}
          </dd>
        </div>
        <div>
          <dt>Error</dt>
          <dd>{Number.isNaN(error) ? '—' : numberText(error, 3)}</dd>
        </div>
        <div>
          <dt>Predicted best ε</dt>
          <dd>{difference?.best === undefined ? '—' : numberText(difference.best, 3)}</dd>
        </div>
      </dl>
      <p class="graph-said" aria-live="polite">
        {slope === undefined ? '' : saySlope(slope, method, epsilon)}
      </p>
    </section>
  )
})
