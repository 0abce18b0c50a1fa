/** A figure that a lesson printed, beside what was computed here. */
export interface PrintedFigure {
  readonly what: string
  readonly printed: string
  /** What was computed, written as the lesson writes it. */
  readonly computed: string
  /** Why the printed figure cannot come out, where it cannot. */
  readonly irreproducible?: string
}

/** How a lesson writes a number. */
export type Style = (value: number) => string

/** Python's `repr`: as few digits as tell the number apart. */
export const shortest: Style = (value) => String(value)

/** NumPy's `round(decimals)`, ties to even, and then as few digits as tell the number apart. */
export const rounded =
  (decimals: number): Style =>
  (value) => {
    const scaled = value * 10 ** decimals
    const floor = Math.floor(scaled)
    const tied = scaled - floor === 0.5
    return String((tied ? floor + (floor % 2) : Math.round(scaled)) / 10 ** decimals)
  }

/** An element of an array as NumPy prints it: so many decimals at most, without zeros at the end. */
export const decimals =
  (count: number): Style =>
  (value) =>
    String(Number(value.toFixed(count)))

/** The same in NumPy's scientific notation. */
export const scientific =
  (count: number): Style =>
  (value) =>
    value.toExponential(count).replace(/e([+-])(\d)$/, 'e$10$2')

/** The first characters of the number's `repr`. */
export const truncated =
  (length: number): Style =>
  (value) =>
    String(value).slice(0, length)

/** Figures of one kind: what the lesson printed, as a text of numbers, beside the values. */
export const figures = (
  what: (index: number) => string,
  printed: string,
  values: readonly number[],
  style: Style,
  irreproducible?: string,
): readonly PrintedFigure[] =>
  printed
    .trim()
    .split(/\s+/)
    .map((text, index) => ({ what: what(index), printed: text, computed: style(values[index]), irreproducible }))

/** Whether a figure came out to all printed digits. */
export const agrees = ({ printed, computed }: PrintedFigure): boolean => printed === computed

const verdict = (figure: PrintedFigure): string =>
  agrees(figure) ? 'same' : figure.irreproducible === undefined ? 'DIFFERENT' : 'differs'

/** A table with its columns as wide as they must be. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('   ')}`.trimEnd())
    .join('\n')
}

/** What the lesson printed beside what was computed, and why some of it cannot come out. */
export const showFigures = (all: readonly PrintedFigure[]): string => {
  const rows = all.map((figure) => [figure.what, figure.printed, figure.computed, verdict(figure)])
  const reasons = [
    ...new Set(all.filter((figure) => !agrees(figure)).flatMap(({ irreproducible }) => irreproducible ?? [])),
  ]
  return [table([['', 'lesson', 'here', ''], ...rows]), ...reasons.map((reason) => `  differs: ${reason}`)].join('\n')
}
