import { type Row, rowsOf, tableLines } from './markdown.js'

/** The largest of some numbers as they are written. */
const largest = (cells: readonly string[]): string =>
  cells.filter((cell) => cell !== '').reduce((most, cell) => (Number(cell) > Number(most) ? cell : most), '0')

/** What two pages say of the functions that both are about, a row for each. */
export const ulpRows = (accuracy: string, onnxAccuracy: string): readonly Row[] => {
  const regions = rowsOf(accuracy)
  return rowsOf(onnxAccuracy).map(([name, , doublePromised, double, , , singlePromised, single]) => {
    const own = regions.filter(([of]) => of === name)
    const column = (at: number): string => largest(own.map((cells) => cells[at] ?? ''))
    return [name, column(2), column(3), column(6), `${doublePromised}: ${double}`, `${singlePromised}: ${single}`]
  })
}

const head: Row = [
  'function',
  'promised',
  'float64, found',
  'float32, found',
  'ONNX Runtime, float64',
  'ONNX Runtime, float32',
]

const table = /<!-- ulp -->\n[\s\S]*?<!-- end of ulp -->/

/** The page of numerics with the table that the pages of accuracy make. */
export const numericsAnew = (page: string, accuracy: string, onnxAccuracy: string): string =>
  page.replace(
    table,
    ['<!-- ulp -->', '', ...tableLines(head, ulpRows(accuracy, onnxAccuracy)), '', '<!-- end of ulp -->'].join('\n'),
  )
