import { ArgumentError, sizeOf, type TensorType } from '../tensor/index.js'

/** How many elements a result may have, and what to do where that is too few. */
export interface Bound {
  readonly mostElements: number
  readonly remedy: string
}

let bound: Bound | undefined

/**
 * Runs `body`, in which a result of more elements is an ArgumentError before any room is taken for it, be it computed at
 * once or followed by a transform: for programs from strangers, of which a few words may ask for any size.
 */
export const within = <R>(given: Bound, body: () => R): R => {
  const before = bound
  bound = given
  try {
    return body()
  } finally {
    bound = before
  }
}

/** Refuses results that are larger than allowed here. */
export const checkBound = (
  operation: string,
  operands: readonly TensorType[],
  results: readonly TensorType[],
): void => {
  if (bound === undefined) return
  const { mostElements, remedy } = bound
  const large = results.find(({ shape }) => sizeOf(shape) > mostElements)
  if (large === undefined) return
  throw new ArgumentError({
    operation,
    operands,
    problem: `the result [${large.shape.join(', ')}] has more than ${mostElements} elements`,
    remedy,
  })
}
