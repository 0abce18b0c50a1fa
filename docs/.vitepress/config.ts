import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { katex } from '@mdit/plugin-katex'
import { type DefaultTheme, defineConfig, type MarkdownRenderer } from 'vitepress'
import { siteLink } from './files.js'
import { slug } from './links.js'
import { nameLinks } from './names.js'
import type { Places } from './reference/pages.js'
import { guideSidebar } from './sidebar.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const docs = join(root, 'docs')
const hasPlayground = existsSync(join(root, 'dist/playground/index.html'))

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/** What the reference's maker has left for the site, if it was made. */
const made = <A>(name: string, otherwise: A): A => {
  const path = join(docs, 'api', name)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as A) : otherwise
}

const places = made<Places>('places.json', {})

/** Anchors of links as they are written: VitePress makes lower case of them, and its own anchors of those of headings. */
const keepFragments = (md: MarkdownRenderer): void => {
  const rendered = md.renderer.rules.link_open
  if (rendered === undefined) throw new Error('VitePress has no rule of its own for links')
  md.renderer.rules.link_open = (tokens, at, ...rest) => {
    const fragment = /#(.*)$/.exec(tokens[at].attrGet('href') ?? '')?.[1]
    const html = rendered(tokens, at, ...rest)
    return fragment === undefined ? html : html.replace(/(\shref="[^"#]*)#[^"]*"/, (_, path) => `${path}#${fragment}"`)
  }
}

export default defineConfig({
  title: 'Cotangent',
  description: 'Automatic differentiation for TypeScript: pure functions, immutable tensors, checked derivatives',
  lang: 'en-GB',
  // Links are relative, so that the site works from any folder of any host.
  base: './',
  srcDir: docs,
  outDir: join(root, 'dist/docs'),
  cacheDir: join(docs, '.vitepress/cache'),
  // What is built is checked as a whole, anchors included: see site.ts.
  ignoreDeadLinks: true,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    anchor: { slugify: slug },
    theme: { light: 'github-light', dark: 'github-dark' },
    codeTransformers: [nameLinks(places)],
    config: (md) => {
      md.use(katex)
      keepFragments(md)
      md.core.ruler.push('repository-links', ({ tokens, env }) => {
        const page = (env as { relativePath?: string }).relativePath
        if (page === undefined) return
        for (const token of tokens) if (token.type === 'fence') token.info += ` at=${page}`
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const href = token.type === 'link_open' ? token.attrGet('href') : null
          if (href !== null) token.attrSet('href', siteLink(root, page, href))
        }
      })
    },
  },
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/start', activeMatch: '^/(?!api/|files/|$)' },
      { text: 'Reference', link: '/api/', activeMatch: '^/api/' },
      ...(hasPlayground ? [{ text: 'Playground', link: '/playground/index.html', target: '_self' }] : []),
      ...(existsSync(join(root, 'CHANGELOG.md')) ? [{ text: version, link: '/files/CHANGELOG' }] : []),
    ],
    sidebar: { '/api/': made<DefaultTheme.SidebarItem[]>('sidebar.json', []), '/': guideSidebar(docs) },
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          searchOptions: {
            // Guides before what only names the words, laws behind; a short word is meant as it is written.
            boostDocument: (page: string) => (/laws/.test(page) ? 0.4 : /guides/.test(page) ? 1.5 : 1),
            fuzzy: (word: string) => (word.length > 4 ? 0.2 : false),
          },
        },
      },
    },
    docFooter: { prev: 'Before', next: 'Next' },
    footer: { message: 'MIT licence' },
  },
})
