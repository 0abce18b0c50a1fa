import { importsOf, resolved, type Source } from './sources.js'

/**
 * What changes or measures something that a process has once: the environment, globals, and modules that stand for
 * others; clocks and memory in use; the modules compiled, and the memory that all programs share.
 */
const ofTheProcess =
  /\bvi\.(mock|doMock|stub|spyOn|useFake|setSystemTime|resetModules)|\b(memoryUsage|cpuUsage|chdir)\b|performance\.now|engine\/memory\.js/

/** What a module that several files import does for the first of them only: it is loaded once. */
const once = /^((before|after)(Each|All)\(|(export )?let )/m

const isTest = (path: string): boolean => path.endsWith('.test.ts')

/** The test files that must have a process of their own: they, or what they import of the tests, touch the process. */
export const alone = (sources: readonly Source[]): readonly string[] => {
  const files = new Map(sources.map((source) => [source.path, source]))
  const touches = (path: string, seen: Set<string>): boolean => {
    const source = files.get(path)
    if (source === undefined || seen.has(path)) return false
    seen.add(path)
    return (
      ofTheProcess.test(source.text) ||
      (!isTest(path) && once.test(source.text)) ||
      importsOf(source).some(({ specifier }) => touches(resolved(path, specifier) ?? '', seen))
    )
  }
  return [...files.keys()].filter((path) => isTest(path) && touches(path, new Set()))
}
