import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, posix } from 'node:path'

/** Where the site shows files of the repository that stand outside `docs/`: below this folder of it. */
const folder = 'files'

/** What a path of the site, from `docs/`, is in the repository. */
const inRepository = (page: string): string =>
  page.startsWith(`${folder}/`)
    ? page
        .slice(folder.length + 1)
        .replace(/(\.\w+)\.md$/, '$1')
        .replace(/\/index\.md$/, '')
    : `docs/${page}`

const isOwn = (href: string): boolean => !/^([a-z][a-z+.-]*:|\/|#)/i.test(href)

const isPage = (path: string): boolean => /^docs\/.*\.md$/.test(path) || path === 'docs'

/** The page that shows a file or folder outside `docs/`. */
const pageOf = (path: string, isFolder: boolean): string =>
  isFolder ? `${folder}/${path}/index.md` : `${folder}/${path.replace(/\.md$/, '')}.md`

/** The file of the repository that a link of a page leads to; nothing where it leads elsewhere. */
export const linkedFile = (page: string, href: string): string | undefined => {
  if (!isOwn(href)) return undefined
  return posix.join(posix.dirname(inRepository(page)), decodeURI(href.replace(/[?#].*$/, ''))).replace(/\/$/, '')
}

/**
 * A link as the site has it. In Markdown links lead from file to file of the repository, so that they work wherever it is
 * shown; the site has pages for those of `docs/`, and shows the others.
 */
export const siteLink = (root: string, page: string, href: string): string => {
  const target = linkedFile(page, href)
  if (target === undefined) return href
  const fragment = /#.*$/.exec(href)?.[0] ?? ''
  if (isPage(target)) return `/${target.slice('docs/'.length)}${fragment}`
  if (target.startsWith('docs/')) return href
  const path = join(root, target)
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  return `/${pageOf(target, isFolder)}${target.endsWith('.md') ? fragment : ''}`
}

const withoutCode = (text: string): string => text.replace(/^(`{3,}).*?^\1|`[^`\n]*`/gms, '')

/** All links of a Markdown text, as they are written. */
export const linksOf = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(<?((?:[^()\s>]|\([^()\s]*\))+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s*(\S+)/gm)].map(
    ([, inline, reference]) => inline ?? reference,
  )

const languages: Readonly<Record<string, string>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.js': 'js',
  '.mjs': 'js',
  '.json': 'json',
  '.yml': 'yaml',
  '.yaml': 'yaml',
  '.sh': 'sh',
  '.py': 'python',
  '.html': 'html',
  '.css': 'css',
}

const shown = (root: string, path: string): string => {
  const file = join(root, path)
  const head = '---\nsearch: false\noutline: false\naside: false\nprev: false\nnext: false\n---\n\n'
  if (statSync(file).isDirectory()) {
    const names = readdirSync(file, { withFileTypes: true })
      .map((each) => `* \`${each.name}${each.isDirectory() ? '/' : ''}\``)
      .sort()
    return `${head}# ${path}\n\n${names.join('\n')}\n`
  }
  const text = readFileSync(file, 'utf8')
  if (path.endsWith('.md')) return text
  return `${head}# ${posix.basename(path)}\n\n\`${path}\`\n\n\`\`\`\`${languages[extname(path)] ?? 'text'}\n${text}\n\`\`\`\`\n`
}

/** Markdown files of `docs/` that people write. */
export const writtenPages = (root: string): readonly string[] =>
  readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md') && !new RegExp(`^(\\.vitepress|api|${folder})/`).test(path))
    .sort()

/** Pages that the site has beside those of `docs/`, by the files they show. */
const always: readonly string[] = ['CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md']

/** Writes a page for every file outside `docs/` that a page links to. What there is not is left to the check of links. */
export const writeFiles = (root: string): void => {
  rmSync(join(root, 'docs', folder), { recursive: true, force: true })
  const written = new Set<string>()
  const write = (path: string): void => {
    if (written.has(path) || isPage(path) || path.startsWith('..') || !existsSync(join(root, path))) return
    written.add(path)
    const page = pageOf(path, statSync(join(root, path)).isDirectory())
    const text = shown(root, path)
    const file = join(root, 'docs', page)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    if (path.endsWith('.md')) follow(page, text)
  }
  const follow = (page: string, text: string): void => {
    for (const href of linksOf(text)) {
      const path = linkedFile(page, href)
      if (path !== undefined && !path.startsWith('docs/')) write(path)
    }
  }
  for (const path of always) write(path)
  for (const page of writtenPages(root)) follow(page, readFileSync(join(root, 'docs', page), 'utf8'))
}
