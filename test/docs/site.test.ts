import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { linksOf, siteLink, writeFiles, writtenPages } from '../../docs/.vitepress/files.js'
import { anchorsOf, deadLinks, repositoryPages } from '../../docs/.vitepress/links.js'
import { unlistedPages } from '../../docs/.vitepress/sidebar.js'
import { deadEnds, foreignRequests, searchTitles } from '../../docs/.vitepress/site.js'
import { root } from '../support/sources.js'

const folders: string[] = []

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cotangent-site-'))
  folders.push(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('the Markdown of the repository', () => {
  it('has no dead link', () => expect(deadLinks(root, repositoryPages(root))).toEqual([]))

  it('is all in the sidebar', () => expect(unlistedPages(root)).toEqual([]))

  it('is read at all', () =>
    expect(repositoryPages(root)).toEqual(
      expect.arrayContaining(['README.md', 'docs/index.md', 'docs/gradcheck.md', 'docs/guides/shapes.md']),
    ))
})

describe('links of Markdown', () => {
  const page = '# One\n\n## Two words, `code`\n\n## Two words, code\n\n```md\n# Not this\n```\n\n### Set {#by-hand}\n'
  const fault = (link: string): readonly string[] => {
    const folder = folderWith({
      'README.md': link,
      'docs/page.md': page,
      'docs/inner/other.md': '[up](../page.md#one), [out](../../test/a.ts)',
      'test/a.ts': '',
    })
    return deadLinks(folder, repositoryPages(folder))
  }

  it.each([
    '[a](docs/page.md)',
    '[a](docs/page.md#one) and [b](docs/page.md#two-words-code)',
    '[a](docs/page.md#two-words-code-1)',
    '[a](docs/page.md#by-hand)',
    '[a](test/a.ts), [b](test)',
    '# Top\n\n[a](#top)',
    '[a](https://example.com/nowhere)',
    '`[a](nowhere.md)`',
    '```md\n[a](nowhere.md)\n```',
  ])('%s leads somewhere', (link) => expect(fault(link)).toEqual([]))

  it.each([
    ['[a](docs/pages.md)', 'README.md: docs/pages.md is no file'],
    ['[a](docs/page.md#three)', 'README.md: docs/page.md#three is no heading of docs/page.md'],
    ['[a](docs/page.md#not-this)', 'README.md: docs/page.md#not-this is no heading of docs/page.md'],
    ['[a](#top)', 'README.md: #top is no heading of README.md'],
    ['[a](/docs/page.md)', 'README.md: /docs/page.md leads nowhere in the repository, only on a site'],
    ['[a](../elsewhere.md)', 'README.md: ../elsewhere.md is no file'],
    ['[a][b]\n\n[b]: docs/pages.md', 'README.md: docs/pages.md is no file'],
    ['| [a](docs/pages.md) |\n| --- |', 'README.md: docs/pages.md is no file'],
  ])('%s does not', (link, expected) => expect(fault(link)).toEqual([expected]))

  it('are all found, also those with brackets and titles', () =>
    expect(linksOf('[a](b.md "title") ![c](d.png) [e](<f.md>) [g](h_(i).md)')).toEqual([
      'b.md',
      'd.png',
      'f.md',
      'h_(i).md',
    ]))

  it('meet anchors as the web views of repositories make them', () =>
    expect([...anchorsOf('# 1. A_b – c: *d*\n\n## [e](f) `g.h`\n\n## Größe?\n')]).toEqual([
      '1-a_b--c-d',
      'e-gh',
      'größe',
    ]))
})

describe('what the site shows of the repository', () => {
  const files = {
    'CONTRIBUTING.md': '[laws](docs/laws.md#sums) and [code](src/a.ts)',
    'docs/laws.md':
      '# Laws\n\n## Sums\n\n[a test](../test/a.test.ts#L3), [folder](../examples/ci), [rules](../CONTRIBUTING.md)',
    'docs/api/index.md': '[not written by a person](../../src/b.ts)',
    'test/a.test.ts': 'export {}\n',
    'examples/ci/x.ts': '',
    'src/a.ts': 'export const a = 1\n',
    'src/b.ts': '',
  }

  it('are pages for the files that its own link to, and for those that these link to', () => {
    const folder = folderWith(files)
    writeFiles(folder)
    expect(writtenPages(folder)).toEqual(['laws.md'])
    const shown = ['test/a.test.ts.md', 'examples/ci/index.md', 'CONTRIBUTING.md', 'src/a.ts.md']
    expect(shown.filter((page) => !existsSync(join(folder, 'docs/files', page)))).toEqual([])
    expect(existsSync(join(folder, 'docs/files/src/b.ts.md'))).toBe(false)
    expect(readFileSync(join(folder, 'docs/files/src/a.ts.md'), 'utf8')).toContain('```ts\nexport const a = 1\n')
  })

  it.each([
    ['laws.md', '../test/a.test.ts#L3', '/files/test/a.test.ts.md'],
    ['laws.md', '../examples/ci', '/files/examples/ci/index.md'],
    ['laws.md', '../CONTRIBUTING.md#x', '/files/CONTRIBUTING.md#x'],
    ['laws.md', '#sums', '#sums'],
    ['laws.md', 'https://example.com/', 'https://example.com/'],
    ['guides/shapes.md', '../laws.md#sums', '/laws.md#sums'],
    ['files/CONTRIBUTING.md', 'docs/laws.md#sums', '/laws.md#sums'],
    ['files/CONTRIBUTING.md', 'src/a.ts', '/files/src/a.ts.md'],
  ])('in %s %s is %s', (page, href, expected) => expect(siteLink(folderWith(files), page, href)).toBe(expected))
})

describe('a built site', () => {
  const siteWith = (html: string, more: Readonly<Record<string, string>> = {}): string =>
    folderWith({
      'index.html': `<!doctype html><html><body>${html}</body></html>`,
      'inner/page.html': '<h1 id="top">Page</h1><a href="../index.html">back</a>',
      'assets/app.js': '',
      ...more,
    })

  it.each([
    '<a href="./inner/page.html#top">a</a>',
    '<a href="inner/page.html#">a</a>',
    '<script type="module" src="./assets/app.js"></script>',
    '<a href="https://example.com/">a</a>',
    '<a href="#here">a</a><p id="here"></p>',
    '<!-- <a href="nowhere.html">a</a> -->',
    '<script>const a = `<a href="nowhere.html">`</script>',
  ])('%s leads somewhere', (html) => expect(deadEnds(siteWith(html))).toEqual([]))

  it.each([
    ['<a href="./inner/pages.html">a</a>', 'index.html: ./inner/pages.html is no file of the site'],
    ['<a href="./inner/page.html#bottom">a</a>', 'index.html: ./inner/page.html#bottom is no anchor'],
    ["<a class=x href='#nowhere'>a</a>", 'index.html: #nowhere is no anchor'],
    ['<a href="/inner/page.html">a</a>', 'index.html: /inner/page.html holds at the root of a host only'],
    ['<img src="./a.png">', 'index.html: ./a.png is no file of the site'],
    ['<a href="inner">a</a>', 'index.html: inner is a folder'],
  ])('%s does not', (html, expected) => expect(deadEnds(siteWith(html))).toEqual([expected]))

  it.each([
    ['a link that is followed', '<a href="https://example.com/">a</a>', {}],
    ['an address that a page tells', '<p>https://example.com/</p>', { 'assets/a.md.1x.js': '"https://example.com/"' }],
    [
      'a name that is no address',
      '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
      {
        'assets/b.js': '"http://www.w3.org/2000/svg"',
      },
    ],
    ['its own font', '', { 'assets/a.css': '@font-face { src: url(./a.woff2) }' }],
  ])('asks nobody for %s', (_, html, more) => expect(foreignRequests(siteWith(html, more))).toEqual([]))

  it.each([
    ['a script', '<script src="https://example.com/a.js"></script>', {}],
    ['a style', '<link rel="stylesheet" href="//example.com/a.css">', {}],
    ['a picture', '<img alt="" src="https://example.com/a.png">', {}],
    ['a font', '', { 'assets/a.css': '@font-face { src: url("https://example.com/a.woff2") }' }],
    ['a style of a style', '', { 'assets/a.css': '@import "https://example.com/a.css";' }],
    ['a picture of a style', '<style>p { background: url(//example.com/a.png) }</style>', {}],
    ['a request', '', { 'assets/b.js': 'fetch("https://example.com/count")' }],
    ['a request of a page', '<script>fetch("https://example.com/count")</script>', {}],
  ])('is caught asking another host for %s', (_, html, more) =>
    expect(foreignRequests(siteWith(html, more))).toEqual([expect.stringContaining('example.com')]),
  )

  it('has a search that knows its sections', async () => {
    const index = JSON.stringify({ storedFields: { 0: { title: 'matmul' }, 1: { title: "Beside PyTorch's" } } })
    const site = siteWith('', { 'assets/@localSearchIndexroot.1x.js': `export default ${JSON.stringify(index)}` })
    expect([...(await searchTitles(site))]).toEqual(['matmul', "Beside PyTorch's"])
    await expect(searchTitles(siteWith(''))).rejects.toThrow('no index for its search')
  })
})
