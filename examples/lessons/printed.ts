import { roundHalfEven } from './numbers.js'

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

/** Three digits, as the reports write what the lessons do not print. */
export const digits: Style = (value) => value.toPrecision(3)

/** NumPy's `round(decimals)`, ties to even, and then as few digits as tell the number apart. */
export const rounded =
  (decimals: number): Style =>
  (value) =>
    String(roundHalfEven(value * 10 ** decimals) / 10 ** decimals)

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

/** The figures that should have come out and did not. */
export const missed = (all: readonly PrintedFigure[]): readonly PrintedFigure[] =>
  all.filter((figure) => !agrees(figure) && figure.irreproducible === undefined)

/** Lines with columns as wide as they must be. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('   ')}`.trimEnd())
    .join('\n')
}

/** A remark, broken into lines. */
const showNote = (text: string): string => {
  const lines = text.match(/\S.{0,105}(?=\s|$)/g) ?? []
  return lines.map((line, index) => `  ${index === 0 ? '*' : ' '} ${line}`).join('\n')
}

/** What the lesson printed beside what was computed. */
const showFigures = (all: readonly PrintedFigure[]): string =>
  table([
    ['', 'lesson', 'here', ''],
    ...all.map((figure) => [figure.what, figure.printed, figure.computed, verdict(figure)]),
  ])

/** Why figures do not come out, each reason once. */
const reasons = (all: readonly PrintedFigure[]): readonly string[] => [
  ...new Set(all.filter((figure) => !agrees(figure)).flatMap(({ irreproducible }) => irreproducible ?? [])),
]

/** A part of a lesson's report. */
export interface Section {
  readonly title: string
  /** What the lesson printed, where it was given the same options. */
  readonly figures: readonly PrintedFigure[]
  readonly tables: readonly string[]
  readonly notes: readonly string[]
}

/** A section as text. */
export const showSection = ({ title, figures: compared, tables, notes }: Section): string => {
  const remarks = [...reasons(compared).map((reason) => `What differs: ${reason}`), ...notes].map(showNote)
  const shown = compared.length === 0 ? [] : [showFigures(compared)]
  return [
    title,
    ...[...shown, ...tables, ...(remarks.length === 0 ? [] : [remarks.join('\n')])].map((block) => `${block}\n`),
  ].join('\n')
}

/** A series of numbers by the step that they were taken at, about ten of them. */
export const showSeries = (names: readonly string[], series: readonly (readonly number[])[]): string => {
  const length = series[0].length
  const stride = Math.max(1, Math.ceil(length / 10))
  const steps = Array.from({ length: Math.ceil(length / stride) }, (_, index) => Math.min(length, (index + 1) * stride))
  return table([
    ['step', ...names],
    ...steps.map((step) => [String(step), ...series.map((values) => values[step - 1].toPrecision(6))]),
  ])
}

/** Whether some options are as in the lesson, so that its printed figures can be expected. */
export const sameOptions = <T extends object>(a: T, b: T, keys: readonly (keyof T)[]): boolean =>
  keys.every((key) => a[key] === b[key])
