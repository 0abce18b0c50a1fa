import type { Entry, Verdicted } from '../protocol.js'
import { showError, showNumber, verdicts } from './words.js'

const Row = ({ name, verdict, analytic, numeric, error }: Entry) => {
  const { sign, word, tone } = verdicts[verdict]
  return (
    <tr class={tone}>
      <th scope="row">{name}</th>
      <td>{showNumber(analytic)}</td>
      <td>{verdict === 'discontinuous' ? 'jumps' : showNumber(numeric)}</td>
      <td>{verdict === 'discontinuous' ? '' : showError(error)}</td>
      <td>
        <span aria-hidden="true">{sign} </span>
        {word}
      </td>
    </tr>
  )
}

/** The entries of a derivative, as it is written and as differences have it. */
export const Entries = ({ entries, count, verdict }: Verdicted) => {
  const right = verdict === 'right' || verdict === 'kink'
  const all = entries.length === count ? '' : `, the first ${entries.length} of ${count}`
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys.
    <section class="entries" aria-label="Entries" tabIndex={0}>
      <table>
        <caption>
          {right ? 'Entries' : 'Entries at fault, the worst first'}
          {all}
        </caption>
        <thead>
          <tr>
            <th scope="col">entry</th>
            <th scope="col">analytic</th>
            <th scope="col">numeric</th>
            <th scope="col">error</th>
            <th scope="col">verdict</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.name} {...entry} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
