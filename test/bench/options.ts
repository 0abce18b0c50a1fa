import { parseArgs } from 'node:util'
import { sections } from './sections/index.js'

export interface Options {
  /** Names of sections; all of them where there are none. */
  readonly only: readonly string[]
  /** Major versions of Node to run on, one after the other; the running one and the newest LTS where there are none. */
  readonly node: readonly string[]
  /** Small sizes and few repetitions: to see that it runs, not to tell times. */
  readonly quick: boolean
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
      json: { type: 'string' },
      python: { type: 'string' },
    },
  })
  const names = sections.map(({ name }) => name)
  const unknown = values.only.filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw new TypeError(`there is no section ${unknown.join(', ')}; there are ${names.join(', ')}`)
  return values
}

/** Whether everything is measured, at full size: what the tables of the README and of docs/benchmarks.md are made of. */
export const isWhole = ({ only, node, quick }: Options): boolean => !quick && only.length === 0 && node.length === 0
