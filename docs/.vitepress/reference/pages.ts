import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Entry, Face } from './read.js'
import { subpaths } from './subpaths.js'
import { type Subpath, sortedInto, type Topic } from './topics.js'

/** A page of the reference, where it stands from `docs/`, and what it shows. */
export interface ReferencePage {
  readonly path: string
  readonly module: string
  readonly title: string
  readonly about: string
  readonly entries: readonly Entry[]
}

const pagesOf = ({ module, folder, topics }: Subpath, { entries }: Face): readonly ReferencePage[] => {
  const page = ({ slug, title, about }: Topic, shown: readonly Entry[]): ReferencePage => ({
    path: topics.length === 1 && slug === 'index' ? `api/${folder}.md` : `api/${folder}/${slug}.md`,
    module,
    title,
    about,
    entries: shown,
  })
  const records = module === 'cotangent/laws' ? entries.filter(({ members }) => members.length > 0) : []
  return [
    ...sortedInto(
      topics,
      entries.filter((entry) => !records.includes(entry)),
    ).map((topic) => page(topic, topic.entries)),
    ...records.map((record) => ({
      path: `api/${folder}/${record.name}.md`,
      module,
      title: record.name,
      about: record.prose,
      entries: [record],
    })),
  ]
}

/** All pages of the reference but its first, in the order of the sidebar. */
export const referencePages = (faces: readonly Face[]): readonly ReferencePage[] =>
  faces.flatMap((face) => {
    const subpath = subpaths.find(({ module }) => module === face.module)
    if (subpath === undefined) throw new Error(`the reference has no pages for ${face.module}`)
    return pagesOf(subpath, face)
  })

/** An entry and what is in it, if it is a record. */
export const unfolded = (entry: Entry): readonly Entry[] => [entry, ...entry.members.flatMap(unfolded)]

/** Text of a docstring as Markdown that means only itself: no tags, no templates and no formulas. */
export const escaped = (text: string): string =>
  text
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part.replace(/[<>$*_|{}]/g, (sign, place: number) =>
            sign === '*' && /(^|\n) *$/.test(part.slice(0, place)) && part[place + 1] === ' '
              ? sign
              : `&#${sign.charCodeAt(0)};`,
          ),
    )
    .join('')

const anchorOf = ({ name }: Entry): string => name

const heading = (level: number, entry: Entry): string =>
  `${'#'.repeat(level)} ${escaped(entry.name)} {#${anchorOf(entry)}}`

const shown = (module: string, level: number, entry: Entry): readonly string[] => [
  heading(level, entry),
  ...(entry.declaration === '' ? [] : [`\`\`\`ts module=${module}\n${entry.declaration}\n\`\`\``]),
  escaped(entry.prose),
  ...entry.examples,
  ...entry.members.flatMap((member) => shown(module, level + 1, member)),
]

const list = (entries: readonly Entry[]): string =>
  entries.map((entry) => `[\`${entry.name}\`](#${anchorOf(entry)})`).join(' ')

/** A page as Markdown. */
export const pageText = ({ module, title, about, entries }: ReferencePage): string => {
  const record = entries.length === 1 && entries[0].members.length > 0 ? entries[0] : undefined
  const types = entries.filter(({ kind }) => kind === 'type').toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const values = record?.members ?? entries.filter(({ kind }) => kind !== 'type')
  return [
    '---\noutline: [2, 3]\n---',
    record === undefined ? `# ${title}` : `# ${title} {#${anchorOf(record)}}`,
    record === undefined ? about : escaped(about),
    `\`\`\`ts\nimport { ${record?.name ?? '...'} } from '${module}'\n\`\`\``,
    list(values),
    ...(types.length === 0 ? [] : [`Types: ${list(types)}`]),
    ...values.flatMap((entry) => shown(module, 2, entry)),
    ...(types.length === 0 ? [] : ['## Types', ...types.flatMap((entry) => shown(module, 3, entry))]),
    '',
  ].join('\n\n')
}

/** Where every exported name is shown: a page and an anchor, by module and name. */
export type Places = Readonly<Record<string, Readonly<Record<string, string>>>>

export const placesOf = (pages: readonly ReferencePage[]): Places => {
  const places: Record<string, Record<string, string>> = {}
  for (const { path, module, entries } of pages) {
    places[module] ??= {}
    for (const entry of entries) places[module][entry.name] = `${path.replace(/md$/, 'html')}#${anchorOf(entry)}`
  }
  return places
}

/** The first page of the reference: all modules, their pages, all names. */
export const frontText = (pages: readonly ReferencePage[]): string =>
  [
    '# Reference',
    'Made from the docstrings of the sources. Every example on these pages is run by the tests. Each name stands on one page; the search finds it by a part of it.',
    'In the types, what only carries the compiler’s complaint about a wrong argument is left out. Types that compute a shape, such as `Matmul`, are shown by their names: the words beside them say what comes out.',
    ...subpaths.flatMap(({ module, about }) => [
      `## ${module}`,
      about,
      ...pages
        .filter((page) => page.module === module)
        .map(
          ({ path, title, entries }) =>
            `**[${title}](./${path.slice('api/'.length)})**: ${entries
              .filter(({ kind }) => kind !== 'type')
              .flatMap((entry) => (entry.members.length > 0 && entries.length === 1 ? entry.members : [entry]))
              .map((entry) => `[\`${entry.name}\`](./${path.slice('api/'.length)}#${anchorOf(entry)})`)
              .join(' ')}`,
        ),
    ]),
    '',
  ].join('\n\n')

/** A part of the sidebar, as VitePress has it. */
export interface SidebarItem {
  readonly text: string
  readonly link?: string
  readonly collapsed?: boolean
  readonly items?: readonly SidebarItem[]
}

export const sidebarOf = (pages: readonly ReferencePage[]): readonly SidebarItem[] => [
  { text: 'All names', link: '/api/' },
  ...subpaths.map(({ module }): SidebarItem => {
    const items = pages
      .filter((page) => page.module === module)
      .map(({ path, title }) => ({ text: title, link: `/${path.replace(/\.md$/, '')}` }))
    return items.length === 1
      ? { text: module, link: items[0].link }
      : { text: module, collapsed: module !== 'cotangent', items }
  }),
]

const separator = '\n// ---- next ----\n'

/** All declarations formatted, by the formatter of the sources. */
const formatted = (root: string, declarations: readonly string[]): readonly string[] => {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'format', '--line-width=84', '--files-max-size=10000000', '--stdin-file-path=declarations.d.ts'],
    { cwd: root, input: declarations.join(separator), encoding: 'utf8', maxBuffer: 2 ** 26 },
  )
  if (status !== 0) throw new Error(stderr.slice(0, 4000))
  const parts = stdout.split(separator.trim())
  if (parts.length !== declarations.length) throw new Error('the formatter has lost a declaration')
  return parts.map((part) => part.trim())
}

/** Faces whose declarations are formatted. */
export const formattedFaces = (root: string, faces: readonly Face[]): readonly Face[] => {
  const all = faces.flatMap(({ entries }) => entries.flatMap(unfolded))
  const texts = formatted(
    root,
    all.map(({ declaration }) => declaration),
  )
  const text = new Map(all.map((entry, at) => [entry, texts[at]]))
  const written = (entry: Entry): Entry => ({
    ...entry,
    declaration: text.get(entry) ?? '',
    members: entry.members.map(written),
  })
  return faces.map(({ module, entries }) => ({ module, entries: entries.map(written) }))
}
