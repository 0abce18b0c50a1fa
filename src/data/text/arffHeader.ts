import { formatError, sizeError, unsupported } from '../bytes.js'
import { fail } from '../fault.js'
import { excerpt } from './number.js'

/** An attribute of an ARFF file: numbers, or one of the values declared. */
export type ArffAttribute =
  | { readonly name: string; readonly type: 'numeric' }
  | { readonly name: string; readonly type: 'nominal'; readonly values: readonly string[] }

/** What stands above the data. */
export interface ArffHeader {
  readonly relation: string
  readonly attributes: readonly ArffAttribute[]
}

/** Leaves the decoder, naming the line (counted from 1). */
export const malformedLine = (line: number, problem: string): never =>
  fail(formatError('arff', `${problem} on line ${line}`))

/** A word of a line and the place after it; quoted ones may hold anything. */
interface Word {
  readonly text: string
  readonly quoted: boolean
  readonly end: number
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** What a backslash stands before: `\n` and the like by name, anything else as itself. */
const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(.)/gs, (_, letter: string) => (Object.hasOwn(escapes, letter) ? escapes[letter] : letter))
    : text

const quotedWord = (line: string, start: number, number: number): Word => {
  const quote = line[start]
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return { text: unescaped(line.slice(start + 1, at)), quoted: true, end: at + 1 }
    if (line[at] === '\\') at++
  }
  return malformedLine(number, 'a quotation is never closed')
}

const isBlank = (character: string): boolean => character === ' ' || character === '\t'

/** The place of the first character from `start` on that is no blank. */
export const afterBlanks = (line: string, start: number): number => {
  let at = start
  while (at < line.length && isBlank(line[at])) at++
  return at
}

/** The word that begins at `start`, ending before a blank or one of `stops`; an empty one where there is none. */
export const wordAt = (line: string, start: number, stops: string, number: number): Word => {
  if (line[start] === '"' || line[start] === "'") return quotedWord(line, start, number)
  let end = start
  while (end < line.length && !isBlank(line[end]) && !stops.includes(line[end])) end++
  return { text: line.slice(start, end), quoted: false, end }
}

/** The most attributes and nominal values that are declared: each is an object, or a text, of its own. */
const mostDeclared = 2 ** 21

/** The values between braces, of which there is at least one, no two alike. */
const nominalValues = (line: string, open: number, number: number): readonly string[] => {
  const values = new Set<string>()
  for (let at = open + 1; ; ) {
    const word = wordAt(line, afterBlanks(line, at), ',{}%', number)
    if (word.text === '' && !word.quoted) malformedLine(number, 'a value is missing')
    if (word.text === '?' && !word.quoted) malformedLine(number, 'a value is named as what is missing is')
    if (values.has(word.text)) malformedLine(number, `the value ${excerpt(word.text)} is declared twice`)
    values.add(word.text)
    const next = afterBlanks(line, word.end)
    if (line[next] === ',') at = next + 1
    else if (line[next] === '}' && afterBlanks(line, next + 1) === line.length) return [...values]
    else malformedLine(number, 'the values are not a list in braces')
  }
}

const numericTypes: readonly string[] = ['numeric', 'real', 'integer']
const otherTypes: readonly string[] = ['string', 'date', 'relational']

const attributeOf = (line: string, start: number, number: number): ArffAttribute => {
  const name = wordAt(line, start, '{},%', number)
  if (name.text === '') malformedLine(number, 'an attribute has no name')
  const at = afterBlanks(line, name.end)
  if (line[at] === '{') return { name: name.text, type: 'nominal', values: nominalValues(line, at, number) }
  const type = line.slice(at).trim().toLowerCase()
  if (numericTypes.includes(type)) return { name: name.text, type: 'numeric' }
  if (otherTypes.includes(type.split(/[ \t]/, 1)[0]))
    fail(unsupported('arff', `an attribute is of the type ${excerpt(type)} on line ${number}`))
  return malformedLine(number, `there is no type ${excerpt(type)}`)
}

/**
 * Reads the header line by line: `line` answers whether the data begin after the line it was given, and `header` gives
 * what was declared.
 */
export const headerReader = (): {
  readonly line: (text: string, number: number) => boolean
  readonly header: () => ArffHeader
} => {
  let relation: string | undefined
  const attributes = new Map<string, ArffAttribute>()
  let declared = 0
  const declare = (text: string, keyword: Word, number: number): void => {
    const at = afterBlanks(text, keyword.end)
    if (keyword.text.toLowerCase() === '@relation') {
      const name = wordAt(text, at, '', number)
      if (relation !== undefined) malformedLine(number, 'the relation is named twice')
      if (afterBlanks(text, name.end) !== text.length) malformedLine(number, 'the name of the relation is not one word')
      relation = name.text
    } else if (keyword.text.toLowerCase() === '@attribute') {
      if (relation === undefined) malformedLine(number, 'an attribute stands before the relation')
      const attribute = attributeOf(text, at, number)
      if (attributes.has(attribute.name)) malformedLine(number, `two attributes are named ${excerpt(attribute.name)}`)
      declared += attribute.type === 'nominal' ? 1 + attribute.values.length : 1
      if (declared > mostDeclared)
        fail(sizeError('arff', `more than ${mostDeclared} attributes and values are declared`))
      attributes.set(attribute.name, attribute)
    } else malformedLine(number, `there is no declaration ${excerpt(keyword.text)}`)
  }
  return {
    line: (raw, number) => {
      const text = raw.trim()
      if (text === '' || text.startsWith('%')) return false
      const keyword = wordAt(text, 0, '', number)
      if (keyword.text.toLowerCase() !== '@data' || keyword.quoted) {
        declare(text, keyword, number)
        return false
      }
      if (keyword.end !== text.length) malformedLine(number, 'something follows @data')
      if (attributes.size === 0) malformedLine(number, 'the data begin before an attribute is declared')
      return true
    },
    header: () => ({ relation: relation ?? '', attributes: [...attributes.values()] }),
  }
}
