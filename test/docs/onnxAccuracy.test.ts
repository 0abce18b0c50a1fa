import { describe, expect, it } from 'vitest'
import { rowsOf } from '../reports/markdown.js'
import { onnxAccuracyDocument, onnxClaims, onnxClaimsOf, onnxRow } from '../reports/onnxAccuracy.js'
import { readSource } from '../support/sources.js'
import { surveys } from '../tensor/scalar/surveys/index.js'

const rows = rowsOf(readSource('docs/onnx-accuracy.md').text)
const remedy = 'make docs/onnx-accuracy.md anew by `npm run accuracy`'

describe('the table of accuracy in ONNX Runtime', () => {
  it('is about all that is promised, and nothing else', () => expect(onnxClaimsOf(rows), remedy).toEqual(onnxClaims))

  it('tells of no error above what is promised', () => {
    const found = rows.filter(
      ([, , double, doubleWorst, , , single, singleWorst]) =>
        Number(doubleWorst) > Number(double) || Number(singleWorst) > Number(single),
    )
    expect(found, remedy).toEqual([])
  })

  it('says which operators a function is, as they are now', async () => {
    const now = await Promise.all(surveys.map(async (survey) => [survey.name, ...(await onnxRow(survey, 1))]))
    const operators = (row: readonly string[]): readonly string[] => [row[0], row[1], row[5]]
    expect(rows.map(operators), remedy).toEqual(now.map(([, ...row]) => operators(row)))
  })

  it('is read as it is written', async () => {
    const row = await onnxRow(surveys[0], 5)
    expect(rowsOf(onnxAccuracyDocument(5, '1', [row]))).toEqual([row])
  })
})
