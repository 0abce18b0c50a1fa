import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { lineOf, withPlaces } from './places.js'
import type { SourceLine } from './results.js'

/** What was thrown, as text, and the user's line where it was. */
export interface Thrown {
  readonly text: string
  readonly at: SourceLine | undefined
}

const locationIn = (frame: string): string | undefined => {
  const location = /^\s*at .*? \((.*:\d+:\d+)\)$/.exec(frame)?.[1] ?? /^\s*at (?:async )?(.*:\d+:\d+)$/.exec(frame)?.[1]
  if (location === undefined || !location.startsWith('file:')) return location
  const [, url, rest] = /^(.*?)(:\d+:\d+)$/.exec(location) ?? []
  return `${fileURLToPath(url)}${rest}`
}

const isUsers = (location: string): boolean => !location.startsWith('node:') && !/[\\/]node_modules[\\/]/.test(location)

/** The first line of a stack that is neither Node's nor a package's. */
const userLine = (stack: string, folder: string): SourceLine | undefined => {
  const location = stack
    .split('\n')
    .flatMap((frame) => locationIn(frame) ?? [])
    .find(isUsers)
  return location === undefined ? undefined : lineOf(location, folder)
}

/** The place that a parser's message names at the end of a line. */
const parsedLine = (message: string, folder: string): SourceLine | undefined => {
  const [, location] = /^\s*(\S.*:\d+:\d+)\s*$/m.exec(message) ?? []
  return location === undefined ? undefined : lineOf(location, folder)
}

/** Anything that was thrown, told as well as it tells itself: an error by its name, message and causes. */
export const thrownIn = (folder: string, thrown: unknown): Thrown => {
  if (!(thrown instanceof Error)) return { text: `throws ${inspect(thrown)}`, at: undefined }
  const cause = thrown.cause === undefined ? '' : `\nbecause ${thrownIn(folder, thrown.cause).text}`
  const named = thrown.message.startsWith(thrown.name) ? thrown.message : `${thrown.name}: ${thrown.message}`
  const site = 'site' in thrown && typeof thrown.site === 'string' ? lineOf(thrown.site, folder) : undefined
  return {
    text: withPlaces(`${named}${cause}`, folder),
    at: site ?? parsedLine(thrown.message, folder) ?? userLine(thrown.stack ?? '', folder),
  }
}
