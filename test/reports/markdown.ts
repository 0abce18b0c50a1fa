/** A row of a table: its cells as text. */
export type Row = readonly string[]

/** Lines of a Markdown table. */
export const tableLines = (head: Row, rows: readonly Row[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)

/** The rows of the tables in a Markdown text, without their heads. */
export const rowsOf = (text: string): readonly Row[] => {
  const lines = text.split('\n')
  const isRow = (line: string | undefined): boolean => line?.startsWith('|') ?? false
  return lines.flatMap((line, at) => {
    const isHead = !isRow(lines[at - 1]) || /^\| ---/.test(line)
    return isRow(line) && !isHead ? [line.slice(2, -2).split(' | ')] : []
  })
}
