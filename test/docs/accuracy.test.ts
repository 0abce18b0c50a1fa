import { describe, expect, it } from 'vitest'
import * as scalar from '../../src/tensor/scalar/index.js'
import { accuracyDocument, claims, claimsOf, measuredRows } from '../reports/accuracy.js'
import { rowsOf } from '../reports/markdown.js'
import { readSource } from '../support/sources.js'
import { surveys } from '../tensor/scalar/surveys/index.js'

const { text } = readSource('docs/accuracy.md')
const remedy = 'make docs/accuracy.md anew by `npm run accuracy`'

/** What the kernels' folder shows beside elementary functions: arithmetic, and what is exact or rounded once. */
const exact = ['ceil', 'float64Arithmetic', 'floorDivide', 'int32Arithmetic', 'remainder', 'trunc']

it('every elementary function is surveyed', () =>
  expect(surveys.map(({ name }) => name).sort()).toEqual(
    Object.keys(scalar)
      .filter((name) => !exact.includes(name))
      .sort(),
  ))

describe('the table of accuracy', () => {
  it('is about all that is promised, and nothing else', () => expect(claimsOf(text), remedy).toEqual(claims))

  it('tells of no error above what is promised, which in float32 is one rounding', () => {
    const found = rowsOf(text).filter(
      ([, , bound, double, , , single]) => Number(double) > Number(bound) || Number(single) > 0.501,
    )
    expect(found, remedy).toEqual([])
  })

  it('is read as it is written', () => {
    const [first] = surveys
    const rows = measuredRows(first, 5)
    expect(rowsOf(accuracyDocument(5, rows))).toEqual(rows)
    expect(claimsOf(accuracyDocument(5, rows))).toEqual(claims.filter(({ name }) => name === first.name))
  })
})
