import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { escapePath, glob } from 'tinyglobby'

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

/** What matches nothing, and where that is a folder what would. */
const inVain = (pattern: string, folder: string): string =>
  isFolder(resolve(folder, pattern))
    ? `${JSON.stringify(pattern)}, which is a folder: its files are '${pattern.replace(/[\\/]+$/, '')}/**/*.grad.ts'`
    : JSON.stringify(pattern)

const matching = (pattern: string, folder: string): Promise<string[]> =>
  glob(isFile(resolve(folder, pattern)) ? escapePath(pattern) : pattern, {
    cwd: folder,
    absolute: true,
    expandDirectories: false,
    ignore: ['**/node_modules/**'],
  })

/**
 * The files that patterns match, each once, in the order of their paths; a pattern that is a file's path means that
 * file. On the left, which pattern matches none.
 */
export const filesOf = async (
  patterns: readonly string[],
  folder: string,
): Promise<Either<string, readonly string[]>> => {
  const found = await Promise.all(patterns.map((pattern) => matching(pattern, folder)))
  const vain = patterns.filter((_, index) => found[index].length === 0)
  return vain.length > 0
    ? left(`no file matches ${vain.map((pattern) => inVain(pattern, folder)).join(', ')}`)
    : right([...new Set(found.flat())].sort())
}
