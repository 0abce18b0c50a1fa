/** Checks the derivatives of every public operation in every way and writes docs/coverage.md: `npm run coverage`. */
import { writeFileSync } from 'node:fs'
import { coverageDocument, coverageRow } from './coverage.js'
import { operationNames } from './operations.js'

const faults: string[] = []
const rows = operationNames.map((name) => {
  const row = coverageRow(name, (fault) => faults.push(`${name}: ${fault}`))
  console.log(row.join('\t'))
  return row
})
writeFileSync('docs/coverage.md', coverageDocument(rows))
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
