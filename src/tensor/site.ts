/** A stack frame's location with plain paths in place of file URLs, and without a module's query. */
const plainLocation = (location: string): string => {
  const path = location.replace(/\?[^/]*(?=:\d+:\d+$)/, '').replaceAll('\\', '/')
  return path.startsWith('file://') ? decodeURIComponent(path.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, '')) : path
}

/** The folder of the library's own modules. (Not `new URL('..', import.meta.url)`, which bundlers take for an asset.) */
const libraryRoot = plainLocation(`${import.meta.url}:0:0`).replace(/[^/]*\/[^/]*$/, '')

/** The `file:line:column` of a line of a stack as V8 (`at f (location)`) or other engines (`f@location`) write it. */
const locationIn = (line: string): string | undefined => {
  const location =
    /^\s*at .*? \((.*)\)$/.exec(line)?.[1] ??
    /^\s*at (?:async )?(.*)$/.exec(line)?.[1] ??
    /^[^@]*@(.*)$/.exec(line)?.[1]
  return location !== undefined && /:\d+:\d+$/.test(location) && !location.includes('<anonymous>')
    ? plainLocation(location)
    : undefined
}

const isUsers = (location: string | undefined): location is string =>
  location !== undefined &&
  !location.startsWith(libraryRoot) &&
  !location.startsWith('node:') &&
  !location.includes('/node_modules/')

/** The innermost frame of a stack that is not the library's own, as `file:line:column`; undefined where there is none. */
export const siteIn = (stack: string): string | undefined => stack.split('\n').map(locationIn).find(isUsers)

/** Enough to see past the library's own frames; V8 keeps ten by default. */
const framesKept = 64

/** Where the user's code called the library, as the current stack tells it. */
export const userSite = (): string | undefined => {
  const holder = Error as { stackTraceLimit?: number }
  const before = holder.stackTraceLimit
  holder.stackTraceLimit = framesKept
  const stack = new Error().stack ?? ''
  if (before === undefined) delete holder.stackTraceLimit
  else holder.stackTraceLimit = before
  return siteIn(stack)
}
