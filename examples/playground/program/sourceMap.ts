/** A place in a text: its line and column, both from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The numbers of a segment: base 64 with the lowest five bits first, the sixth says that more follow; the sign is bit 0. */
const numbersOf = (segment: string): readonly number[] => {
  const numbers: number[] = []
  let [value, shift] = [0, 0]
  for (const digit of segment) {
    const bits = digits.indexOf(digit)
    value += (bits & 31) << shift
    shift += 5
    if ((bits & 32) !== 0) continue
    numbers.push((value & 1) === 0 ? value >> 1 : -(value >> 1))
    ;[value, shift] = [0, 0]
  }
  return numbers
}

/** From a column of the generated line on, both from 0, the text is that of the source at this place. */
interface Segment {
  readonly generated: number
  readonly line: number
  readonly column: number
}

/** The segments of each generated line, in the `mappings` of a source map with one source. */
const segmentsOf = (mappings: string): readonly (readonly Segment[])[] => {
  let [line, column] = [0, 0]
  return mappings.split(';').map((text) => {
    let generated = 0
    return text.split(',').flatMap((segment) => {
      const [inLine, source, lines, columns] = numbersOf(segment)
      if (inLine === undefined) return []
      generated += inLine
      if (source === undefined) return []
      line += lines
      column += columns
      return [{ generated, line, column }]
    })
  })
}

/** A text that was made of another, and the `mappings` of its source map. */
export interface Mapped {
  readonly code: string
  readonly source: string
  readonly mappings: string
}

const inName = /[\w$]/

/** How many characters of a line come before the next name. */
const beforeName = (line: string, column: number): number => {
  const rest = [...line.slice(column)].findIndex((character) => inName.test(character))
  return rest < 0 ? 0 : rest
}

/**
 * Where a place in the text that was made comes from; itself where nothing is known. Of tokens that became nothing the map
 * says that they are where the next one is: a name that was made is of a name, and not of the parenthesis before it.
 */
export const sourcePlaces = ({ code, source, mappings }: Mapped): ((place: Place) => Place) => {
  const segments = segmentsOf(mappings)
  const [made, given] = [code.split('\n'), source.split('\n')]
  return (place) => {
    const found = segments[place.line - 1]?.findLast(({ generated }) => generated <= place.column - 1)
    if (found === undefined) return place
    const { generated, line, column } = found
    const isName = inName.test(made[place.line - 1]?.charAt(generated) ?? '')
    const skipped = isName ? beforeName(given[line] ?? '', column) : 0
    return { line: line + 1, column: column + skipped + 1 }
  }
}
