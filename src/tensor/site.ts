/** A stack frame's location with plain paths in place of file URLs, and without a module's query. */
const plainLocation = (location: string): string => {
  const path = location.replace(/\?[^/]*(?=:\d+:\d+$)/, '').replaceAll('\\', '/')
  return path.startsWith('file://') ? decodeURIComponent(path.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, '')) : path
}

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

/**
 * The innermost frame that is neither the library's nor Node's nor a package's, as `file:line:column`, in a stack that
 * was taken here; undefined where there is none. The folder of the library is told by the first frame, which is this
 * module's own, so that source maps and bundlers may rename it.
 */
export const siteIn = (stack: string): string | undefined => {
  const [own, ...callers] = stack
    .split('\n')
    .map(locationIn)
    .filter((location) => location !== undefined)
  const library = own?.replace(/[^/]*\/[^/]*$/, '') ?? ''
  return callers.find(
    (location) =>
      !location.startsWith(library) && !location.startsWith('node:') && !location.includes('/node_modules/'),
  )
}

/** The line on whose behalf the library computes, where that is not the one that called it. */
let behalf: string | undefined

/** Runs `body`, in which `userSite` is the site given. */
export const atSite = <R>(site: string, body: () => R): R => {
  const before = behalf
  behalf = site
  try {
    return body()
  } finally {
    behalf = before
  }
}

/** Enough to see past the library's own frames; V8 keeps ten by default. */
const framesKept = 64

/** Where the user's code called the library, as the current stack tells it. */
export const userSite = (): string | undefined => {
  if (behalf !== undefined) return behalf
  const holder = Error as { stackTraceLimit?: number }
  const before = holder.stackTraceLimit
  holder.stackTraceLimit = framesKept
  const stack = new Error().stack ?? ''
  if (before === undefined) delete holder.stackTraceLimit
  else holder.stackTraceLimit = before
  return siteIn(stack)
}
