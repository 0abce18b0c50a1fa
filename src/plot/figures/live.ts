import { ArgumentError, checkIsOptions, type OptionNames } from '../../tensor/index.js'
import type { Figure } from '../figure.js'

/**
 * What is to be seen of a training while it goes on: what is kept of each state, the figure of all that was kept so far,
 * and how many states come to one drawing. It draws nothing by itself; `redrawn` of `cotangent/cli` shows it.
 */
export interface Live<S, O = unknown> {
  readonly observe: (state: S) => O
  readonly draw: (seen: readonly O[]) => Figure
  readonly every: number
}

/**
 * A figure that is drawn anew while states come: `observe` says what to keep of each, so that the states themselves need
 * not stay in memory, and `draw` makes the figure of all that was kept, oldest first, once for each `every` states (1
 * unless told) and at the end. Throws an ArgumentError unless `every` is a positive whole number.
 *
 * @example
 * ```ts
 * import { history, live } from 'cotangent/plot'
 *
 * const losses = live(
 *   (state: { readonly loss: number }) => state.loss,
 *   (seen) => history({ loss: seen }, { epochs: 30 }),
 *   { every: 10 },
 * )
 * losses.every // => 10
 * ```
 */
export const live = <S, O>(
  observe: (state: S) => O,
  draw: (seen: readonly O[]) => Figure,
  options: { readonly every?: number } = {},
): Live<S, O> => {
  checkIsOptions('live', options, { every: true } satisfies OptionNames<typeof options>)
  const { every = 1 } = options
  if (!(Number.isInteger(every) && every > 0))
    throw new ArgumentError({ operation: 'live', problem: `${every} states to a drawing are no positive whole number` })
  return { observe, draw, every }
}
