/**
 * Measures the functions and writes docs/accuracy.md and docs/onnx-accuracy.md: `npm run accuracy`, or
 * `npm run accuracy -- 100000` for more points.
 */
import { writeFileSync } from 'node:fs'
import { env } from 'onnxruntime-node'
import { composed } from '../tensor/scalar/surveys/composed.js'
import { type Survey, surveys } from '../tensor/scalar/surveys/index.js'
import { accuracyDocument, composedRows, elementaryRows } from './accuracy.js'
import type { Row } from './markdown.js'
import { onnxAccuracyDocument, onnxRow } from './onnxAccuracy.js'

const count = Number(process.argv[1] ?? 10_000)
if (!(Number.isSafeInteger(count) && count > 0)) throw new Error(`${process.argv[1]} is no number of points`)

const printed = (rows: readonly Row[]): readonly Row[] => {
  for (const row of rows) console.log(row.join('\t'))
  return rows
}

const rowsOf = (all: readonly Survey[], rows: typeof elementaryRows): readonly Row[] =>
  all.flatMap((survey) => printed(rows(survey, count)))

writeFileSync(
  'docs/accuracy.md',
  accuracyDocument(count, rowsOf(surveys, elementaryRows), rowsOf(composed, composedRows)),
)

const onnxRows: Row[] = []
for (const survey of surveys) onnxRows.push(...printed([await onnxRow(survey, count)]))
writeFileSync('docs/onnx-accuracy.md', onnxAccuracyDocument(count, env.versions.node ?? '', onnxRows))
