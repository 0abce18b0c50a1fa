import {
  type Place as ElementPlace,
  type EntryCheck,
  type ExportedCheck,
  exportedChecks,
  type GradientFailure,
  type GradientReport,
} from 'cotangent'
import { isLeft } from 'fp-ts/lib/Either.js'
import { libraries } from '../program/libraries.js'
import { evaluateProgram, type Program } from '../program/program.js'
import type { Checked, Entry, Outcome, Verdicted } from './protocol.js'

/** So many entries are listed; the report names the worst. */
const mostEntries = 40

const nameOf = ({ path, index }: ElementPlace, whole: string): string =>
  `${path === '' ? whole : path.replace(/^\./, '')}${index.length === 0 ? '' : `[${index.join(', ')}]`}`

const entryOf = ({ path, index, output, verdict, analytic, numeric, error }: EntryCheck): Entry => {
  const by = nameOf({ path, index }, 'argument')
  return { name: output === undefined ? by : `${nameOf(output, 'result')} by ${by}`, verdict, analytic, numeric, error }
}

const listed = (entries: readonly EntryCheck[]) => ({
  entries: entries.slice(0, mostEntries).map(entryOf),
  count: entries.length,
})

type Found = Omit<Verdicted, 'kind' | 'name'>

const rightly = (report: GradientReport): Found => ({
  verdict: report.kinks.length === 0 ? 'right' : 'kink',
  found: report.toString(),
  likely: undefined,
  because: undefined,
  smallest: undefined,
  ...listed(report.entries),
  report: report.toString(),
  at: undefined,
})

const wrongly = (failure: GradientFailure, { told, placeIn }: Program): Found => {
  const { reason, problem, diagnosis, culprit, smallest, entries } = failure
  const [least] = smallest?.entries ?? []
  return {
    verdict: reason,
    found: told(problem),
    likely: diagnosis === undefined ? undefined : told(diagnosis.text),
    because: culprit === undefined ? undefined : told(culprit.text),
    smallest:
      smallest === undefined
        ? undefined
        : { point: smallest.point, entry: least === undefined ? undefined : entryOf(least) },
    ...listed(entries),
    report: told(failure.toString()),
    at: placeIn(`${culprit?.site ?? ''} ${diagnosis?.text ?? ''}`),
  }
}

const checkedBy =
  (program: Program) =>
  ({ name, check }: ExportedCheck): Checked => {
    try {
      const result = check.run()
      const found = isLeft(result) ? wrongly(result.left, program) : rightly(result.right)
      return { kind: 'verdict', name, ...found }
    } catch (thrown) {
      return { kind: 'thrown', name, problem: program.problemOf(thrown) }
    }
  }

const noCheck = 'the module exports no check: export what gradientCheck({ of, at }) gives, or a list of such'

/** Evaluates a module and runs the checks that it exports, as `npx cotangent gradcheck` does with a file. */
export const runModule = (code: string): Outcome => {
  const began = performance.now()
  const program = evaluateProgram(code, libraries)
  if (isLeft(program)) return { kind: 'failed', problem: program.left }
  const checks = exportedChecks(program.right.exports).map(checkedBy(program.right))
  return checks.length === 0
    ? { kind: 'failed', problem: { kind: 'thrown', text: noCheck, at: undefined } }
    : { kind: 'checked', checks, milliseconds: performance.now() - began }
}
