import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { linksOf, writtenPages } from './files.js'

/** A heading's anchor, as the web views of repositories have it: the site has the same, so that links work in both. */
export const slug = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Mark}\p{Number}\p{Connector_Punctuation} -]/gu, '')
    .replaceAll(' ', '-')

const withoutFences = (text: string): string => text.replace(/^(`{3,}).*?^\1`*$/gms, '')

/** Text of a line of Markdown as it is shown. */
const plain = (line: string): string =>
  line
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`([^`]*)`/g, '$1')
    .replace(/(\*\*|\*|(?<![\p{Letter}\p{Number}])_|_(?![\p{Letter}\p{Number}]))/gu, '')

/** All anchors of a Markdown text: its headings', the later of two equal ones with a number, and those set by hand. */
export const anchorsOf = (text: string): ReadonlySet<string> => {
  const seen = new Map<string, number>()
  const anchors = new Set<string>()
  for (const [, line] of withoutFences(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const set = /\{#([^}]+)\}\s*$/.exec(line)
    const own = set?.[1] ?? slug(plain(line))
    const before = seen.get(own) ?? 0
    seen.set(own, before + 1)
    anchors.add(before === 0 ? own : `${own}-${before}`)
  }
  for (const [, id] of text.matchAll(/<[^>]+ (?:id|name)="([^"]+)"/g)) anchors.add(id)
  return anchors
}

/** The Markdown files that stand at the top of the repository. */
export const topPages = (root: string): readonly string[] =>
  readdirSync(root)
    .filter((path) => path.endsWith('.md'))
    .sort()

/** All Markdown that people read in the repository: from its root. */
export const repositoryPages = (root: string): readonly string[] => [
  ...topPages(root),
  ...writtenPages(root).map((path) => `docs/${path}`),
]

/** Links of Markdown files to files and headings that there are not: pages from the root, with what they say. */
export const deadLinks = (root: string, pages: readonly string[]): readonly string[] => {
  const anchors = new Map<string, ReadonlySet<string>>()
  const anchorsIn = (path: string): ReadonlySet<string> => {
    const known = anchors.get(path) ?? anchorsOf(readFileSync(join(root, path), 'utf8'))
    anchors.set(path, known)
    return known
  }
  return pages.flatMap((page) =>
    linksOf(readFileSync(join(root, page), 'utf8')).flatMap((href) => {
      if (/^[a-z][a-z+.-]*:/i.test(href)) return []
      const [path, fragment] = decodeURI(href).split('#')
      if (path.startsWith('/')) return [`${page}: ${href} leads nowhere in the repository, only on a site`]
      const target = path === '' ? page : posix.join(posix.dirname(page), path)
      const isOutside = target.startsWith('..')
      if (isOutside || !existsSync(join(root, target))) return [`${page}: ${href} is no file`]
      if (fragment === undefined || statSync(join(root, target)).isDirectory() || !target.endsWith('.md')) return []
      return anchorsIn(target).has(fragment) ? [] : [`${page}: ${href} is no heading of ${target}`]
    }),
  )
}
