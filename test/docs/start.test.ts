import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compiledIn } from '../support/diagnostics.js'
import { installed, write } from '../support/package.js'
import { readSource } from '../support/sources.js'

// The way of a newcomer through docs/start.md, step by step, in a folder where the package is installed.

const page = readSource('docs/start.md').text

/** The blocks that follow a mark, such as `<!-- save: first.ts -->`. */
const marked = (kind: string): readonly { readonly name: string; readonly text: string }[] =>
  [...page.matchAll(new RegExp(`<!-- ${kind}(?:: (.*?))? -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, name, text]) => ({ name, text }),
  )

const only = (kind: string, name?: string): string => {
  const found = marked(kind).filter((block) => name === undefined || block.name === name)
  if (found.length !== 1) throw new Error(`${found.length} blocks ${kind} ${name ?? ''}`)
  return found[0].text
}

/** A file with the lines of a block changed as it says, those with - to those with + in turn. */
const changed = (text: string, diff: string): string => {
  const lines = (sign: string) =>
    diff
      .split('\n')
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(1))
  const added = lines('+')
  return lines('-').reduce((before, line, index) => {
    if (!before.includes(line)) throw new Error(`there is no line ${line}`)
    return before.replace(line, () => added[index])
  }, text)
}

let folder = ''

const { PATH, HOME, TMPDIR } = process.env
const run = (...args: readonly string[]) => {
  const env = { PATH, HOME, TMPDIR, NO_COLOR: '1' }
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env })
  return { stdout, stderr: stderr.replaceAll(`${folder}/`, '') }
}

/** What runs TypeScript here, where Node does not. */
const program = (file: string) => run('node_modules/jiti/lib/jiti-cli.mjs', file)

/** How the tests of a folder's programs end, by their files: what fails says why. */
const tested = (): Readonly<Record<string, string>> => {
  const { stdout } = run('node_modules/vitest/vitest.mjs', 'run', '--root', '.', '--reporter', 'json')
  const { testResults } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    readonly testResults: readonly {
      readonly name: string
      readonly assertionResults: readonly { readonly status: string; readonly failureMessages: readonly string[] }[]
    }[]
  }
  return Object.fromEntries(
    testResults.map(({ name, assertionResults }) => [
      name.replace(`${folder}/`, ''),
      assertionResults.map(({ status, failureMessages }) => [status, ...failureMessages].join('\n')).join('\n'),
    ]),
  )
}

beforeAll(async () => {
  folder = await installed('start')
  write(folder, Object.fromEntries(marked('save').map(({ name, text }) => [name, text])))
  write(folder, {
    'wrong.ts': changed(only('save', 'first.ts'), only('change', 'first.ts')),
    'mended/loss.ts': changed(only('save', 'loss.ts'), only('change', 'loss.ts')),
    'mended/loss.test.ts': only('save', 'loss.test.ts'),
  })
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const timeout = 120_000

describe('start in five minutes', () => {
  it('has files that pass the compiler, and one that does not', { timeout }, () => {
    const names = [...marked('save').map(({ name }) => name), 'wrong.ts'].filter((name) => name.endsWith('.ts'))
    const { 'wrong.ts': told, ...others } = compiledIn(folder, names, './tsconfig.json')
    expect(others).toEqual({ 'first.ts': '', 'loss.ts': '', 'loss.test.ts': '' })
    expect(told).toContain(only('compiler').trim())
  })

  it('prints what the page says', { timeout }, () =>
    expect(program('first.ts').stdout).toBe(only('prints', 'first.ts')),
  )

  it('throws what the page says, at the line that it says', { timeout }, () => {
    // Columns are those of the program that Node runs.
    const [message, place] = only('throws').trimEnd().replace(/:\d+$/, '').split('\n')
    expect(program('wrong.ts').stderr).toContain(`${message}\n${place.replace('first.ts', 'wrong.ts')}:`)
  })

  it('has a gradient that is wrong, and is mended', { timeout }, () => {
    const found = tested()
    expect(Object.keys(found).sort()).toEqual(['loss.test.ts', 'mended/loss.test.ts'])
    expect(found['loss.test.ts']).toContain(only('fails', 'loss.test.ts').trimEnd())
    expect(found['mended/loss.test.ts']).toBe('passed')
  })
})
