import { resolve } from 'node:path'
import { pathFrom } from '../places.js'
import type { CheckResult, FileResult, SourceLine } from '../results.js'

/** A message of a workflow command: what would end the line is written out. */
const message = (raw: string): string => raw.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** A property of one, which ends at a comma or colon too. */
const property = (raw: string): string => message(raw).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** An annotation of a line: paths are from the top of the repository. */
const annotation =
  (folder: string, workspace: string) =>
  ({ file, line }: SourceLine, title: string, text: string): string =>
    `::error file=${property(pathFrom(workspace, resolve(folder, file)))},line=${line},title=${property(title)}::${message(text)}\n`

const titles = { wrong: 'wrong gradient', error: 'gradient check could not be run' } as const

/** The workflow commands that annotate the lines of checks that are not right, and the lines at fault where known. */
export const annotationsOf = (files: readonly FileResult[], folder: string, workspace: string): string => {
  const annotate = annotation(folder, workspace)
  const ofCheck = ({ name, status, at, culprit, text }: CheckResult): string => {
    if (status !== 'wrong' && status !== 'error') return ''
    const own = annotate(at, `${name}: ${titles[status]}`, text)
    const elsewhere = culprit !== undefined && (culprit.file !== at.file || culprit.line !== at.line)
    return elsewhere ? own + annotate(culprit, `${name}: ${titles[status]}`, text) : own
  }
  return files
    .map(({ file, checks, problem, at }) => {
      const broken = problem === undefined ? '' : annotate(at ?? { file, line: 1 }, titles.error, problem)
      return checks.map(ofCheck).join('') + broken
    })
    .join('')
}
