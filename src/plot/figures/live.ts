import { ArgumentError } from '../../tensor/index.js'
import type { Figure } from '../figure.js'

/**
 * What is to be seen of a training while it goes on: a figure of the states so far, and how many of them come to one
 * drawing. It observes and draws nothing by itself; `redrawn` of `cotangent/cli` shows it in a terminal or a file.
 */
export interface Live<S> {
  readonly draw: (states: readonly S[]) => Figure
  readonly every: number
}

/**
 * A figure that is drawn anew while states come: `draw` takes those so far, oldest first, once for each `every` of them
 * and at the end. Throws an ArgumentError unless `every` is a positive whole number.
 *
 * @example
 * ```ts
 * import { history, live } from 'cotangent/plot'
 *
 * const losses = live((states: readonly { readonly loss: number }[]) => history({ loss: states.map(({ loss }) => loss) }), {
 *   every: 10,
 * })
 * Array.isArray(losses.draw([{ loss: 2 }, { loss: 1 }]).layer) // => true
 * ```
 */
export const live = <S>(
  draw: (states: readonly S[]) => Figure,
  { every = 1 }: { readonly every?: number } = {},
): Live<S> => {
  if (!(Number.isInteger(every) && every > 0))
    throw new ArgumentError({ operation: 'live', problem: `${every} states to a drawing are no positive whole number` })
  return { draw, every }
}
