import { describe, expect, it } from 'vitest'
import * as scalar from '../../src/tensor/scalar/index.js'
import { accuracyDocument, claims, claimsOf, composedRows, elementaryRows } from '../reports/accuracy.js'
import { rowsOf } from '../reports/markdown.js'
import { readSource } from '../support/sources.js'
import { composed } from '../tensor/scalar/surveys/composed.js'
import { surveys } from '../tensor/scalar/surveys/index.js'

const { text } = readSource('docs/accuracy.md')
const remedy = 'make docs/accuracy.md anew by `npm run accuracy`'

/** What the kernels' folder shows beside elementary functions: arithmetic, and what is exact or rounded once. */
const exact = ['ceil', 'float64Arithmetic', 'floorDivide', 'int32Arithmetic', 'remainder', 'rootsOfUnity', 'trunc']

it('every elementary function is surveyed', () =>
  expect(surveys.map(({ name }) => name).sort()).toEqual(
    Object.keys(scalar)
      .filter((name) => !exact.includes(name))
      .sort(),
  ))

describe('the tables of accuracy', () => {
  it('are about all that is promised, and nothing else', () => expect(claimsOf(text), remedy).toEqual(claims))

  it('tell of no error above what is promised, which in float32 is one rounding', () => {
    const found = rowsOf(text).filter(
      ([, , bound, double, , , single = '0']) => Number(double) > Number(bound) || Number(single) > 0.501,
    )
    expect(found, remedy).toEqual([])
  })

  it('are read as they are written', () => {
    const [elementary, composite] = [elementaryRows(surveys[0], 5), composedRows(composed[0], 5)]
    const document = accuracyDocument(5, elementary, composite)
    expect(rowsOf(document)).toEqual([...elementary, ...composite])
    const names = [surveys[0].name, composed[0].name]
    expect(claimsOf(document)).toEqual(claims.filter(({ name }) => names.includes(name)))
  })
})
