import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../../examples/playground/graph/presets.js'
import { settled } from '../support/claim.js'
import { diagnosticsIn } from '../support/diagnostics.js'
import { pages } from '../support/pages.js'
import { checked, type Snippet, snippetsOf } from '../support/snippets.js'
import { root, type Source, sourcesUnder } from '../support/sources.js'

/** A page without blocks of some kind, all lines where they are. */
const without = ({ path, text }: Source, blocks: RegExp): Source => ({
  path,
  text: text.replace(blocks, (block) => '\n'.repeat(block.split('\n').length - 1)),
})

/** Of files that are shown, with the tests that run them elsewhere, and are held to be current by the pages' own test. */
const withoutFiles = (page: Source): Source => without(page, /<!-- file: .*? -->\n```ts\n[\s\S]*?\n```\n/g)
/** What throws, and tests that fail, are run where the pages are made. */
const withoutFailures = (page: Source): Source =>
  without(page, /```ts\n(?:(?!```)[\s\S])*?\n```\n\n(?=<!-- (?:throws|fails))/g)

const code = [...sourcesUnder('src'), ...sourcesUnder('laws')]
const prose = pages().map(withoutFiles)
const documented = [...code, ...prose].flatMap(snippetsOf)
const running = [...code, ...prose.map(withoutFailures)].flatMap(snippetsOf)

const sample: Source = {
  path: 'sample.ts',
  text: [
    '/**',
    ' * Twice a number.',
    ' *',
    ' * ```ts',
    ' * this block is prose, as it stands before the example',
    ' * ```',
    ' *',
    ' * @example',
    ' * ```ts',
    ` * import { identity } from 'fp-ts/lib/function.js'`,
    ' *',
    ' * const twice = (x: number): number => 2 * x',
    ' * twice(21) // => 42',
    ` * const name: string = identity('x') // => 'x'`,
    ' * const [one, two] = [1, 2] // => [ 1, 2 ]',
    ` * console.log('%d and', one, two) // => 1 and 2`,
    ` * const lines = { toString: () => '', [Symbol.for('nodejs.util.inspect.custom')]: () => '[[1]\\n\\n [2]]' }`,
    ' * lines',
    ' * // => [[1]',
    ' * //',
    ' * //     [2]]',
    ' * // and this is prose again',
    ' * ```',
    ' */',
    'export const twice = (x: number): number => 2 * x',
  ].join('\n'),
}

/** Modules that the playground shows, by their names here: they are checked with the snippets, and run in tests of their own. */
const shownModules = presets.map(
  ({ name, source }) =>
    [
      `playground/graph.${name}.ts`,
      `${source}\nimport { grad as gradient } from 'cotangent'\ngradient(value)(at)`,
    ] as const,
)

const workshop = realpathSync(mkdtempSync(join(tmpdir(), 'cotangent-snippets-')))
const claims = join(root, 'test/support/claim.ts')
const preamble = `import { claim } from ${JSON.stringify(claims)};`
const nameOf = ({ path, line }: Snippet): string => `${path}.${line}.ts`

