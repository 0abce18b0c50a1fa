import { SourceMap } from 'node:module'
import { describe, expect, it } from 'vitest'
import { annotated, encoded } from '../pure.js'

const textOf = (text: string): string => annotated('a.js', text, '').text

describe('calls that give constants their values', () => {
  it.each([
    ['const a = f(1)', 'const a = /* @__PURE__ */ f(1)'],
    [
      'export const a = g(f(1)), b = new C()',
      'export const a = /* @__PURE__ */ g(/* @__PURE__ */ f(1)), b = /* @__PURE__ */ new C()',
    ],
    ['const a = { x: [f()] }', 'const a = { x: [/* @__PURE__ */ f()] }'],
    ['const a = b.c().d()', 'const a = /* @__PURE__ */ b.c().d()'],
    ["const s = '\u{1f600}', a = f()", "const s = '\u{1f600}', a = /* @__PURE__ */ f()"],
  ])('%s', (text, expected) => expect(textOf(text)).toBe(expected))

  it.each(['f(1)', 'const a = () => f(1)', 'function g() { return f() }', 'class A { x = f() }', 'export * from "b"'])(
    'and not others: %s',
    (text) => expect(textOf(text)).toBe(text),
  )
})

it('a map still leads to where things come from', () => {
  const text = 'const a = f(x, g(y))\n\nexport const b = f(a)\n'
  // A segment for every letter: each is where it was.
  const source = text.split('\n')
  let [lastLine, lastColumn] = [0, 0]
  const mappings = source
    .map((words, line) =>
      Array.from(words, (_, column) => {
        const steps = [column === 0 ? 0 : 1, 0, line - lastLine, column - lastColumn]
        ;[lastLine, lastColumn] = [line, column]
        return steps.map(encoded).join('')
      }).join(','),
    )
    .join(';')
  const moved = annotated('a.js', text, mappings)
  const map = new SourceMap({
    file: 'a.js',
    version: 3,
    sources: ['a.ts'],
    sourcesContent: [],
    names: [],
    mappings: moved.mappings,
    sourceRoot: '',
  })
  let letters = 0
  moved.text.split('\n').forEach((words, line) => {
    const plain = words.replaceAll('/* @__PURE__ */ ', (note) => ' '.repeat(note.length))
    const shown = Array.from(plain).flatMap((letter, column) => (letter === ' ' ? [] : [{ letter, column }]))
    for (const { letter, column } of shown) {
      const found = map.findEntry(line, column)
      if (!('originalLine' in found)) throw new Error('nothing is found')
      expect(source[found.originalLine][found.originalColumn], `${line}:${column}`).toBe(letter)
      letters++
    }
  })
  expect(letters).toBe(text.replace(/\s/g, '').length)
})
