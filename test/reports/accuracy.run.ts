/** Measures the elementary functions and writes docs/accuracy.md: `npm run accuracy`, `npm run accuracy -- 100000`. */
import { writeFileSync } from 'node:fs'
import { surveys } from '../tensor/scalar/surveys/index.js'
import { accuracyDocument, measuredRows } from './accuracy.js'

const count = Number(process.argv[1] ?? 10_000)
if (!(Number.isSafeInteger(count) && count > 0)) throw new Error(`${process.argv[1]} is no number of points`)

const rows = surveys.flatMap((survey) => {
  const found = measuredRows(survey, count)
  for (const row of found) console.log(row.join('\t'))
  return found
})
writeFileSync('docs/accuracy.md', accuracyDocument(count, rows))
