/** Runs the laws and reference cases of every public operation and writes docs/operations.md: `npm run operations`. */
import { writeFileSync } from 'node:fs'
import { operationNames, operationRow, operationsDocument } from './operations.js'

const faults: string[] = []
const rows = operationNames.map((name) => {
  const row = operationRow(name, (fault) => faults.push(`${name}: ${fault}`))
  console.log(row.join('\t'))
  return row
})
writeFileSync('docs/operations.md', operationsDocument(rows))
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
