import { CopyButton } from '../../app/CopyButton.js'
import { groups } from '../examples.js'
import { exampleOf } from './state.js'

interface SourceProps {
  readonly code: string
  /** The link to the module. */
  readonly link: () => string
  readonly chosen: (name: string) => void
}

/** Which module is in the editor: an example, or the reader's own. */
export const Source = ({ code, link, chosen }: SourceProps) => {
  const example = exampleOf(code)
  return (
    <div class="source">
      <label>
        Example{' '}
        <select value={example} onChange={({ currentTarget }) => chosen(currentTarget.value)}>
          {example === 'own' && <option value="own">your own code</option>}
          {groups.map(({ title, examples }) => (
            <optgroup key={title} label={title}>
              {examples.map((each) => (
                <option key={each.name} value={each.name}>
                  {each.title}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <CopyButton label="Copy code" text={() => code} />
      <CopyButton label="Copy link" text={link} />
    </div>
  )
}
