import { describe, expect, it } from 'vitest'
import { operationCases } from '../laws/operations/index.js'
import { coverageDocument, coverageRow, reasonOf } from '../reports/coverage.js'
import { rowsOf } from '../reports/markdown.js'
import { operationNames } from '../reports/operations.js'
import { readSource } from '../support/sources.js'

const { text } = readSource('docs/coverage.md')
const rows = rowsOf(text)

const remedy = 'make docs/coverage.md anew by `npm run coverage`'

/** Some operations, other ones of each kind: what they are checked to be is what the document says. */
const tried = ['argmax', 'cholesky', 'cumprod', 'floor', 'logCosh', 'maxPool1d', 'norm', 'sin', 'whileLoop']

describe('the coverage matrix', () => {
  it('has a row for every public operation', () =>
    expect(
      rows.map(([name]) => name),
      remedy,
    ).toEqual(operationNames))

  it('tells of no wrong derivative', () => expect(rows.filter((row) => row.join().includes('✗'))).toEqual([]))

  it('says why where nothing is checked, and nothing where all is', () => {
    const reasons = operationNames.map((name) => reasonOf(operationCases.filter((one) => one.name === name)) ?? '')
    expect(
      rows.map((row) => row.at(-1)),
      remedy,
    ).toEqual(reasons)
    for (const row of rows) expect(row.slice(1, -1).every((cell) => (cell === '') === (row.at(-1) !== ''))).toBe(true)
  })

  it.each(tried)('is what a run gives: %s', { timeout: 60_000 }, (name) => {
    const faults: string[] = []
    const row = coverageRow(name, (fault) => faults.push(fault))
    expect(faults).toEqual([])
    expect(
      rows.find(([first]) => first === name),
      remedy,
    ).toEqual(row)
  })

  it('is read as it is written', () => {
    const row = coverageRow('argmax', () => undefined)
    expect(rowsOf(coverageDocument([row]))).toEqual([row])
  })
})
