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

/** Where a place in a generated text comes from, by the `mappings` of a source map; itself where nothing is known. */
export const sourcePlaces = (mappings: string): ((place: Place) => Place) => {
  const lines = segmentsOf(mappings)
  return (place) => {
    const found = lines[place.line - 1]?.findLast(({ generated }) => generated <= place.column - 1)
    return found === undefined ? place : { line: found.line + 1, column: found.column + 1 }
  }
}
