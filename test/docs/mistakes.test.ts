import { beforeAll, describe, expect, it } from 'vitest'
import type { Diagnostic } from '../support/diagnostics.js'
import { pages } from '../support/pages.js'
import { snippetsOf } from '../support/snippets.js'
import { compileAll } from '../types/compiler.js'

// What a page says that the compiler says, the compiler says: a comment `// @ts-expect-error` has its words behind it.

const marker = '// @ts-expect-error '

const snippets = pages()
  .flatMap(snippetsOf)
  .filter(({ code }) => code.includes(marker))
  .map((snippet) => ({ ...snippet, name: `${snippet.path.replaceAll(/\W/g, '-')}-${snippet.line}.ts` }))

let found: ReadonlyMap<string, readonly Diagnostic[]> = new Map()
beforeAll(async () => {
  const source = ({ line, code }: (typeof snippets)[number]): string =>
    `export {}${'\n'.repeat(line - 1)}${code.replaceAll(marker, '// ')}`
  found = await compileAll(new Map(snippets.map((snippet) => [snippet.name, source(snippet)])), {
    noUnusedLocals: false,
    noUnusedParameters: false,
    types: ['node'],
  })
}, 120_000)

describe('mistakes in the pages', () => {
  it('are many, on several pages', () => expect(new Set(snippets.map(({ path }) => path)).size).toBeGreaterThan(1))

  describe.each(snippets)('$path:$line', ({ line: start, code, name }) => {
    const lines = code.split('\n')
    const expected = lines.flatMap((text, index) => {
      const at = text.indexOf(marker)
      return at < 0
        ? []
        : [{ line: start + index + 1, message: text.slice(at + marker.length), code: lines[index + 1].trim() }]
    })
    const diagnostics = (): readonly Diagnostic[] => found.get(name) ?? []

    it.each(expected)('$code: $message', ({ line, message }) => {
      const here = diagnostics().filter((diagnostic) => diagnostic.line === line)
      expect(here.map((diagnostic) => diagnostic.message)).toEqual([expect.stringContaining(message)])
    })

    it('nothing else is refused', () =>
      expect(diagnostics().map(({ line }) => line)).toEqual(expected.map(({ line }) => line)))
  })
})
