import { type Cell, type Claim, type Finding, holds, type Table } from './report.js'

/** A number to three digits. */
export const showNumber = (value: number): string => {
  const size = Math.abs(value)
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value)
  if (size >= 100) return value.toFixed(0)
  if (size >= 0.001) return value.toPrecision(3)
  return value.toExponential(1)
}

export const showCell = (cell: Cell): string => (typeof cell === 'number' ? showNumber(cell) : cell)

export const showClaim = (claim: Claim): string =>
  `${holds(claim) ? 'yes' : 'NO '} ${claim.what}: ${showNumber(claim.found)}, ${claim.bound} ${showNumber(claim.of)}`

/** Lines with their columns under each other, numbers to the right. */
const aligned = ({ head, rows }: Table): readonly string[] => {
  const lines = [head, ...rows.map((row) => row.map(showCell))]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  const isNumeric = (column: number): boolean => rows.some((row) => typeof row[column] === 'number')
  return lines.map((line) =>
    line
      .map((text, column) => (isNumeric(column) ? text.padStart(widths[column]) : text.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  )
}

export const showFinding = ({ title, tables, claims }: Finding): string =>
  [
    `\n== ${title}`,
    ...tables.flatMap((table) => [...(table.title === undefined ? [] : [`\n${table.title}`]), ...aligned(table)]),
    ...(claims.length === 0 ? [] : ['', ...claims.map(showClaim)]),
  ].join('\n')
