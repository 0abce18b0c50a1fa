import { type Problem, translated } from './program.js'
import type { Place } from './sourceMap.js'

/** What the worker's scope hears of scripts that fail. */
interface Scope {
  addEventListener(name: 'error', listener: (event: ErrorEvent) => void): void
  removeEventListener(name: 'error', listener: (event: ErrorEvent) => void): void
  setTimeout(script: string | (() => void)): void
}

/**
 * Where a program stands that the engine cannot read, of which what it throws says nothing. Scripts that are given as text to a
 * timer are compiled when they are due, and where that fails the scope is told the line. Nothing of the program runs: it
 * is the body of a function that nobody calls.
 */
export const unreadableAt = (source: string, scope: Scope = globalThis as never): Promise<Place | undefined> => {
  const { code, placeOf } = translated(source)
  return new Promise((resolve) => {
    let found: Place | undefined
    const listener = (event: ErrorEvent) => {
      event.preventDefault()
      // The function's head has a line of its own.
      found = placeOf({ line: event.lineno - 1, column: event.colno })
    }
    scope.addEventListener('error', listener)
    scope.setTimeout(`(function (require, exports) {\n${code}\n})`)
    scope.setTimeout(() => {
      scope.removeEventListener('error', listener)
      resolve(found)
    })
  })
}

/** A problem with the place of what the engine cannot read, which only it can tell. */
export const placed = async (source: string, problem: Problem, scope?: Scope): Promise<Problem> =>
  problem.kind === 'syntax' && problem.at === undefined
    ? { ...problem, at: await unreadableAt(source, scope) }
    : problem
