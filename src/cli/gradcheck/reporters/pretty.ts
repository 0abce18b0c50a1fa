import type { CheckResult, CheckStatus, FileResult, RunResult } from '../results.js'
import { showTally } from '../results.js'

/** The colours of a terminal, or none. */
export interface Palette {
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly dim: (text: string) => string
  readonly bold: (text: string) => string
}

const sequence =
  (coloured: boolean, open: number, close: number) =>
  (text: string): string =>
    coloured ? `\u001b[${open}m${text}\u001b[${close}m` : text

/** A palette that colours, or leaves texts as they are. */
export const paletteOf = (coloured: boolean): Palette => ({
  red: sequence(coloured, 31, 39),
  green: sequence(coloured, 32, 39),
  yellow: sequence(coloured, 33, 39),
  dim: sequence(coloured, 2, 22),
  bold: sequence(coloured, 1, 22),
})

const marks: { readonly [S in CheckStatus]: (palette: Palette) => string } = {
  right: ({ green }) => green('✓'),
  wrong: ({ red }) => red('✗'),
  error: ({ red }) => red('!'),
  skipped: ({ yellow }) => yellow('-'),
}

const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by)

const duration = (seconds: number): string =>
  seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`

/** The two values of a failure's text in the colours of what is wrong and what is right. */
const valuesColoured = (text: string, { red, green, dim }: Palette): string =>
  text
    .replace(/^( *analytic +)(.*)$/gm, (_, label: string, value: string) => label + red(value))
    .replace(/^( *numeric +)(.*)$/gm, (_, label: string, value: string) => label + green(value))
    .replace(/^ *to replay .*$/gm, dim)

const showCheck = ({ name, status, text, at, seconds }: CheckResult, palette: Palette): string => {
  const mark = `  ${marks[status](palette)} ${name}`
  if (status === 'skipped') return `${mark}  ${palette.dim('not run')}\n`
  if (status === 'right') return `${mark}  ${palette.dim(`${text}, ${duration(seconds)}`)}\n`
  const place = palette.dim(`${at.file}:${at.line}`)
  return `${mark}  ${place}\n${indented(valuesColoured(text, palette), '      ')}\n`
}

/** A file and its checks, as lines. */
export const prettyFile = ({ file, checks, problem, at, skipped }: FileResult, palette: Palette): string => {
  const head = `${palette.bold(file)}${skipped ? `  ${palette.dim('not run')}` : ''}\n`
  const place = at === undefined ? '' : `  ${palette.dim(`${at.file}:${at.line}`)}`
  const broken =
    problem === undefined ? '' : `  ${palette.red('! could not be run')}${place}\n${indented(problem, '      ')}\n`
  return head + checks.map((check) => showCheck(check, palette)).join('') + broken
}

/** The last line: the counts, and the seed that gives the same points again. */
export const prettyEnd = ({ files, seed, seconds }: RunResult, { bold }: Palette): string =>
  `\n${bold(showTally(files))}  (seed ${seed}, ${duration(seconds)})\n`
