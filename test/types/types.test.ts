import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { compile, type Diagnostic } from './compiler.js'

// A compilation takes about a second, and more where the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** All fixtures: those of mistakes end in that word. */
const fixtures = readdirSync(new URL('./fixtures', import.meta.url))
const areMistakes = (name: string): boolean => /mistakes\.ts$/i.test(name)

const fixture = (name: string): Promise<string> => readFile(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')

describe('types', () => {
  it.each(fixtures.filter((name) => !areMistakes(name)))(
    '%s: what is right compiles, to exactly the types claimed',
    async (name) => {
      const { diagnostics } = await compile(name, await fixture(name))
      expect(diagnostics).toEqual([])
    },
  )

  it('a wrong claim about a type does not compile', async () => {
    const source = await fixture('operations.ts')
    const wrong = source.replace('typeOf(o.exp(a)).is<Tensor<[2, 3]', 'typeOf(o.exp(a)).is<Tensor<[2, 4]')
    expect(wrong).not.toBe(source)
    const { diagnostics } = await compile('operations.ts', wrong)
    expect(diagnostics).toHaveLength(1)
  })

  describe.each(fixtures.filter(areMistakes))(
    '%s: what is wrong does not compile, and the compiler says why',
    async (name) => {
      const marker = '// @ts-expect-error '
      const source = await fixture(name)
      const lines = source.split('\n')
      const expected = lines.flatMap((text, index) => {
        const at = text.indexOf(marker)
        return at < 0
          ? []
          : [{ line: index + 2, message: text.slice(at + marker.length), code: lines[index + 1].trim() }]
      })
      let diagnostics: readonly Diagnostic[] = []
      beforeAll(async () => {
        diagnostics = (await compile(name, source.replaceAll(marker, '// '))).diagnostics
      })

      it.each(expected)('$code: $message', ({ line, message }) => {
        const found = diagnostics.filter((diagnostic) => diagnostic.line === line)
        expect(found.map((diagnostic) => diagnostic.message)).toEqual([expect.stringContaining(message)])
      })

      it('nothing else is refused', () => {
        expect(diagnostics.map(({ line }) => line)).toEqual(expected.map(({ line }) => line))
      })
    },
  )
})
