import { describe, expect, it } from 'vitest'
import { rowsOf } from '../reports/markdown.js'
import { numericsAnew, ulpRows } from '../reports/numerics.js'
import { readSource } from '../support/sources.js'
import { surveys } from '../tensor/scalar/surveys/index.js'

const [page, accuracy, onnxAccuracy] = ['docs/numerics.md', 'docs/accuracy.md', 'docs/onnx-accuracy.md'].map(
  (path) => readSource(path).text,
)

describe('the page of numerics', () => {
  it('has the table that the pages of accuracy make (make it anew by `npm run numerics`)', () =>
    expect(numericsAnew(page, accuracy, onnxAccuracy)).toBe(page))

  it('has a row for every elementary function, and tells of none above what is promised', () => {
    const rows = ulpRows(accuracy, onnxAccuracy)
    expect(rows.map(([name]) => name)).toEqual(surveys.map(({ name }) => name))
    for (const row of rows) expect(rowsOf(page)).toContainEqual(row)
    expect(rows.filter(([, promised, found]) => Number(found) > Number(promised))).toEqual([])
  })
})
