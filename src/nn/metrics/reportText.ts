import { fixed } from './fixed.js'
import type { ClassScores } from './scores.js'

/** What a report says, as data. */
export interface ReportTable {
  /** The classes in ascending order, or as they were given. */
  readonly classes: readonly (ClassScores & { readonly name: string })[]
  /** The share of right predictions; undefined where classes were given and they are not all. */
  readonly accuracy: number | undefined
  /** The scores of all samples of the classes taken together. */
  readonly microAverage: ClassScores
  /** The plain mean over classes. */
  readonly macroAverage: ClassScores
  /** The mean over classes, weighted by their support. */
  readonly weightedAverage: ClassScores
}

const widthOf = (text: string): number => [...text].length

const padded = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text

const headings = ['precision', 'recall', 'f1-score', 'support']

/**
 * A report as a table with a fixed number of digits, as scikit-learn sets it: where no prediction at all is right, its
 * supports are floats, `3.0`.
 */
export const reportText = (report: ReportTable, digits: number, anyRight: boolean): string => {
  const names = report.classes.map(({ name }) => name)
  const least = Math.max('weighted avg'.length, digits)
  const width = names.reduce((most, name) => Math.max(most, widthOf(name)), least)
  const line = (name: string, cells: readonly string[]): string =>
    `${padded(name, width)} ${cells.map((cell) => ` ${padded(cell, 9)}`).join('')}\n`
  const supported = (support: number): string => (anyRight ? String(support) : `${support}.0`)
  const row = (name: string, { precision, recall, f1, support }: ClassScores): string =>
    line(name, [...[precision, recall, f1].map((score) => fixed(score, digits)), supported(support)])
  const { microAverage: micro } = report
  return [
    line('', headings),
    '\n',
    ...report.classes.map((scores) => row(scores.name, scores)),
    '\n',
    // What stands in the line of the accuracy is the F1 of all samples together, which may round otherwise.
    report.accuracy === undefined
      ? row('micro avg', micro)
      : line('accuracy', ['', '', fixed(micro.f1, digits), supported(micro.support)]),
    row('macro avg', report.macroAverage),
    row('weighted avg', report.weightedAverage),
  ].join('')
}
