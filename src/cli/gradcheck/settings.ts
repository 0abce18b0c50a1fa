import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  given,
  oneOf,
  pattern,
  reporterNames,
  type Telling,
  tellings,
  type Understood,
  wholeNumber,
} from './arguments.js'

/** Options of a check that the command line gives in place of the check's own. */
export interface GivenOptions {
  readonly seed?: number
  readonly runs?: number
  readonly order?: 1 | 2
  readonly engine?: 'precise' | 'wasm' | 'reference'
}

/** What is to be run, and how. */
export interface Settings {
  readonly patterns: readonly string[]
  readonly jobs: number
  readonly tellings: readonly Telling[]
  /** The number given, `random`, or nothing where none is given. */
  readonly seed: number | 'random' | undefined
  readonly options: Omit<GivenOptions, 'seed'>
  readonly only: RegExp | undefined
  readonly bail: boolean
  /** Seconds that a file may take to load, and each of its checks to run. */
  readonly timeout: number
}

/** What a command line asks for. */
export type Request = { readonly ask: 'help' | 'version' } | ({ readonly ask: 'run' } & Settings)

const defaultTimeout = 120

/** The largest time that a timer of JavaScript can wait, in seconds. */
const longestTimeout = Math.floor((2 ** 31 - 1) / 1000)

/** The largest seed: fast-check's are numbers of 32 bits. */
export const largestSeed = 2 ** 31 - 1

/** What `--help` prints. */
export const help = `Usage: cotangent gradcheck [options] <patterns...>

Runs the gradient checks that modules export: 'src/**/*.grad.ts'.

Options:
  --reporter NAME[,NAME]   ${reporterNames.join(', ')}; pretty without it, and github on GitHub
  --output [NAME=]FILE     a report to a file: .json, .xml (junit), .md (markdown), or the reporter named
  --seed N|random          where random points come from; 0 without it, and random prints the one it drew
  --runs N                 how many points to draw from an arbitrary
  --order 1|2              2: the second derivatives too
  --engine NAME            precise, wasm, reference
  --only PATTERN           the checks alone whose 'file > name' the regular expression finds
  --bail                   stop at the first check that is not right
  --jobs N                 how many files at a time; one for each core without it
  --timeout SECONDS        how long a file may take to load, and each check to run; ${defaultTimeout} without it
  --help, --version

Exit code: 0 all right, 1 a wrong gradient, 2 something could not be run.
`

const definitions = {
  reporter: { type: 'string', multiple: true },
  output: { type: 'string', multiple: true },
  seed: { type: 'string' },
  runs: { type: 'string' },
  order: { type: 'string' },
  engine: { type: 'string' },
  only: { type: 'string' },
  bail: { type: 'boolean' },
  jobs: { type: 'string' },
  timeout: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

const parsed = (args: readonly string[]) =>
  E.tryCatch(
    () => parseArgs({ args: [...args], options: definitions, allowPositionals: true }),
    (thrown) => (thrown instanceof Error ? thrown.message : String(thrown)),
  )

const optionsOf = ({
  runs,
  order,
  engine,
}: {
  readonly runs?: string
  readonly order?: string
  readonly engine?: string
}) =>
  pipe(
    E.Do,
    E.apS('runs', given(wholeNumber('runs', 1, largestSeed))(runs)),
    E.apS('order', given(oneOf('order', ['1', '2']))(order)),
    E.apS('engine', given(oneOf('engine', ['precise', 'wasm', 'reference']))(engine)),
    E.map((found) => ({
      ...(found.runs === undefined ? {} : { runs: found.runs }),
      ...(found.order === undefined ? {} : { order: found.order === '1' ? (1 as const) : (2 as const) }),
      ...(found.engine === undefined ? {} : { engine: found.engine }),
    })),
  )

const seedOf = (text: string): Understood<number | 'random'> =>
  text === 'random' ? E.right(text) : wholeNumber('seed', 0, largestSeed)(text)

/**
 * What the arguments after `gradcheck` ask for, or on the left what is wrong with them. On GitHub what is wrong is
 * annotated too.
 */
export const settingsOf = (args: readonly string[], onGitHub: boolean): Understood<Request> =>
  pipe(
    parsed(args),
    E.chain(({ values, positionals }): Understood<Request> => {
      if (values.help) return E.right({ ask: 'help' })
      if (values.version) return E.right({ ask: 'version' })
      if (positionals.length === 0)
        return E.left("there is no file to check: give a pattern such as 'src/**/*.grad.ts'")
      return pipe(
        E.Do,
        E.apS('tellings', tellings(values.reporter ?? [], values.output ?? [], onGitHub)),
        E.apS('seed', given(seedOf)(values.seed)),
        E.apS('options', optionsOf(values)),
        E.apS('only', given(pattern('only'))(values.only)),
        E.apS('jobs', given(wholeNumber('jobs', 1, 1024))(values.jobs)),
        E.apS('timeout', given(wholeNumber('timeout', 1, longestTimeout))(values.timeout)),
        E.map(({ jobs = availableParallelism(), timeout = defaultTimeout, ...rest }) => ({
          ask: 'run' as const,
          patterns: positionals,
          bail: values.bail ?? false,
          jobs,
          timeout,
          ...rest,
        })),
      )
    }),
  )
