import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Diagnostic } from '../support/diagnostics.js'
import { compileAll } from './compiler.js'

/** All fixtures: those of mistakes end in that word. */
const fixtures = new Map(
  readdirSync(new URL('./fixtures', import.meta.url)).map((name) => [
    name,
    readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'),
  ]),
)
const areMistakes = (name: string): boolean => /mistakes\.ts$/i.test(name)
const names = [...fixtures.keys()]
const sourceOf = (name: string): string => fixtures.get(name) ?? ''

const marker = '// @ts-expect-error '

/** One of the right fixtures with a claim that is wrong. */
const wrong = sourceOf('operations.ts').replace(
  'typeOf(o.exp(a)).is<Tensor<[2, 3]',
  'typeOf(o.exp(a)).is<Tensor<[2, 4]',
)

let found: ReadonlyMap<string, readonly Diagnostic[]> = new Map()
// As one program, as what all of them import is most of the work; it takes seconds, and more where the machine is busy.
beforeAll(async () => {
  const sources = names.map((name) => [name, sourceOf(name).replaceAll(marker, '// ')] as const)
  found = await compileAll(new Map([...sources, ['wrong.ts', wrong]]))
}, 120_000)

describe('types', () => {
  it.each(names.filter((name) => !areMistakes(name)))(
    '%s: what is right compiles, to exactly the types claimed',
    (name) => expect(found.get(name)).toEqual([]),
  )

  it('a wrong claim about a type does not compile', () => {
    expect(wrong).not.toBe(sourceOf('operations.ts'))
    expect(found.get('wrong.ts')).toHaveLength(1)
  })

  describe.each(names.filter(areMistakes))('%s: what is wrong does not compile, and the compiler says why', (name) => {
    const lines = sourceOf(name).split('\n')
    const expected = lines.flatMap((text, index) => {
      const at = text.indexOf(marker)
      return at < 0 ? [] : [{ line: index + 2, message: text.slice(at + marker.length), code: lines[index + 1].trim() }]
    })
    const diagnostics = (): readonly Diagnostic[] => found.get(name) ?? []

    it.each(expected)('$code: $message', ({ line, message }) => {
      const here = diagnostics().filter((diagnostic) => diagnostic.line === line)
      expect(here.map((diagnostic) => diagnostic.message)).toEqual([expect.stringContaining(message)])
    })

    it('nothing else is refused', () => {
      expect(diagnostics().map(({ line }) => line)).toEqual(expected.map(({ line }) => line))
    })
  })
})
