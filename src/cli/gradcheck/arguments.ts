import { extname } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RA from 'fp-ts/lib/ReadonlyArray.js'

/** An argument that was understood, or on the left what is wrong with it. */
export type Understood<A> = E.Either<string, A>

/** The ways in which a run is told. */
export const reporterNames = ['pretty', 'json', 'junit', 'github', 'markdown'] as const

/** One of them. */
export type ReporterName = (typeof reporterNames)[number]

/** A way of telling, and the file it goes to; standard output without one. */
export interface Telling {
  readonly reporter: ReporterName
  readonly file: string | undefined
}

/** Reads an argument where it is given. */
export const given =
  <A>(read: (text: string) => Understood<A>) =>
  (text: string | undefined): Understood<A | undefined> =>
    text === undefined ? E.right(undefined) : read(text)

/** A whole number in a range. */
export const wholeNumber =
  (name: string, least: number, most: number) =>
  (text: string): Understood<number> =>
    /^\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most
      ? E.right(Number(text))
      : E.left(`--${name} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}`)

/** One of some names. */
export const oneOf =
  <const A extends string>(name: string, choices: readonly A[]) =>
  (text: string): Understood<A> =>
    pipe(
      choices.find((choice) => choice === text),
      E.fromNullable(`--${name} takes ${choices.join(', ')}, not ${JSON.stringify(text)}`),
    )

/** A regular expression. */
export const pattern =
  (name: string) =>
  (text: string): Understood<RegExp> =>
    E.tryCatch(
      () => new RegExp(text),
      (thrown) => `--${name}: ${thrown instanceof Error ? thrown.message : thrown}`,
    )

const endings: { readonly [ending: string]: ReporterName | undefined } = {
  '.json': 'json',
  '.xml': 'junit',
  '.md': 'markdown',
}

const isReporter = (name: string): name is ReporterName => (reporterNames as readonly string[]).includes(name)

/** `report.xml`, whose ending tells the reporter, or `junit=report`. */
const output = (text: string): Understood<Telling> => {
  const [, named, file] = /^([a-z]+)=(.+)$/.exec(text) ?? []
  if (named !== undefined && isReporter(named)) return E.right({ reporter: named, file })
  const reporter = endings[extname(text).toLowerCase()]
  return reporter === undefined
    ? E.left(
        `--output ${text} does not tell which report it is for: let it end in ${Object.keys(endings).join(', ')}, or write --output NAME=FILE`,
      )
    : E.right({ reporter, file: text })
}

/** What people read, of which several can go to standard output one after the other. */
const isProse = (name: ReporterName): boolean => name === 'pretty' || name === 'github'

/** The reporters on standard output, each once: `pretty` where none is named, and `github` beside it on GitHub. */
const spoken = (
  names: readonly ReporterName[],
  outputs: readonly Telling[],
  onGitHub: boolean,
): Understood<readonly ReporterName[]> => {
  const toFiles = outputs.map(({ reporter }) => reporter)
  const asked = [...new Set(names)].filter((name) => !toFiles.includes(name))
  const shown: readonly ReporterName[] = asked.length > 0 ? asked : ['pretty']
  const alone = shown.find((name) => !isProse(name))
  if (alone === undefined) return E.right(onGitHub ? [...new Set([...shown, 'github' as const])] : shown)
  return shown.length === 1
    ? E.right(shown)
    : E.left(`${shown.join(' and ')} cannot share standard output: give ${alone} a file with --output ${alone}=FILE`)
}

/** Who tells, and where, by the arguments `--reporter` and `--output`. */
export const tellings = (
  reporters: readonly string[],
  outputs: readonly string[],
  onGitHub: boolean,
): Understood<readonly Telling[]> =>
  pipe(
    E.Do,
    E.apS(
      'names',
      pipe(
        reporters.flatMap((each) => each.split(',')),
        RA.traverse(E.Applicative)(oneOf('reporter', reporterNames)),
      ),
    ),
    E.apS('files', pipe(outputs, RA.traverse(E.Applicative)(output))),
    E.bind('shown', ({ names, files }) => spoken(names, files, onGitHub)),
    E.map(({ shown, files }) => [...shown.map((reporter) => ({ reporter, file: undefined })), ...files]),
  )
