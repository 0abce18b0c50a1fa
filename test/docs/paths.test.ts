import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { order } from '../support/layers.js'
import { pages } from '../support/pages.js'
import { readSource, root } from '../support/sources.js'

const path = /`((?:src|laws|test|examples|docs)\/[\w./-]+)`/g

/** Files of the readers' own, in the example that they follow. */
const ofReaders = readdirSync(join(root, 'examples/ci')).map((name) => `src/${name}`)

/** Files and folders that a text names in code, as far as they are not there. */
const missing = (text: string): readonly string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(path)]
    .map(([, each]) => each)
    .filter((each) => !ofReaders.includes(each) && !existsSync(join(root, each)))

describe('files that pages name', () => {
  it.each(pages())('$path', ({ text }) => expect(missing(text)).toEqual([]))

  it('would be missed', () =>
    expect(missing('`src/nowhere.ts` and `src/index.ts`\n```sh\n`src/no`\n```\n')).toEqual(['src/nowhere.ts']))
})

it('the page of architecture has every layer, from the foundation up', () => {
  const { text } = readSource('docs/architecture.md')
  const layers = [...text.matchAll(/^\| `([\w/.]+)` \| [^|]+ \| [^|]+ \|$/gm)].map(([, layer]) => layer)
  expect(layers).toEqual(order.flat())
})
