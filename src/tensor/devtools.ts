import { Displayed, drawn } from './displayed.js'
import { markupLine, markupText, toJsonMl } from './markup.js'

/** How a console of browsers asks for what it shows in place of an object. */
interface Formatter {
  readonly header: (value: unknown) => unknown
  readonly hasBody: (value: unknown) => boolean
  readonly body: (value: unknown) => unknown
}

const mostLetters = 120

/** The first line, and of that what fits. */
const brief = (text: string): string => {
  const end = text.indexOf('\n')
  const first = end === -1 ? text : text.slice(0, end)
  return first.length < text.length || first.length > mostLetters ? `${first.slice(0, mostLetters)} ...` : first
}

const formatter: Formatter = {
  header: (value) => (value instanceof Displayed ? toJsonMl(markupText(brief(value.toString()))) : null),
  hasBody: (value) =>
    value instanceof Displayed && (value[drawn]() !== undefined || brief(value.toString()) !== value.toString()),
  body: (value) => (value instanceof Displayed ? toJsonMl(value[drawn]() ?? markupLine(value.toString())) : null),
}

/**
 * Has the consoles of browsers show tensors, reports and graphs of this library as what they are: a line of text that opens
 * to a table, or to the whole text. Chrome, Edge and Firefox ask the page's formatters where their settings say so, under
 * "Enable custom formatters". Called again it changes nothing.
 *
 * @example
 * ```ts
 * import { installDevtoolsFormatters } from 'cotangent'
 *
 * installDevtoolsFormatters()
 * const { devtoolsFormatters } = globalThis as { devtoolsFormatters?: readonly unknown[] }
 * devtoolsFormatters?.length // => 1
 * ```
 */
export const installDevtoolsFormatters = (): void => {
  const page = globalThis as { devtoolsFormatters?: readonly unknown[] }
  const others = page.devtoolsFormatters ?? []
  if (!others.includes(formatter)) page.devtoolsFormatters = [...others, formatter]
}
