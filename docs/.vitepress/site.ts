import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { pathToFileURL } from 'node:url'

/** All files of a built site, by their paths from its folder. */
const filesOf = (site: string): readonly string[] =>
  readdirSync(site, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(site, path)).isFile())
    .sort()

const unescaped = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** The tags of a page, without those within its scripts and comments. */
const tagsOf = (html: string): readonly Tag[] =>
  [
    ...html
      .replace(/<!--.*?-->/gs, '')
      .replace(/(<script\b[^>]*>).*?<\/script>/gs, '$1')
      .matchAll(/<([a-z][a-z0-9-]*)((?:\s+[^\s=>/]+(?:=(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*\/?>/gi),
  ].map(([, name, rest]) => ({
    name: name.toLowerCase(),
    attributes: Object.fromEntries(
      [...rest.matchAll(/([^\s=]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)].map(([, key, double, single, bare]) => [
        key.toLowerCase(),
        unescaped(double ?? single ?? bare ?? ''),
      ]),
    ),
  }))

/** Attributes whose address a browser fetches by itself; that of an `a` it fetches only when it is followed. */
const fetching: readonly string[] = ['src', 'srcset', 'poster', 'data', 'background', 'action', 'ping']

const isElsewhere = (address: string): boolean => /^([a-z][a-z+.-]*:)?\/\//i.test(address)

/** What a page would fetch from elsewhere. */
const elsewhereIn = ({ name, attributes }: Tag): readonly string[] => [
  ...fetching.flatMap((key) =>
    attributes[key] !== undefined && isElsewhere(attributes[key]) ? [attributes[key]] : [],
  ),
  ...(name === 'link' && isElsewhere(attributes.href ?? '') ? [attributes.href] : []),
  ...(name === 'base' ? [attributes.href ?? ''] : []),
]

/** Addresses in scripts that are names or words of an error's text, and never fetched. */
const words: readonly RegExp[] = [
  /^https?:\/\/www\.w3\.org\/(1998|1999|2000|2001)\//,
  /^https:\/\/vuejs\.org\/error-reference\//,
  // What relative addresses are read against where only their path is wanted.
  /^http:\/\/(a|foo)\.com\/?$/,
]

const elsewhereInScript = (text: string): readonly string[] =>
  [...text.matchAll(/https?:\/\/[\w.-]+[\w/#?=&.-]*/g)]
    .map(([address]) => address)
    .filter((address) => !words.some((word) => word.test(address)))

const elsewhereInStyle = (text: string): readonly string[] =>
  [...text.matchAll(/(?:url\(\s*["']?|@import\s+["'])((?:https?:)?\/\/[^"')]+)/g)].map(([, address]) => address)

/** Scripts that hold a page's words, links included; all others are the program that shows them. */
const isPageScript = (path: string): boolean => /\.md\.[\w-]+(\.lean)?\.js$|localSearchIndex/.test(path)

/** What a built site would have to fetch from other hosts. */
export const foreignRequests = (site: string): readonly string[] =>
  filesOf(site).flatMap((path) => {
    const text = (): string => readFileSync(join(site, path), 'utf8')
    const found = path.endsWith('.html')
      ? [
          ...tagsOf(text()).flatMap(elsewhereIn),
          ...[...text().matchAll(/<script\b[^>]*>(.*?)<\/script>/gs)].flatMap(([, code]) => elsewhereInScript(code)),
          ...[...text().matchAll(/<style\b[^>]*>(.*?)<\/style>/gs)].flatMap(([, code]) => elsewhereInStyle(code)),
        ]
      : path.endsWith('.css')
        ? elsewhereInStyle(text())
        : path.endsWith('.js') && !isPageScript(path)
          ? elsewhereInScript(text())
          : []
    return found.map((address) => `${path}: ${address}`)
  })

/** Links and sources of a built site that lead to no file of it, or to an anchor that its page has not. */
export const deadEnds = (site: string): readonly string[] => {
  const pages = new Map(
    filesOf(site)
      .filter((path) => path.endsWith('.html'))
      .map((path) => [path, tagsOf(readFileSync(join(site, path), 'utf8'))] as const),
  )
  const anchors = new Map(
    [...pages].map(([path, tags]) => [
      path,
      new Set(tags.flatMap(({ attributes: { id, name } }) => [id, name].filter((each) => each !== undefined))),
    ]),
  )
  const fault = (page: string, address: string): string | undefined => {
    if (/^[a-z][a-z+.-]*:|^\/\//i.test(address)) return undefined
    const [path, fragment] = address.split('#')
    if (path.startsWith('/')) return 'holds at the root of a host only'
    const named = path === '' ? page : posix.join(posix.dirname(page), decodeURI(path.replace(/\?.*$/, '')))
    const target = named === '.' || named.endsWith('/') ? posix.join(named, 'index.html') : named
    if (target.startsWith('..') || !existsSync(join(site, target))) return 'is no file of the site'
    if (statSync(join(site, target)).isDirectory()) return 'is a folder'
    if (fragment === undefined || fragment === '' || !anchors.has(target)) return undefined
    return anchors.get(target)?.has(decodeURIComponent(fragment)) ? undefined : 'is no anchor'
  }
  return [...pages].flatMap(([page, tags]) =>
    tags
      .flatMap(({ attributes: { href, src } }) => [href, src].filter((each) => each !== undefined && each !== ''))
      .flatMap((address) => {
        const found = fault(page, address ?? '')
        return found === undefined ? [] : [`${page}: ${address} ${found}`]
      }),
  )
}

/** The titles of all sections that the search of a built site knows. */
export const searchTitles = async (site: string): Promise<ReadonlySet<string>> => {
  const path = filesOf(site).find((each) => each.includes('localSearchIndex'))
  if (path === undefined) throw new Error('the site has no index for its search')
  const module = (await import(/* @vite-ignore */ pathToFileURL(join(site, path)).href)) as { readonly default: string }
  const { storedFields } = JSON.parse(module.default) as {
    readonly storedFields: Readonly<Record<string, { readonly title: string }>>
  }
  return new Set(Object.values(storedFields).map(({ title }) => title))
}
