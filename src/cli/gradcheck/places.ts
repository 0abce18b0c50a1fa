import { readFileSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import type { SourceLine } from './results.js'

/** A path from a folder, with forward slashes, where it lies below it; otherwise the path itself. */
export const pathFrom = (folder: string, path: string): string => {
  const way = relative(folder, path)
  return (way === '' || way.startsWith('..') || isAbsolute(way) ? path : way).split(sep).join('/')
}

/** The line that `file:line:column` names. */
export const lineOf = (site: string, folder: string): SourceLine | undefined => {
  const [, file, line] = /^(.*):(\d+):\d+$/.exec(site) ?? []
  return file === undefined ? undefined : { file: pathFrom(folder, file), line: Number(line) }
}

/**
 * A text in which places of the user's code, `in your code at /home/me/src/a.ts:3:20`, are named by the path from the folder
 * and the line. The column is left out: it is that of the JavaScript which a module was made into, whose lines alone
 * are the module's own. A line that is nothing but a place, as a parser gives it of the module's text, stays as it is.
 */
export const withPlaces = (text: string, folder: string): string => {
  const home = folder
    .split(sep)
    .join('/')
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return text.replace(new RegExp(`(?<=\\S.*)${home}/([^\\n:]+:\\d+):\\d+`, 'g'), '$1')
}

/** The line where a module's text declares an export, the first line where it is not seen to. */
export const declarationOf = (text: string, name: string): number => {
  const [base] = name.split('[')
  const declaration =
    base === 'default'
      ? /^export default\b/
      : new RegExp(`^export (?:const|let|var|function|class)\\s+${base.replaceAll('$', '\\$')}(?![\\w$])`)
  return Math.max(1, text.split('\n').findIndex((line) => declaration.test(line)) + 1)
}

/** The same of a file. */
export const declaredIn = (file: string, name: string, folder: string): SourceLine => ({
  file: pathFrom(folder, file),
  line: declarationOf(readFileSync(file, 'utf8'), name),
})
