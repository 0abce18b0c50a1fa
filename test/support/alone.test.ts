import { expect, it } from 'vitest'
import { alone } from './alone.js'
import { sourcesUnder } from './sources.js'

const found = (files: Readonly<Record<string, string>>): readonly string[] =>
  alone(Object.entries(files).map(([path, text]) => ({ path, text })))

it.each([
  ['a variable of the environment', `import { vi } from 'vitest'\nvi.stubEnv('COTANGENT_THREADS', '1')`],
  ['a module in the place of another', `import { vi } from 'vitest'\nvi.mock(import('../src/index.js'))`],
  ['a clock', `const start = performance.now()`],
  ['memory in use', `const { heapUsed } = process.memoryUsage()`],
  ['the memory of all programs', `import { currentHeap } from '../src/engine/memory.js'`],
])('who touches %s is alone', (_, text) => {
  expect(found({ 'test/a.test.ts': text })).toEqual(['test/a.test.ts'])
})

it('so is who imports of the tests what does', () => {
  const files = {
    'test/a.test.ts': `import { b } from './deeper/b.js'`,
    'test/deeper/b.ts': `export { c as b } from '../c.js'`,
    'test/c.ts': `import './deeper/b.js'\nexport const c = () => performance.now()`,
    'test/d.test.ts': `import { c } from './deeper/c.js'`,
  }
  expect(found(files)).toEqual(['test/a.test.ts'])
})

it.each([
  ['prepares each test', `import { beforeEach } from 'vitest'\nbeforeEach(() => undefined)`],
  ['clears up', `import { afterAll } from 'vitest'\nafterAll(() => undefined)`],
  ['keeps what changes', `export let folder = ''`],
])('so is who imports what %s, as that is loaded once', (_, text) => {
  expect(found({ 'test/a.test.ts': `import './b.js'`, 'test/b.ts': text })).toEqual(['test/a.test.ts'])
  expect(found({ 'test/a.test.ts': text })).toEqual([])
})

it('most have nothing of the kind', () => {
  const sources = sourcesUnder('test')
  const all = sources.filter(({ path }) => path.endsWith('.test.ts'))
  const some = alone(sources)
  expect(some).toContain('test/engine/unshared.test.ts')
  expect(some).toContain('test/data/net/sharing.test.ts')
  expect(some.length).toBeLessThan(all.length / 3)
})
