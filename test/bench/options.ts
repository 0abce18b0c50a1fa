import { parseArgs } from 'node:util'
import { sections } from './sections/index.js'

export interface Options {
  /** Names of sections; all of them where there are none. */
  readonly only: readonly string[]
  /** Major versions of Node to run on, one after the other; the running one where there are none. */
  readonly node: readonly string[]
  /** Small sizes and few repetitions: to see that it runs, not to tell times. */
  readonly quick: boolean
  /** Whether the tables go into the README and docs/benchmarks.md. */
  readonly markdown: boolean
  /** A file for everything that was found. */
  readonly json?: string
  /** The Python to measure with, where it is not to be looked for. */
  readonly python?: string
}

/** The options of a command line; throws a TypeError at what it does not know or cannot do. */
export const optionsOf = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      node: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      json: { type: 'string' },
      python: { type: 'string' },
    },
  })
  const names = sections.map(({ name }) => name)
  const unknown = values.only.filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw new TypeError(`there is no section ${unknown.join(', ')}; there are ${names.join(', ')}`)
  if (values.markdown && (values.quick || values.only.length > 0))
    throw new TypeError('--markdown writes tables of everything at full size: leave out --quick and --only')
  return values
}
