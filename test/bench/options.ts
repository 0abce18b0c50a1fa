import { parseArgs } from 'node:util'

export interface Options {
  /** Names of what to run; everything where there are none. */
  readonly only: readonly string[]
  /** Small sizes and few repetitions: to see that it runs, not to tell times. */
  readonly quick: boolean
  readonly json?: string
  readonly python?: string
}

/** The options of a command line; throws a TypeError at what it does not know. */
export const optionsOf = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      python: { type: 'string' },
    },
  })
  return values
}
