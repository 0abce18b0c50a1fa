/** What browsers' consoles draw, and HTML can say: a tag, its style, and what stands in it. */
export type Markup = string | Drawing

interface Drawing {
  readonly tag: 'div' | 'span' | 'table' | 'tr' | 'td'
  readonly style: string
  readonly inside: readonly Markup[]
}

const drawing = (tag: Drawing['tag'], style: string, ...inside: readonly Markup[]): Markup => ({ tag, style, inside })

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign])

/** As HTML. */
export const toHtmlText = (markup: Markup): string => {
  if (typeof markup === 'string') return escaped(markup)
  const { tag, style, inside } = markup
  return `<${tag}${style && ` style="${escaped(style)}"`}>${inside.map(toHtmlText).join('')}</${tag}>`
}

/** As JsonML, which consoles draw. */
export const toJsonMl = (markup: Markup): unknown => {
  if (typeof markup === 'string') return markup
  const { tag, style, inside } = markup
  return [tag, style ? { style } : {}, ...inside.map(toJsonMl)]
}

// No colours but a grey that shows on light and dark alike: the text's own is the notebook's.
const letters = 'font-family:ui-monospace,monospace;white-space:pre'
const cell = 'border:1px solid #8886;padding:1px 6px;text-align:'
const head = `${cell}center;opacity:.65`

export interface TableOptions {
  readonly align?: 'left' | 'right'
  /** How many rows, and how many columns, are headings. */
  readonly headings?: number
  readonly stubs?: number
}

/** A table whose first row, or as many rows and columns as are asked for, say what stands in the others. */
export const markupTable = (
  rows: readonly (readonly string[])[],
  { align = 'left', headings = 1, stubs = 0 }: TableOptions = {},
): Markup => {
  const cells = (words: readonly string[], row: number): readonly Markup[] =>
    words.map((word, column) => drawing('td', row < headings || column < stubs ? head : cell + align, word))
  return drawing(
    'table',
    `${letters};border-collapse:collapse;margin:4px 0`,
    ...rows.map((words, row) => drawing('tr', '', ...cells(words, row))),
  )
}

/** A piece of text. */
export const markupText = (text: string): Markup => drawing('span', letters, text)

/** A line of text, or several. */
export const markupLine = (text: string): Markup => drawing('div', letters, text)

/** Pieces one below the other. They scroll where they are wider than the page. */
export const markupStack = (...pieces: readonly Markup[]): Markup => drawing('div', 'overflow-x:auto', ...pieces)
