import { expect, it } from 'vitest'
import type { Source } from './sources.js'
import { withoutStars } from './stars.js'

const files: Readonly<Record<string, string>> = {
  'src/a/index.ts': `/** A face. */\nexport * from './b.js'\nexport { f, type G } from '../f.js'\nexport * from '../c/index.js'\n`,
  'src/a/b.ts': `export interface I {}\nexport type J = I\nexport const b = 1\nexport class K {}\nconst x = 2\nexport { x as y }\n`,
  'src/c/index.ts': `export * from './d.js'\nexport type { T } from './t.js'\n`,
  'src/c/d.ts': `export const d = () => 1\nexport let e = 2\n`,
}

const read = (path: string): Source => ({ path, text: files[path] })

it('names what a face passes on, line by line, values alone', () =>
  expect(withoutStars(read('src/a/index.ts'), read)).toBe(
    [
      '/** A face. */',
      `export { b, K, y } from './b.js'`,
      `export { f, type G } from '../f.js'`,
      `export { d, e } from '../c/index.js'`,
      '',
    ].join('\n'),
  ))

it('leaves out what a face has under this name already', () =>
  expect(
    withoutStars(
      { path: 'src/a/index.ts', text: `export { e } from '../f.js'\nexport * from '../c/index.js'\n` },
      read,
    ),
  ).toBe(`export { e } from '../f.js'\nexport { d } from '../c/index.js'\n`))

it('leaves a module without stars as it is', () =>
  expect(withoutStars(read('src/a/b.ts'), read)).toBe(files['src/a/b.ts']))

it('refuses to pass on all of a package', () =>
  expect(() => withoutStars({ path: 'src/a.ts', text: `export * from 'fp-ts'` }, read)).toThrow('all of fp-ts'))