const write = (path: string, text: string): string => {
  const file = join(workshop, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

let runs = 0

/** Runs a snippet as a module of its own, and sees to it that none of its claims was passed by. */
const run = async (snippet: Snippet): Promise<void> => {
  settled.clear()
  const program = checked(snippet, preamble)
  const file = write(join('run', String(++runs), nameOf(snippet)), program.code)
  try {
    await import(/* @vite-ignore */ file)
  } catch (cause) {
    const at = cause instanceof Error ? cause.stack?.match(new RegExp(`${nameOf(snippet)}:(\\d+)`))?.[1] : undefined
    throw new Error(`${snippet.path}:${at ?? snippet.line}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
  const passedBy = program.claims.filter(({ line }) => !settled.has(`${snippet.path}:${line}`))
  expect(passedBy, `claims in ${snippet.path} that were never reached`).toEqual([])
}

beforeAll(() => symlinkSync(join(root, 'node_modules'), join(workshop, 'node_modules')))
afterAll(() => rmSync(workshop, { recursive: true, force: true }))

describe('the extractor', () => {
  const snippet = snippetsOf(sample)[0]

  it('finds the example, on its line', () => {
    expect(snippetsOf(sample)).toHaveLength(1)
    expect(snippet).toMatchObject({ path: 'sample.ts', line: 10 })
    expect(snippet.code).toMatch(/^import .*\n\nconst twice/)
  })

  it('finds every ts block of a Markdown file', () => {
    const text = 'Prose\n\n```ts\n1 // => 1\n```\n\n```sh\nnpm test\n```\n\n```ts\n2 // => 2\n```\n'
    expect(snippetsOf({ path: 'sample.md', text })).toEqual([
      { path: 'sample.md', line: 4, code: '1 // => 1\n' },
      { path: 'sample.md', line: 12, code: '2 // => 2\n' },
    ])
  })

  it('reads the claims and keeps the lines', () => {
    const { code, claims } = checked(snippet, '')
    expect(claims).toEqual([
      { expected: '42', line: 13 },
      { expected: `'x'`, line: 14 },
      { expected: '[ 1, 2 ]', line: 15 },
      { expected: '1 and 2', line: 16 },
      { expected: '[[1]\n\n [2]]', line: 19 },
    ])
    expect(code.split('\n')[12]).toContain('twice(21)')
  })

  const failing = (code: string): Promise<void> => run({ path: 'failing.ts', line: 7, code })

  it('runs what it found', () => run(snippet))

  it.each([
    ['a wrong value', 'const x = 1\nx + 1 // => 3', /failing\.ts:8: .*\n2\nbut says\n3/],
    ['a wrong declaration', 'const x = 1 // => 3', /failing\.ts:7: /],
    ['a wrong print', `console.log('a') // => b`, /failing\.ts:7: /],
    ['a wrong later line', `console.log('a\\nb')\n// => a\n//    c`, /failing\.ts:8: /],
    ['an exception', `1\n\nnull!.x // => 1`, /failing\.ts:9: /],
    ['a failed assertion', `import assert from 'node:assert'\nassert.equal(1, 2)`, /failing\.ts:8: /],
    ['a claim of nothing', 'if (true) {}\n\n// => 3', /failing\.ts:9: .*claims nothing/],
    ['a claim never reached', 'const f = () => {\n  1 // => 2\n}', /never reached/],
    ['bad syntax', 'const = 1', /failing\.ts:7: /],
    ['an unknown import', `import { x } from 'no-such-package'\nx // => 1`, /failing\.ts:7: .*no-such-package/],
  ])('reports %s', (_, code, message) => expect(failing(code)).rejects.toThrow(message))
})

describe('documented programs', () => {
  it('stand in every page that a person reads first, and in guides and chapters of any name', () => {
    const paths = new Set(running.map(({ path }) => path))
    expect([...paths]).toEqual(expect.arrayContaining(['README.md', 'docs/index.md', 'docs/start.md']))
    const shown = pages().filter(({ path, text }) => /^docs\/(guides|tutorial)\//.test(path) && text.includes('```ts'))
    expect(shown.filter(({ path }) => !paths.has(path))).toEqual([])
  })

  it('pass the type checker', { timeout: 120_000 }, () => {
    const snippets = [...snippetsOf(sample), ...documented]
    for (const snippet of snippets) {
      write(join('check', nameOf(snippet)), `export {};${'\n'.repeat(snippet.line - 1)}${snippet.code}`)
    }
    for (const [name, source] of shownModules) write(join('check', name), source)
    write('check/package.json', JSON.stringify({ type: 'module' }))
    const names = [...new Set([...snippets.map(nameOf), ...shownModules.map(([name]) => name)])]
    write('check/wrong.ts', `import { exp } from 'cotangent'\n\nexp('one')`)
    const said = diagnosticsIn(join(workshop, 'check'), [...names, 'wrong.ts'])
    const found = [...said].flatMap(([name, all]) => all.map(({ line, message }) => `${name}:${line}: ${message}`))
    expect(found).toEqual([expect.stringMatching(/^wrong\.ts:3: Argument of type 'string'/)])
  })

  it.each(running.map((snippet) => [`${snippet.path}:${snippet.line}`, snippet] as const))('%s', (_, snippet) =>
    run(snippet),
  )
})
