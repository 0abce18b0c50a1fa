/** A decimal number: each digit belongs to one part only, so that no text takes more than one pass. */
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const infinite = /^([+-]?)inf(?:inity)?$/i

/**
 * The number that a text is, the whole of it: a decimal, rounded to float64, or an infinity by name. Nothing for any
 * other text, hexadecimals, blanks and decimals beyond the range of float64 included.
 */
export const parseNumber = (text: string): number | undefined => {
  if (decimal.test(text)) {
    const value = Number(text)
    return Number.isFinite(value) ? value : undefined
  }
  const sign = infinite.exec(text)?.[1]
  return sign === undefined ? undefined : sign === '-' ? -Infinity : Infinity
}

/** As much of a text as a message should show. */
export const excerpt = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)
