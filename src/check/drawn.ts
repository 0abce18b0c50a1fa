import fc from 'fast-check'

/** Whether points are to be drawn: by any version of fast-check, so told by what an arbitrary can do. */
export const isArbitrary = <T>(at: T | fc.Arbitrary<T>): at is fc.Arbitrary<T> =>
  typeof at === 'object' &&
  at !== null &&
  'generate' in at &&
  typeof at.generate === 'function' &&
  'shrink' in at &&
  typeof at.shrink === 'function'

/** How points are drawn. */
export interface Drawing {
  readonly runs: number
  readonly seed: number
  readonly replayPath: string | undefined
}

/** A drawn point that fails, the smallest found, and how to draw it again. */
export interface DrawnFailure<F> {
  readonly first: F
  readonly smallest: F
  readonly replayPath: string
}

/** After so many points tried in shrinking a failing one, it is small enough. */
const mostShrinks = 100

/**
 * Draws points until one fails, and then smaller ones that fail in the same way; undefined where none fails. An error
 * that is thrown at a drawn point is thrown on; at a smaller one it says that the function does not take it.
 */
export const firstFailure = <T, F>(
  arbitrary: fc.Arbitrary<T>,
  failureAt: (x: T) => F | undefined,
  alike: (a: F, b: F) => boolean,
  { runs, seed, replayPath }: Drawing,
): DrawnFailure<F> | undefined => {
  let first: F | undefined
  let smallest: F | undefined
  let thrown: { readonly error: unknown } | undefined
  let shrinks = 0
  const failure = (x: T): F | undefined => {
    try {
      return failureAt(x)
    } catch (error) {
      if (first === undefined) thrown = { error }
      return undefined
    }
  }
  const passes = (x: T): boolean => {
    if (thrown !== undefined || (first !== undefined && ++shrinks > mostShrinks)) return true
    const found = failure(x)
    if (thrown !== undefined) return false
    if (found === undefined || (first !== undefined && !alike(first, found))) return true
    first ??= found
    smallest = found
    return false
  }
  const path = replayPath === undefined ? {} : { path: replayPath }
  const details = fc.check(fc.property(arbitrary, passes), { numRuns: runs, seed, ...path })
  if (thrown !== undefined) throw (thrown as { readonly error: unknown }).error
  return first === undefined || smallest === undefined
    ? undefined
    : { first, smallest, replayPath: details.counterexamplePath ?? '' }
}
