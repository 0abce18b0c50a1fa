/** The cells of a row of a Markdown table, as they are written. */
const cellsOf = (line: string): readonly string[] =>
  line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))

/** The rows of the tables of a page that follow a comment `<!-- rows: NAME -->`, the heads first and without the rule. */
export const rowsOf = (page: string, name: string): readonly (readonly string[])[] => {
  const tables = [...page.matchAll(new RegExp(`<!-- rows: ${name} -->\\n((?:\\|.*\\n)+)`, 'g'))]
  if (tables.length === 0) throw new Error(`there is no table ${name}`)
  return tables.flatMap(([, table], index) => {
    const [head, , ...rows] = table.trimEnd().split('\n').map(cellsOf)
    return index === 0 ? [head, ...rows] : rows
  })
}
