import type { ComponentChildren } from 'preact'
import type { Problem } from '../../program/program.js'
import type { Place } from '../../program/sourceMap.js'
import type { Checked, Outcome, Verdicted } from '../protocol.js'
import { Entries } from './Entries.js'
import { headOf, type Shown, showNumber, shownOf, showPlace } from './words.js'

type GoTo = (place: Place) => void

interface HeadProps extends Shown {
  readonly name: string
}

const Head = ({ name, sign, word, tone }: HeadProps) => (
  <h3 class={`verdict ${tone}`}>
    <span class="sign" aria-hidden="true">
      {sign}
    </span>
    <span>
      {name} <strong>{word}</strong>
    </span>
  </h3>
)

const Where = ({ at, goTo }: { readonly at: Place | undefined; readonly goTo: GoTo }) =>
  at === undefined ? null : (
    <button type="button" class="where" onClick={() => goTo(at)}>
      Go to {showPlace(at)}
    </button>
  )

const Said = ({ term, children }: { readonly term: string; readonly children: ComponentChildren }) => (
  <>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </>
)

/** Sentences of the library, which begin small. */
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

const Found = ({ check, goTo }: { readonly check: Verdicted; readonly goTo: GoTo }) => {
  const { found, likely, because, smallest, at, entries, report } = check
  return (
    <>
      <p>{sentence(found)}</p>
      <dl>
        {likely !== undefined && <Said term="Likely">{sentence(likely)}</Said>}
        {because !== undefined && <Said term="Because">{because}</Said>}
        {smallest !== undefined && (
          <Said term="Smallest counterexample">
            <code>{smallest.point}</code>
            {smallest.entry !== undefined && check.verdict === 'wrong' && (
              <>
                {' '}
                where {smallest.entry.name} is {showNumber(smallest.entry.analytic)} as written, and should be{' '}
                {showNumber(smallest.entry.numeric)}
              </>
            )}
          </Said>
        )}
      </dl>
      <Where at={at} goTo={goTo} />
      {entries.length > 0 && <Entries {...check} />}
      <details>
        <summary>Full report</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys. */}
        <pre tabIndex={0}>{report}</pre>
      </details>
    </>
  )
}

const Trouble = ({ problem, goTo }: { readonly problem: Problem; readonly goTo: GoTo }) => (
  <>
    <p class="trouble">{problem.text}</p>
    <Where at={problem.at} goTo={goTo} />
  </>
)

const One = ({ check, goTo }: { readonly check: Checked; readonly goTo: GoTo }) => (
  <article>
    <Head name={check.name} {...shownOf(check)} />
    {check.kind === 'verdict' ? <Found check={check} goTo={goTo} /> : <Trouble problem={check.problem} goTo={goTo} />}
  </article>
)

const Failed = ({ problem, goTo }: { readonly problem: Problem; readonly goTo: GoTo }) => (
  <article>
    <Head name="The module" sign="!" word={headOf(problem)} tone="neither" />
    <Trouble problem={problem} goTo={goTo} />
  </article>
)

/** All that is known of a module. */
export const Verdicts = ({ outcome, goTo }: { readonly outcome: Outcome; readonly goTo: GoTo }) =>
  outcome.kind === 'checked' ? (
    outcome.checks.map((check) => <One key={check.name} check={check} goTo={goTo} />)
  ) : (
    <Failed problem={outcome.problem} goTo={goTo} />
  )
