/** Rows of cells as lines, in columns: all but the last to the right. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column].length)))
  const last = header.length - 1
  const show = (row: readonly string[]): string =>
    row.map((cell, column) => (column === last ? cell : cell.padStart(widths[column]))).join('  ')
  return all.map(show).join('\n')
}
