import { CotangentError } from '../../src/tensor/errors.js'

/** The typed error that a call throws. */
export const failureOf = (call: () => unknown): CotangentError => {
  try {
    call()
  } catch (error) {
    if (error instanceof CotangentError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** The file and line that call this function. */
export const here = (): string => {
  const frame = (new Error().stack ?? '').split('\n')[2]
  return /([^/]+:\d+):\d+\)?$/.exec(frame)?.[1] ?? 'unknown'
}
