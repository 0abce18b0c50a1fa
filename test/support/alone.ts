import { importsOf, resolved, type Source } from './sources.js'

/**
 * What changes or measures something that a process has once: the environment, globals, and modules that stand for
 * others; clocks and memory in use; the modules compiled, and the memory that all programs share.
 */
const ofTheProcess =
  /\bvi\.(mock|doMock|stub|spyOn|useFake|setSystemTime|setConfig|resetModules)|\b(memoryUsage|cpuUsage|chdir)\b|performance\.now|engine\/memory\.js/

/** The test files that must have a process of their own: they, or what they import of the tests, touch the process. */
export const alone = (sources: readonly Source[]): readonly string[] => {
  const files = new Map(sources.map((source) => [source.path, source]))
  const touches = (path: string, seen: Set<string>): boolean => {
    const source = files.get(path)
    if (source === undefined || seen.has(path)) return false
    seen.add(path)
    return (
      ofTheProcess.test(source.text) ||
      importsOf(source).some(({ specifier }) => touches(resolved(path, specifier) ?? '', seen))
    )
  }
  return [...files.keys()].filter((path) => path.endsWith('.test.ts') && touches(path, new Set()))
}
