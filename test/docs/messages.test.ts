import { describe, expect, it } from 'vitest'
import { readSource, sourcesUnder } from '../support/sources.js'

// Every message of the checkers is shown in the docs, with the code that causes it.

const page = readSource('docs/gradcheck.md').text
const pages = [page, readSource('docs/gradcheck-in-ci.md').text].join('\n')

/** The members of a union of texts. */
const membersOf = (path: string, name: string): readonly string[] => {
  const [, union] = new RegExp(`export type ${name} =([\\s\\S]*?)\\n\\n`).exec(readSource(path).text) ?? []
  return [...(union ?? '').matchAll(/^ *\| '(\w+)'/gm)].map(([, member]) => member)
}

/** What the page says that its programs come to: their makers hold them to it. */
const shown = [...page.matchAll(/<!-- (?:shows|likely|each): (\w+) -->/g)].map(([, name]) => name)

/** A template of which the text is not known in some places. */
const hole = /\$\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A text in a program, as what it may come to. */
const patternOf = (literal: string): RegExp =>
  new RegExp(
    literal
      .slice(1, -1)
      .replaceAll(/\\(['`])/g, '$1')
      .split(hole)
      .map(escaped)
      .join('.*'),
  )

/** Texts in a piece of a program, not those within the holes of others nor those that a condition compares with. */
const literalsIn = (code: string): readonly string[] =>
  code.match(/'(?:[^'\\]|\\.)*'|`(?:\$\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^`\\]|\\.)*`/g) ?? []

/** Where programs say what is wrong. */
const saying = [
  /(?<!readonly )\bproblem: ((?:[^\n]|\n {6,}[?:])*)/g,
  /\bproblem =\s([\s\S]*?)\n {2}(?=\w)/g,
  /\b(?:left|unable|fromNullable)\(\s*([`'].*)/g,
  /\btext: (`it[^\n]*)/g,
  /\btrouble\(\s*'\w+',\s*(.*)\)/g,
  /\): \w*\b(?:wrong|discontinuous|illConditioned): .* =>\s+(`.*`)/g,
]

const messagesIn = (text: string): readonly string[] =>
  saying.flatMap((each) => [...text.matchAll(each)].flatMap(([, code]) => literalsIn(code)))

const sources = ['src/check', 'src/vitest', 'src/cli/gradcheck'].flatMap(sourcesUnder)

const messages = sources.flatMap(({ path, text }) => messagesIn(text).map((message) => [path, message] as const))

describe('the page of the checkers', () => {
  it.each([
    ['src/check/details.ts', 'FailureReason', 8],
    ['src/check/diagnosis/evidence.ts', 'Cause', 20],
  ])('shows every member of %s, %s, with the code that leads to it', (path, name, count) => {
    const members = membersOf(path, name)
    expect(members).toHaveLength(count)
    expect(members.filter((member) => !shown.includes(member))).toEqual([])
  })

  it('shows every message', () => {
    expect(messages.length).toBeGreaterThan(50)
    expect(messages.filter(([, message]) => !patternOf(message).test(pages))).toEqual([])
  })

  it('has every heading in its contents', () => {
    const [, contents] = /\n## Contents\n([\s\S]*?)\n## /.exec(page) ?? []
    const headings = [...page.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#{2,3} (.*)$/gm)].map(([, title]) => title)
    const missing = headings.filter((title) => title !== 'Contents' && !contents?.includes(`[${title}]`))
    expect(missing).toEqual([])
  })

  it('would miss a message that is not there', () => {
    const [message] = messagesIn(['problem: `there is no $', "{name({ a: 1 })} in it, isn't there`,"].join(''))
    expect(patternOf(message).test("gradcheck: there is no x in it, isn't there. Give one")).toBe(true)
    expect(patternOf(message).test('gradcheck: there is no x. Give one')).toBe(false)
  })
})
