import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { madeAnew, moduleOf, pages } from '../reports/pages.js'
import { installed } from '../support/package.js'
import { readSource } from '../support/sources.js'

let folder = ''

beforeAll(async () => {
  folder = await installed('docs')
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what programs print in the docs', () => {
  it.each(pages)('%s: is what they print (make it anew by `npm run pages`)', { timeout: 120_000 }, (page) => {
    const { text } = readSource(page)
    expect(madeAnew(text, folder)).toBe(text)
  })

  it('is made anew where it is not', () => {
    const page = '# Page\n\n<!-- file: examples/ci/logistic.grad.ts -->\n```ts\nold\n```\n\nEnd\n'
    const { text } = readSource('examples/ci/logistic.grad.ts')
    expect(madeAnew(page, folder)).toBe(page.replace('old\n', text))
  })

  it('needs a check in a block that shows one', () =>
    expect(() => moduleOf('const x = 1')).toThrow('there is no check'))
})
