import type { CheckResult, CheckStatus, FileResult, RunResult } from '../results.js'
import { showTally } from '../results.js'

const verdicts: { readonly [S in CheckStatus]: string } = {
  right: 'right',
  wrong: '**wrong**',
  error: '**could not be run**',
  skipped: 'not run',
}

/** Text in a cell of a table: one line, and nothing that Markdown or HTML would take for its own. */
const cell = (text: string): string =>
  text
    .split(/[\r\n]/)[0]
    .replace(/[\\|`*_~<>[\]]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    )

/** Text as it stands, between fences longer than any in it. */
const fenced = (text: string): string => {
  const ticks = [...text.matchAll(/`+/g)].map(([run]) => run.length)
  const fence = '`'.repeat(Math.max(3, ...ticks.map((length) => length + 1)))
  return `${fence}text\n${text}\n${fence}\n`
}

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`

const rowOf = ({ name, status, text, at, likely }: CheckResult): string =>
  row(cell(name), verdicts[status], `${cell(at.file)}:${at.line}`, cell(likely ?? text))

const rowsOf = ({ file, checks, problem, skipped, at }: FileResult): string =>
  [
    ...checks.map(rowOf),
    ...(problem === undefined
      ? []
      : [
          row(cell(file), verdicts.error, at === undefined ? cell(file) : `${cell(at.file)}:${at.line}`, cell(problem)),
        ]),
    ...(skipped ? [row(cell(file), verdicts.skipped, cell(file), '')] : []),
  ].join('')

const detailsOf = ({ file, checks, problem }: FileResult): readonly string[] => [
  ...checks
    .filter(({ status }) => status === 'wrong' || status === 'error')
    .map(({ name, at, text }) => `### ${cell(name)}, ${cell(at.file)}:${at.line}\n\n${fenced(text)}`),
  ...(problem === undefined ? [] : [`### ${cell(file)}\n\n${fenced(problem)}`]),
]

/** A run as a Markdown page: a table of all checks, then what is to be said of those that are not right. */
export const markdown = ({ files, seed }: RunResult): string =>
  [
    '## Gradient checks\n',
    `${showTally(files)} (seed ${seed})\n`,
    `${row('check', 'verdict', 'where', 'what')}${row('---', '---', '---', '---')}${files.map(rowsOf).join('')}`,
    ...files.flatMap(detailsOf),
  ].join('\n')
