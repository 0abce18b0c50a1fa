import type { Entry } from './read.js'

/** A page of the reference: what it is called, what it is of, and the files whose exports it shows, in this order. */
export interface Topic {
  readonly slug: string
  readonly title: string
  readonly about: string
  /** Files or folders from `src/`, without their endings. */
  readonly files: readonly string[]
  /** Names that come first, before what the files have. */
  readonly first?: readonly string[]
  /** Single names that come here, last, though their file goes elsewhere. */
  readonly names?: readonly string[]
  /** Whether all comes here, last, that no page of the module is for. */
  readonly rest?: boolean
}

/** One entry point of the package: its folder in the reference, and its pages. */
export interface Subpath {
  readonly module: string
  readonly folder: string
  readonly about: string
  readonly topics: readonly Topic[]
}

/** Files by their names, which stand in one string. */
export const within = (folder: string, names: string): readonly string[] =>
  names.split(' ').map((name) => `${folder}/${name}`)

const stem = (file: string): string => file.replace(/^src\//, '').replace(/(\/index)?\.ts$/, '')

const holds = (of: string, file: string): boolean => stem(file) === of || stem(file).startsWith(`${of}/`)

interface Place {
  readonly topic: Topic
  /** Which of the topic's files declares it. */
  readonly at: number
}

const placeOf = (topics: readonly Topic[], { name, file }: Entry): Place | undefined => {
  const first = topics.find((topic) => topic.first?.includes(name))
  if (first?.first !== undefined) return { topic: first, at: first.first.indexOf(name) - first.first.length }
  const named = topics.find((topic) => topic.names?.includes(name))
  if (named !== undefined) return { topic: named, at: Number.POSITIVE_INFINITY }
  for (const topic of topics) {
    const at = topic.files.findIndex((each) => holds(each, file))
    if (at >= 0) return { topic, at }
  }
  const rest = topics.find((topic) => topic.rest)
  return rest && { topic: rest, at: Number.POSITIVE_INFINITY }
}

/** The exports that none of the topics takes. */
export const unplaced = (topics: readonly Topic[], entries: readonly Entry[]): readonly string[] =>
  entries.filter((entry) => placeOf(topics, entry) === undefined).map(({ name, file }) => `${name} of ${file}`)

/** The exports of a module by topic, in the order of the topic's files and of what stands in them. */
export const sortedInto = (
  topics: readonly Topic[],
  entries: readonly Entry[],
): readonly (Topic & { readonly entries: readonly Entry[] })[] => {
  const left = unplaced(topics, entries)
  if (left.length > 0)
    throw new Error(`no page of the reference is for ${left.join(', ')}: see docs/.vitepress/reference/core.ts`)
  return topics.map((topic) => ({
    ...topic,
    entries: entries
      .flatMap((entry) => {
        const place = placeOf(topics, entry)
        return place?.topic === topic ? [{ entry, at: place.at }] : []
      })
      .toSorted(
        (a, b) =>
          (a.at === b.at ? 0 : a.at - b.at) || a.entry.file.localeCompare(b.entry.file) || a.entry.at - b.entry.at,
      )
      .map(({ entry }) => entry),
  }))
}
