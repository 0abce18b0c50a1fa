import type { CheckResult, FileResult, RunResult } from '../results.js'
import { tallied } from '../results.js'

const entities: { readonly [character: string]: string | undefined } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Readers make a line feed of it otherwise.
  '\r': '&#13;',
}

/** What XML 1.0 has no way to write: control characters, halves of pairs, and two that are no characters. */
const unwritable = /(?![\t\n\r])\p{Control}|\p{Surrogate}|[\ufffe\uffff]/gu

const written = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Text as it stands between tags. */
const text = (raw: string): string =>
  raw.replace(unwritable, written).replace(/[&<>"\r]/g, (character) => entities[character] ?? character)

/** Text as it stands in an attribute, where readers would make spaces of line breaks. */
const attribute = (raw: string): string => text(raw).replace(/[\t\n]/g, (character) => `&#${character.charCodeAt(0)};`)

const attributes = (values: { readonly [name: string]: string | number }): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${attribute(String(value))}"`)
    .join('')

const firstLine = (lines: string): string => lines.split('\n')[0]

const complaint = (tag: 'failure' | 'error', type: string, lines: string): string =>
  `      <${tag}${attributes({ message: firstLine(lines), type })}>${text(lines)}</${tag}>\n`

const reasonOf = ({ details }: CheckResult): string => {
  const reason = (details as { readonly reason?: unknown } | undefined)?.reason
  return typeof reason === 'string' ? reason : 'wrong'
}

const bodyOf = (check: CheckResult): string => {
  if (check.status === 'wrong') return complaint('failure', reasonOf(check), check.text)
  if (check.status === 'error') return complaint('error', 'error', check.text)
  return check.status === 'skipped' ? '      <skipped/>\n' : ''
}

const testcase = (values: { readonly [name: string]: string | number }, body: string): string =>
  body === ''
    ? `    <testcase${attributes(values)}/>\n`
    : `    <testcase${attributes(values)}>\n${body}    </testcase>\n`

const caseOf = (file: string, check: CheckResult): string => {
  const { name, at, seconds } = check
  return testcase({ name, classname: file, file: at.file, line: at.line, time: seconds.toFixed(3) }, bodyOf(check))
}

/** The cases of a file that has none of its own: that it could not be run, or was not. */
const fileCases = ({ file, problem, skipped }: FileResult): string => {
  const values = { name: file, classname: file, file, time: '0.000' }
  if (problem !== undefined) return testcase(values, complaint('error', 'error', problem))
  return skipped ? testcase(values, '      <skipped/>\n') : ''
}

const counts = (files: readonly FileResult[]): { readonly [name: string]: number } => {
  const { right, wrong, error, skipped, broken } = tallied(files)
  return { tests: right + wrong + error + skipped + broken, failures: wrong, errors: error + broken, skipped }
}

const suite = (result: FileResult): string => {
  const { file, checks, seconds } = result
  const cases = checks.map((check) => caseOf(file, check)).join('') + fileCases(result)
  return `  <testsuite${attributes({ name: file, ...counts([result]), time: seconds.toFixed(3) })}>\n${cases}  </testsuite>\n`
}

/** A run in the XML of JUnit, which most services of continuous integration read: a suite for each file. */
export const junit = ({ files, seconds }: RunResult): string => {
  const head = attributes({ name: 'cotangent gradcheck', ...counts(files), time: seconds.toFixed(3) })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${head}>\n${files.map(suite).join('')}</testsuites>\n`
}
