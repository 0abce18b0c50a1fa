import { atSite, CotangentError, MemoryError, userSite } from '../tensor/index.js'

// No stack is kept for what is computed later than it was written down: that would cost more than the rest. Where such
// a computation fails, the function is run again, and every Apply then keeps the user's line that made it.

let keepsSites = false

/** Whether a function is being run again to find the line of its error. */
export const isLocating = (): boolean => keepsSites

/** The user's line that makes an expression now, where it is kept. */
export const siteToKeep = (): string | undefined => (keepsSites ? userSite() : undefined)

/** What an Apply says of where it was made. */
interface Located {
  readonly site: string | undefined
}

/** Computes on behalf of an Apply: an error meanwhile is one of the line that made it. */
export const onBehalfOf = <R>({ site }: Located, body: () => R): R => (site === undefined ? body() : atSite(site, body))

/** Runs `body`, in which every Apply keeps the user's line that makes it. */
export const keepingSites = <R>(body: () => R): R => {
  const before = keepsSites
  keepsSites = true
  try {
    return body()
  } finally {
    keepsSites = before
  }
}

const located = new WeakSet<CotangentError>()

/** The error of another run of the same function, whose site is the line of its cause. */
const errorOf = (again: () => unknown): unknown => {
  try {
    keepingSites(again)
    return undefined
  } catch (error) {
    return error
  }
}

/**
 * Runs `body`; where that fails, runs it `again` (or what stands for it), so that an error that came up late names the
 * user's line that caused it. Not where memory ran out: that could take long.
 */
export const locatingErrors = <R>(body: () => R, again: () => unknown = body): R => {
  try {
    return body()
  } catch (error) {
    if (keepsSites || !(error instanceof CotangentError) || error instanceof MemoryError || located.has(error))
      throw error
    const found = errorOf(again)
    const better = found instanceof CotangentError && found._tag === error._tag ? found : error
    located.add(better)
    throw better
  }
}
