import * as E from 'fp-ts/lib/Either.js'

/** A value of JSON. Objects are maps: a key is a name and nothing more, `__proto__` too. */
export type Json = null | boolean | number | string | readonly Json[] | ReadonlyMap<string, Json>

/** What is wrong, and where in the text. */
export interface JsonProblem {
  readonly problem: string
  readonly place: number
}

/** Deeper than any tree of parameters, and far from what the stack bears. */
export const deepest = 500

/**
 * The most values of one text: some 250,000 tensors take so many, and a value far more memory than the two or three
 * bytes that write it.
 */
export const mostValues = 2 ** 21

/** How many values a text has at the most: each is the first, or follows a comma or a bracket, outside of strings. */
export const valuesIn = (text: string): number => {
  let count = 1
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (quoted) {
      if (char === '\\') at++
      else quoted = char !== '"'
    } else if (char === '"') quoted = true
    else if (char === ',' || char === '[' || char === '{') count++
  }
  return count
}

const space = /[ \t\n\r]*/y
const scalar = /null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

const scalars: ReadonlyMap<string, null | boolean> = new Map([
  ['null', null],
  ['true', true],
  ['false', false],
])

/** The place behind a match at a place. */
const behind = (pattern: RegExp, text: string, place: number): number => {
  pattern.lastIndex = place
  return pattern.test(text) ? pattern.lastIndex : place
}

type Parsed<A> = E.Either<JsonProblem, readonly [value: A, next: number]>

const fail = (problem: string, place: number): E.Either<JsonProblem, never> => E.left({ problem, place })

const stringAt = (text: string, place: number): Parsed<string> => {
  if (text[place] !== '"') return fail('a string should begin', place)
  let end = place + 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  if (end >= text.length) return fail('a string does not end', place)
  const literal = text.slice(place, end + 1)
  // Escapes and control characters are judged by the language.
  return E.tryCatch(
    () => [JSON.parse(literal) as string, end + 1] as const,
    () => ({ problem: 'a string has an escape that is none, or a control character', place }),
  )
}

/** Items between brackets, with commas between them. */
const sequenceAt = <A>(
  text: string,
  open: number,
  close: string,
  item: (place: number) => Parsed<A>,
): Parsed<readonly A[]> => {
  const items: A[] = []
  let place = behind(space, text, open + 1)
  if (text[place] === close) return E.right([items, place + 1])
  for (;;) {
    const next = item(place)
    if (E.isLeft(next)) return next
    items.push(next.right[0])
    place = behind(space, text, next.right[1])
    if (text[place] === close) return E.right([items, place + 1])
    if (text[place] !== ',') return fail(`a comma or ${close} should follow`, place)
    place = behind(space, text, place + 1)
  }
}

const entryAt = (text: string, place: number, depth: number): Parsed<readonly [string, Json]> => {
  const key = stringAt(text, place)
  if (E.isLeft(key)) return key
  const colon = behind(space, text, key.right[1])
  if (text[colon] !== ':') return fail('a colon should follow', colon)
  const value = valueAt(text, behind(space, text, colon + 1), depth)
  return E.isLeft(value) ? value : E.right([[key.right[0], value.right[0]], value.right[1]])
}

const valueAt = (text: string, place: number, depth: number): Parsed<Json> => {
  if (depth > deepest) return fail(`values are nested more than ${deepest} deep`, place)
  if (text[place] === '"') return stringAt(text, place)
  if (text[place] === '[') return sequenceAt(text, place, ']', (at) => valueAt(text, at, depth + 1))
  if (text[place] === '{') {
    const entries = sequenceAt(text, place, '}', (at) => entryAt(text, at, depth + 1))
    if (E.isLeft(entries)) return entries
    const map = new Map(entries.right[0])
    return map.size === entries.right[0].length
      ? E.right([map, entries.right[1]])
      : fail('an object has a key twice', place)
  }
  const next = behind(scalar, text, place)
  if (next === place) return fail('a value should begin', place)
  const literal = text.slice(place, next)
  const known = scalars.get(literal)
  return E.right([known === undefined ? Number(literal) : known, next])
}

/** The value of a text of JSON, by the letter of RFC 8259; moreover no object may have a key twice, of which JSON.parse says nothing. */
export const parseJson = (text: string): E.Either<JsonProblem, Json> => {
  if (valuesIn(text) > mostValues) return fail(`there are more than ${mostValues} values`, 0)
  const value = valueAt(text, behind(space, text, 0), 0)
  if (E.isLeft(value)) return value
  const end = behind(space, text, value.right[1])
  return end === text.length ? E.right(value.right[0]) : fail('something follows the value', end)
}
