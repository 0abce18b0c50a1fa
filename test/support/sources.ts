import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

/** The folder that holds the whole project. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A file of the project: its path from the root, with forward slashes, and its text. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** A module specifier as it is written, and the line it is written on. */
export interface Import {
  readonly specifier: string
  readonly line: number
}

/** The file at a path from the root. */
export const readSource = (path: string): Source => ({ path, text: readFileSync(join(root, path), 'utf8') })

/** Every TypeScript file below a folder, in the order of their paths. */
export const sourcesUnder = (folder: string): readonly Source[] => {
  const directory = join(root, folder)
  if (!existsSync(directory)) return []
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
    .map(readSource)
}

/** The line, from 1, that holds the character at an offset. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** Everything a file imports or re-exports, types included. */
export const importsOf = ({ path, text }: Source): readonly Import[] => {
  const { module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors.map((error) => error.message).join('; ')}`)
  const requests = [
    ...module.staticImports.map((each) => each.moduleRequest),
    ...module.staticExports.flatMap((each) => each.entries.map((entry) => entry.moduleRequest)),
    ...module.dynamicImports.map((each) => each.moduleRequest),
  ].filter((request) => request !== null)
  const specifiers = requests.map(({ start, end }) => ({
    specifier: text.slice(start + 1, end - 1),
    line: lineAt(text, start),
  }))
  return specifiers.filter((each, at) => specifiers.findIndex((other) => other.specifier === each.specifier) === at)
}

/** What a file loads before it runs: no types, and nothing that it imports when it comes to need it. */
export const loadsOf = ({ path, text }: Source): readonly string[] => {
  const { module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors.map((error) => error.message).join('; ')}`)
  const imported = module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
    .map(({ moduleRequest }) => moduleRequest.value)
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ isType, moduleRequest }) => (isType || moduleRequest === null ? [] : [moduleRequest.value])),
  )
  return [...new Set([...imported, ...exported])]
}

/** The file of the project that a specifier means, or nothing where it means a package. */
export const resolved = (from: string, specifier: string): string | undefined => {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts')
  if (specifier === 'cotangent') return 'src/index.ts'
  if (specifier === 'cotangent/laws') return 'laws/index.ts'
  if (specifier.startsWith('cotangent/')) return `src/${specifier.slice('cotangent/'.length)}/index.ts`
  return undefined
}
